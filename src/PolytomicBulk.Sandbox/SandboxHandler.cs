using System.Net;
using System.Net.Http.Headers;

namespace PolytomicBulk.Sandbox;

/// <summary>Sends the requests of a client to a sandbox instead of the network.</summary>
public sealed class SandboxHandler : HttpMessageHandler
{
    private readonly Func<SandboxRequest, CancellationToken, Task<SandboxAnswer>> _answer;

    /// <summary>Creates a handler for a sandbox without simulated failures.</summary>
    /// <param name="sandbox">The sandbox.</param>
    public SandboxHandler(SandboxService sandbox) => _answer = (request, _) => Task.FromResult(sandbox.Answer(request));

    /// <summary>Creates a handler for a sandbox with simulated failures.</summary>
    /// <param name="scenarios">The sandbox.</param>
    public SandboxHandler(SandboxScenarios scenarios) => _answer = scenarios.AnswerAsync;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
#if NET
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
#else
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
#endif
        var asked = new SandboxRequest(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            request.RequestUri.Query,
            name => request.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null,
            body);
        var answer = await _answer(asked, cancellationToken).ConfigureAwait(false);

        var message = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, Content = new ByteArrayContent(answer.Body) };
        if (answer.Body.Length > 0) message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var header in answer.Headers)
        {
            if (message.Headers.TryAddWithoutValidation(header.Key, header.Value)) continue;
            message.Content.Headers.Remove(header.Key);
            message.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return message;
    }
}
