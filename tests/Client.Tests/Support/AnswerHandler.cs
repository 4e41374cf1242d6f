using System.Net;
using System.Text;

namespace Client.Tests.Support;

/// <summary>Answers each request with a function, for tests that cannot use a script.</summary>
internal sealed class AnswerHandler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private int _requests;

    public AnswerHandler(Func<HttpRequestMessage, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public int Requests => _requests;

    public static HttpResponseMessage Json(int status, byte[] body) =>
        new((HttpStatusCode)status) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };

    public static HttpResponseMessage Json(int status, string body) => Json(status, Encoding.UTF8.GetBytes(body));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        return answer(request, cancellationToken);
    }
}
