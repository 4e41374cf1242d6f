using System.Net;
using System.Net.Http.Headers;

namespace ModelBench;

/// <summary>Answers every request at once with the same body, so that only the work of the client takes time.</summary>
internal sealed class MemoryHandler(byte[] body) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new MemoryStream(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        });
}
