using System.Net;
using PolytomicBulk;
using PolytomicBulk.Http;

namespace Client.Tests.Support;

/// <summary>Records what an observer receives.</summary>
internal sealed class RecordingObserver(Action? retrying = null) : RequestObserver
{
    public List<(string Method, string PathAndQuery, HttpStatusCode Status, TimeSpan Elapsed)> Answers { get; } = [];

    public List<(string Reason, TimeSpan Delay, int Attempt, int Attempts)> Retries { get; } = [];

    public override void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed) => Answers.Add((method, pathAndQuery, status, elapsed));

    public List<PolytomicFailure> Resumptions { get; } = [];

    public override void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts)
    {
        Retries.Add((failure.Message, delay, attempt, attempts));
        retrying?.Invoke();
    }

    public override void Resuming(PolytomicApiException failure) => Resumptions.Add(failure.Failure);

    public List<string> Notes { get; } = [];

    public override void Noted(string message) => Notes.Add(message);
}
