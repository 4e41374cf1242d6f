using System.Collections.Concurrent;
using System.Net;

namespace TestSupport;

/// <summary>Passes requests on over sockets, and records them with their answers.</summary>
public sealed class RecordingHandler() : DelegatingHandler(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All })
{
    /// <summary>The exchanges so far, in the order of their answers.</summary>
    public ConcurrentQueue<Exchange> Exchanges { get; } = new();

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = await SentRequest.FromAsync(request, cancellationToken);
        var answer = await base.SendAsync(request, cancellationToken);
        var headers = answer.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        Exchanges.Enqueue(new(sent, (int)answer.StatusCode, headers, await answer.Content.ReadAsStringAsync(cancellationToken)));
        return answer;
    }
}

/// <summary>A request and its answer.</summary>
public sealed record Exchange(SentRequest Request, int Status, IReadOnlyDictionary<string, string> Headers, string Body);
