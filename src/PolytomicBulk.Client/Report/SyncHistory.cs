namespace PolytomicBulk.Report;

/// <summary>How far back the executions of a bulk sync are known.</summary>
internal sealed class SyncHistory
{
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    private readonly DateTime _firstDay;

    public SyncHistory(ReportInput report, ReportSyncInput sync, IReadOnlyCollection<Run> runs, TimeSpan? gap)
    {
        var first = runs.Min(run => run.Start);
        var created = Run.Instant(sync.Sync.CreatedAt);
        var begin = report.StartOf(report.Today.AddDays(1 - ReportInput.Days));
        var lacks = sync.IsWhole && sync.Sync.Active == true && first is { } one
            && Punctuality.SchedulesOf(sync.Sync).Any(schedule => WasDue(schedule, Latest(begin, created, Run.Instant(schedule.CreatedAt)), one, gap));
        if (lacks) BeginsLate = first;
        var known = lacks ? first : created < first || first is null ? created : first;
        // Without a creation time, the age is unknown.
        _firstDay = known is { } time ? report.DayOf(time) : DateTime.MinValue;
        IsCovered = sync.Failure is null && _firstDay <= report.Today.AddDays(-14);
    }

    /// <summary>When the known executions begin, if the schedules show that earlier ones are missing. Otherwise null.</summary>
    public DateTimeOffset? BeginsLate { get; }

    /// <summary>Whether the known executions cover the last 7 full days and the 7 days before.</summary>
    public bool IsCovered { get; }

    /// <summary>Whether the executions of a day are known.</summary>
    public bool Knows(DateTime day) => day >= _firstDay;

    private static bool WasDue(ScheduleSettings schedule, DateTimeOffset from, DateTimeOffset first, TimeSpan? gap)
    {
        if (schedule.Frequency != "continuous") return ScheduleTimes.Between(schedule, from.UtcDateTime, (first - Slack).UtcDateTime).Any();
        var patience = TimeSpan.FromTicks((gap ?? Slack).Ticks * 4);
        return first - from > (patience > Slack ? patience : Slack);
    }

    private static DateTimeOffset Latest(DateTimeOffset one, params DateTimeOffset?[] others) => others.OfType<DateTimeOffset>().Append(one).Max();
}
