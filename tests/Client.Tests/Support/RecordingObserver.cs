using System.Net;
using PolytomicBulk.Http;

namespace Client.Tests.Support;

/// <summary>Remembers what it was told.</summary>
internal sealed class RecordingObserver(Action? retrying = null) : RequestObserver
{
    public List<(string Method, string PathAndQuery, HttpStatusCode Status, TimeSpan Elapsed)> Answers { get; } = [];

    public List<(string Reason, TimeSpan Delay, int Attempt, int Attempts)> Retries { get; } = [];

    public override void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed) => Answers.Add((method, pathAndQuery, status, elapsed));

    public override void Retrying(string reason, TimeSpan delay, int attempt, int attempts)
    {
        Retries.Add((reason, delay, attempt, attempts));
        retrying?.Invoke();
    }
}
