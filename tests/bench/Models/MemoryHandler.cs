using System.Net;
using System.Net.Http.Headers;

namespace ModelBench;

/// <summary>Answers at once, so that only what a client does of its own takes time.</summary>
/// <param name="body">The body of every answer.</param>
internal sealed class MemoryHandler(byte[] body) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new MemoryStream(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        });
}
