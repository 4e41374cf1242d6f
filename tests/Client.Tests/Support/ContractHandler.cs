using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TestSupport;
using Xunit;

namespace Client.Tests.Support;

/// <summary>Compares every request, and every answer of the service behind it, with the contract.</summary>
internal sealed class ContractHandler : DelegatingHandler
{
    private readonly Func<ContractOperation, SentRequest, JsonNode?>? _answer;
    private readonly bool _sendsBack;

    /// <summary>Passes requests on to a service.</summary>
    public ContractHandler(HttpMessageHandler service) => InnerHandler = service;

    /// <summary>Answers requests itself. Requests can send back unknown properties of answers if <paramref name="sendsBack"/> is true.</summary>
    public ContractHandler(Func<ContractOperation, SentRequest, JsonNode?> answer, bool sendsBack) => (_answer, _sendsBack) = (answer, sendsBack);

    /// <summary>The requests and answers, in order.</summary>
    public ConcurrentQueue<(ContractOperation Operation, SentRequest Request, JsonNode? Answer)> Exchanges { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = await SentRequest.FromAsync(request, cancellationToken);
        var operation = ContractOperation.Of(sent);
        operation.Check(sent, _sendsBack);
        if (_answer is not null)
        {
            var body = _answer(operation, sent);
            Exchanges.Enqueue((operation, sent, body));
            return AnswerHandler.Json(operation.Status, body?.ToJsonString() ?? "");
        }

        var answer = await base.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.Equal(sent.Headers["X-Polytomic-Version"], Assert.Single(answer.Headers.GetValues("X-Polytomic-Version")));
        if (answer.IsSuccessStatusCode)
        {
            Assert.Equal(operation.Status, (int)answer.StatusCode);
            if (operation.Answer is { } schema) Assert.Null(Contract.Fault(schema, text));
        }
        else
        {
            Assert.Null(Contract.Fault("ApiError", text));
        }

        Exchanges.Enqueue((operation, sent, text.Length == 0 ? null : JsonNode.Parse(text)));
        return answer;
    }
}
