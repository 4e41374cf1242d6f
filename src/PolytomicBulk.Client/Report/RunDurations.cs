namespace PolytomicBulk.Report;

/// <summary>The durations of full successes. Percentiles use the nearest rank.</summary>
internal sealed class RunDurations
{
    /// <summary>The minimum number of runs for a 95th percentile.</summary>
    public const int EnoughForPercentile = 20;

    private readonly TimeSpan[] _sorted;

    public RunDurations(IEnumerable<Run> runs) => _sorted = [.. runs.Select(run => run.Duration).OfType<TimeSpan>().OrderBy(duration => duration)];

    /// <summary>The median duration. Null if there are no full successes.</summary>
    public TimeSpan? Median => Percentile(50);

    /// <summary>The longest duration. Null if there are no full successes.</summary>
    public TimeSpan? Longest => _sorted.Length == 0 ? null : _sorted[_sorted.Length - 1];

    /// <summary>The 95th percentile. If there are too few runs, the longest duration.</summary>
    public TimeSpan? High => IsHighLongest ? Longest : Percentile(95);

    /// <summary>Whether <see cref="High"/> is the longest duration.</summary>
    public bool IsHighLongest => _sorted.Length < EnoughForPercentile;

    private TimeSpan? Percentile(int percent) => _sorted.Length == 0 ? null : _sorted[((percent * _sorted.Length) + 99) / 100 - 1];
}
