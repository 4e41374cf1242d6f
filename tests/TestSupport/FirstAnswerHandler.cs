using System.Net;
using System.Text;

namespace TestSupport;

/// <summary>Answers the first request with JSON, and sends the others over the network.</summary>
public sealed class FirstAnswerHandler(string body) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _requests;

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _requests) == 1
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") })
            : base.SendAsync(request, cancellationToken);
}
