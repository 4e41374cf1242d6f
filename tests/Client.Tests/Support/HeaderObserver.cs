using System.Net;
using PolytomicBulk;
using PolytomicBulk.Http;

namespace Client.Tests.Support;

/// <summary>Records everything that an observer receives, including headers.</summary>
internal sealed class HeaderObserver(bool wantsHeaders = true) : RequestObserver
{
    public List<(string Method, string PathAndQuery, IReadOnlyList<string> Headers)> Sents { get; } = [];

    public List<(HttpStatusCode Status, IReadOnlyList<string> Headers)> Receipts { get; } = [];

    public List<(string Method, string PathAndQuery, HttpStatusCode Status, TimeSpan Elapsed)> Answers { get; } = [];

    public List<(string Reason, TimeSpan Delay, int Attempt, int Attempts)> Retries { get; } = [];

    public List<PolytomicFailure> Resumptions { get; } = [];

    public override bool WantsHeaders => wantsHeaders;

    public override void Sent(string method, string pathAndQuery, IReadOnlyList<string> headers) => Sents.Add((method, pathAndQuery, headers));

    public override void Received(HttpStatusCode status, IReadOnlyList<string> headers) => Receipts.Add((status, headers));

    public override void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed) =>
        Answers.Add((method, pathAndQuery, status, elapsed));

    public override void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts) =>
        Retries.Add((failure.Message, delay, attempt, attempts));

    public override void Resuming(PolytomicApiException failure) => Resumptions.Add(failure.Failure);

    /// <summary>Everything recorded, as one text.</summary>
    public override string ToString() => string.Join("\n",
    [
        .. Sents.SelectMany(sent => sent.Headers.Prepend(sent.PathAndQuery)),
        .. Receipts.SelectMany(receipt => receipt.Headers),
        .. Answers.Select(answer => answer.PathAndQuery),
        .. Retries.Select(retry => retry.Reason),
    ]);
}
