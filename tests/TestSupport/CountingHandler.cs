using System.Collections.Concurrent;

namespace TestSupport;

/// <summary>Passes requests on, and remembers which.</summary>
public sealed class CountingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The requests so far, as method and path, in order.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}");
        return base.SendAsync(request, cancellationToken);
    }
}
