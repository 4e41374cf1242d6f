using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PolytomicBulk.Sandbox;

public sealed partial class SandboxService
{
    private static readonly TimeSpan OutcomesAreKept = TimeSpan.FromHours(24);

    private readonly Dictionary<string, (DateTimeOffset At, Reply Outcome)> _outcomes = [];

    /// <summary>Answers a request that has an idempotency key as the first one with that key was answered, errors included, for a day.</summary>
    private Reply Once(SandboxRequest request, Func<Reply> answer)
    {
        if (request.Header("Idempotency-Key") is not { } key) return answer();
        if (request.Method is "GET" or "DELETE") throw new SandboxError(400, "bad_request", "Idempotency-Key is for requests that are not repeatable by themselves");
        if (!Regex.IsMatch(key, "^[A-Za-z0-9_-]{8,255}$")) throw new SandboxError(400, "bad_request", "Idempotency-Key must be 8 to 255 letters, digits, - and _");

        var now = _clock.GetUtcNow();
        if (!_outcomes.TryGetValue(key, out var first) || now - first.At >= OutcomesAreKept) _outcomes[key] = first = (now, AnswerOrError(answer));
        return first.Outcome;
    }

    private static Reply AnswerOrError(Func<Reply> answer)
    {
        try
        {
            return answer();
        }
        catch (SandboxError error)
        {
            return (error.Status, error.ToBody());
        }
    }
}
