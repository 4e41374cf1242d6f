namespace PolytomicBulk.Report;

/// <summary>When a bulk sync will run in the next two days.</summary>
internal sealed class ReportLane
{
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(48);

    /// <summary>Of a sync that runs more often, nobody can tell one run from the next.</summary>
    private const int MostRuns = 400;

    private static readonly TimeSpan Unknown = TimeSpan.FromMinutes(10);

    /// <summary>A collision begins with a run of it, in whole seconds.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private ReportLane(BulkSyncReportSync sync, IReadOnlyList<DateTimeOffset> starts, TimeSpan? length, TimeSpan typical, bool isEstimated) =>
        (Sync, Starts, Length, IsLengthKnown, IsEstimated) = (sync, starts, length ?? typical, length is not null, isEstimated);

    public BulkSyncReportSync Sync { get; }

    public IReadOnlyList<DateTimeOffset> Starts { get; }

    /// <summary>How long a run takes: the median, or that of all syncs where none is known.</summary>
    public TimeSpan Length { get; }

    public bool IsLengthKnown { get; }

    /// <summary>Whether it is continuous, and its starts are guessed from those before.</summary>
    public bool IsEstimated { get; }

    /// <summary>The lanes of active syncs that will run, by source.</summary>
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

    /// <summary>The starts of runs that are under way at collisions.</summary>
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
