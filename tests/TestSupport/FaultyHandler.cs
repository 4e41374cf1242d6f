using System.Net;

namespace TestSupport;

/// <summary>Passes requests on, except those that must fail.</summary>
public sealed class FaultyHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private string? _method;
    private int _left;

    /// <summary>Answers the next requests of a method with 403, which the client does not retry.</summary>
    public void FailAt(string method, int requests) => (_method, _left) = (method, requests);

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Method.Method == _method && _left-- > 0
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden))
            : base.SendAsync(request, cancellationToken);
}
