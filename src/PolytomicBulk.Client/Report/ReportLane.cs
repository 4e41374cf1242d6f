namespace PolytomicBulk.Report;

/// <summary>The runs of a bulk sync in the next two days.</summary>
internal sealed class ReportLane
{
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(48);

    /// <summary>The maximum number of runs. More of them could not be told apart in a chart.</summary>
    private const int MostRuns = 400;

    private static readonly TimeSpan Unknown = TimeSpan.FromMinutes(10);

    /// <summary>The tolerance when a run is matched to the beginning of a collision.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private ReportLane(BulkSyncReportSync sync, IReadOnlyList<DateTimeOffset> starts, TimeSpan? length, TimeSpan typical, bool isEstimated) =>
        (Sync, Starts, Length, IsLengthKnown, IsEstimated) = (sync, starts, length ?? typical, length is not null, isEstimated);

    public BulkSyncReportSync Sync { get; }

    public IReadOnlyList<DateTimeOffset> Starts { get; }

    /// <summary>The duration of a run: the median of the bulk sync or, if there is none, of all bulk syncs.</summary>
    public TimeSpan Length { get; }

    public bool IsLengthKnown { get; }

    /// <summary>Whether the bulk sync is continuous. Its starts are then estimated from the previous ones.</summary>
    public bool IsEstimated { get; }

    /// <summary>Returns the lanes of active bulk syncs that will run, sorted by source.</summary>
    public static IReadOnlyList<ReportLane> Of(IReadOnlyCollection<BulkSyncReportSync> syncs, DateTimeOffset now)
    {
        var typical = new RunDurations(syncs.SelectMany(sync => sync.Runs)).Median ?? Unknown;
        return
        [
            .. syncs.Where(sync => sync.Active)
                .Select(sync => Of(sync, typical, now))
                .Where(lane => lane.Starts.Count > 0)
                .OrderBy(lane => lane.Sync.SourceName, StringComparer.OrdinalIgnoreCase).ThenBy(lane => lane.Sync.SourceId)
                .ThenBy(lane => lane.Sync.SyncName, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>The starts of runs that are in progress when a collision begins.</summary>
    public IReadOnlyList<DateTimeOffset> StartsIn(IEnumerable<BulkSyncReportCollision> collisions)
    {
        var instants = collisions
            .Where(one => one.SourceId == Sync.SourceId && one.SyncNames.Contains(Sync.SyncName ?? ""))
            .Select(one => one.Instant)
            .ToList();
        return [.. Starts.Where(start => instants.Exists(at => at >= start - Margin && at < start + Length))];
    }

    private static ReportLane Of(BulkSyncReportSync sync, TimeSpan typical, DateTimeOffset now)
    {
        var (end, schedules) = (now + Ahead, Punctuality.SchedulesOf(sync.Settings).ToList());
        var isContinuous = schedules.Exists(schedule => schedule.Frequency == "continuous");
        var starts = schedules
            .SelectMany(schedule => ScheduleTimes.Between(schedule, now.UtcDateTime, end.UtcDateTime))
            .Select(at => new DateTimeOffset(at, TimeSpan.Zero))
            .Concat(isContinuous ? Guess(sync, now, end) : [])
            .Distinct().OrderBy(at => at).Take(MostRuns);
        // Use the same number as in the row of the bulk sync, if there is one.
        return new(sync, [.. starts], sync.MedianDuration ?? new RunDurations(sync.Runs).Median, typical, isContinuous);
    }

    private static IEnumerable<DateTimeOffset> Guess(BulkSyncReportSync sync, DateTimeOffset now, DateTimeOffset end)
    {
        if (sync.Gap is not { } gap || gap < TimeSpan.FromMinutes(1) || sync.Runs.Max(run => run.Start) is not { } last) yield break;
        var passed = Math.Max(0, (now - last).Ticks / gap.Ticks);
        for (var at = last + TimeSpan.FromTicks(gap.Ticks * (passed + 1)); at <= end; at += gap) yield return at;
    }
}
