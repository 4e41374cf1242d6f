namespace PolytomicBulk.Report;

/// <summary>How long runs take: percentiles by nearest rank, of full successes.</summary>
internal sealed class RunDurations
{
    /// <summary>Of fewer runs, a 95th percentile says nothing.</summary>
    public const int EnoughForPercentile = 20;

    private readonly TimeSpan[] _sorted;

    public RunDurations(IEnumerable<Run> runs) => _sorted = [.. runs.Select(run => run.Duration).OfType<TimeSpan>().OrderBy(duration => duration)];

    /// <summary>The middle one; null where there was none.</summary>
    public TimeSpan? Median => Percentile(50);

    /// <summary>The longest one; null where there was none.</summary>
    public TimeSpan? Longest => _sorted.Length == 0 ? null : _sorted[_sorted.Length - 1];

    /// <summary>The 95th percentile, or the longest one where there are too few.</summary>
    public TimeSpan? High => IsHighLongest ? Longest : Percentile(95);

    /// <summary>Whether <see cref="High"/> is the longest one.</summary>
    public bool IsHighLongest => _sorted.Length < EnoughForPercentile;

    private TimeSpan? Percentile(int percent) => _sorted.Length == 0 ? null : _sorted[((percent * _sorted.Length) + 99) / 100 - 1];
}
