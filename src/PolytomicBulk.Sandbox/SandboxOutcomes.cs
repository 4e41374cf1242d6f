namespace PolytomicBulk.Sandbox;

/// <summary>The first outcome of each idempotency key, including errors. Outcomes are kept for a day, up to a maximum number and size.</summary>
internal sealed class SandboxOutcomes(TimeProvider clock)
{
    private const int Most = 2000;
    private const long MostBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>The value is null while the first request with a key is still running.</summary>
    private readonly Dictionary<string, SandboxAnswer?> _outcomes = [];
    private readonly Queue<(string Key, DateTimeOffset At, int Bytes)> _order = new();
    private long _bytes;

    /// <summary>Returns the answer of the first request with this key.</summary>
    public SandboxAnswer Once(string owner, string? key, Func<SandboxAnswer> answer)
    {
        if (key is null) return answer();
        if (!Regex.IsMatch(key, @"^[A-Za-z0-9_-]{8,255}\z")) throw SandboxError.Invalid("Idempotency-Key", "must be 8 to 255 letters, digits, - and _");
        key = $"{owner} {key}";
        lock (_order)
        {
            Forget();
            if (_outcomes.TryGetValue(key, out var first))
                return first ?? throw new SandboxError(409, "conflict", "the first request with this Idempotency-Key is still running");
            _outcomes[key] = null;
        }

        SandboxAnswer? outcome = null;
        try
        {
            return outcome = answer();
        }
        finally
        {
            lock (_order)
            {
                if (outcome is null) _outcomes.Remove(key);
                else Keep(key, outcome);
            }
        }
    }

    private void Keep(string key, SandboxAnswer outcome)
    {
        _outcomes[key] = outcome;
        _order.Enqueue((key, clock.GetUtcNow(), outcome.Body.Length));
        _bytes += outcome.Body.Length;
    }

    private void Forget()
    {
        while (_order.Count > 0 && (_order.Count >= Most || _bytes > MostBytes || clock.GetUtcNow() - _order.Peek().At >= Kept))
        {
            var (key, _, bytes) = _order.Dequeue();
            _outcomes.Remove(key);
            _bytes -= bytes;
        }
    }
}
