using System.Collections.Concurrent;

namespace TestSupport;

/// <summary>Passes requests on, and records them.</summary>
public sealed class CountingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The methods and paths of the requests so far, in order.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}");
        return base.SendAsync(request, cancellationToken);
    }
}
