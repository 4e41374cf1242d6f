namespace PolytomicBulk.Http;

/// <summary>The delay before the next attempt or poll, which grows up to a limit.</summary>
/// <param name="First">The first delay.</param>
/// <param name="Growth">The factor by which each delay is longer than the previous one.</param>
/// <param name="Longest">The longest delay.</param>
/// <param name="Chance">The share of a delay that is random, so that many clients do not retry at the same time.</param>
internal sealed record Backoff(TimeSpan First, double Growth, TimeSpan Longest, double Chance = 0)
{
    /// <summary>The delays between attempts of a request.</summary>
    public static readonly Backoff Attempts = new(TimeSpan.FromSeconds(0.4), 2, TimeSpan.FromSeconds(30), Chance: 0.5);

    /// <summary>The delays between polls of executions.</summary>
    public static readonly Backoff Executions = new(TimeSpan.FromSeconds(2), 1.5, TimeSpan.FromSeconds(15));

    /// <summary>The delays between polls of a log, or of the job that exports logs.</summary>
    public static readonly Backoff Logs = new(TimeSpan.FromSeconds(2), 1.5, TimeSpan.FromSeconds(10));

    /// <summary>The delays between polls of schemas that are not ready.</summary>
    public static readonly Backoff Schemas = new(TimeSpan.FromSeconds(2), 1.5, TimeSpan.FromSeconds(15));

    /// <summary>Constant delays.</summary>
    public static Backoff Every(TimeSpan interval) => new(interval, 1, interval);

    /// <summary>The next delay, after a number of delays.</summary>
    public TimeSpan After(int waits)
    {
        var wait = Math.Min(First.Ticks * Math.Pow(Growth, waits), Longest.Ticks);
        // On .NET Framework, two Random objects that are created at the same time return the same numbers.
        if (Chance > 0) wait *= 1 - (Chance * new Random(Guid.NewGuid().GetHashCode()).NextDouble());
        return TimeSpan.FromTicks((long)wait);
    }
}
