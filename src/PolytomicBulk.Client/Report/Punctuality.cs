namespace PolytomicBulk.Report;

/// <summary>Determines when the schemas of a bulk sync are due by its schedules, and which schemas are late.</summary>
internal sealed class Punctuality
{
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LeastPatienceOfContinuous = TimeSpan.FromHours(1);

    /// <summary>A schedule for February 29 runs every four years, and sometimes only after eight.</summary>
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(366 * 8);

    private readonly BulkSync _sync;
    private readonly DateTimeOffset _now;
    private readonly DateTimeOffset? _firstRun;
    private readonly TimeSpan _patience;

    public Punctuality(BulkSync sync, IReadOnlyCollection<Run> runs, DateTimeOffset now)
    {
        (_sync, _now) = (sync, now);
        _firstRun = runs.Where(run => run.IsOver).Min(run => run.Start);
        _patience = Max(LeastPatience, Times(2, new RunDurations(runs).Median));
        Gap = MedianGap(runs);
    }

    /// <summary>The median time between the starts of two successive runs. Null if there are fewer than two runs.</summary>
    public TimeSpan? Gap { get; }

    /// <summary>The schedules of the bulk sync, its default one first.</summary>
    public static IEnumerable<ScheduleSettings> SchedulesOf(BulkSync sync) =>
        new[] { sync.DefaultSchedule }.Concat(sync.AdditionalSchedules ?? []).OfType<ScheduleSettings>();

    /// <summary>Determines when a schema of the bulk sync was due, and whether it is late.</summary>
    public (DateTimeOffset? DueAt, bool? IsLate) Judge(string schemaId, DateTimeOffset? began, DateTimeOffset? ended)
    {
        if (_sync.Active != true) return (null, null);
        var judged = SchedulesOf(_sync)
            .Where(schedule => schedule.Schemas is not { Count: > 0 } some || some.Contains(schemaId))
            .Select(schedule => schedule.Frequency == "continuous" ? JudgeContinuous(schedule, ended) : JudgeTimes(schedule, began))
            .Where(one => one.DueAt is not null)
            .OrderByDescending(one => one.IsLate).ThenByDescending(one => one.DueAt)
            .ToList();
        return judged.Count == 0 ? (null, null) : judged[0];
    }

    /// <summary>When a schedule begins to count: not before it or the bulk sync was created, and not before the first known run.</summary>
    private DateTimeOffset? Since(ScheduleSettings schedule) =>
        // An execution begins shortly after its scheduled time.
        new[] { Run.Instant(_sync.CreatedAt), Run.Instant(schedule.CreatedAt), _firstRun - LeastPatience }.Max();

    private (DateTimeOffset? DueAt, bool? IsLate) JudgeTimes(ScheduleSettings schedule, DateTimeOffset? began)
    {
        var until = _now - _patience;
        var from = Since(schedule) is { } known && known > until - LongAgo ? known : until - LongAgo;
        if (ScheduleTimes.Last(schedule, until.UtcDateTime, from.UtcDateTime) is not { } last) return (null, null);
        var due = new DateTimeOffset(last, TimeSpan.Zero);
        return (due, !(began >= due));
    }

    private (DateTimeOffset? DueAt, bool? IsLate) JudgeContinuous(ScheduleSettings schedule, DateTimeOffset? ended)
    {
        if ((ended ?? Since(schedule)) is not { } since) return (null, null);
        var due = since + Max(LeastPatienceOfContinuous, Times(4, Gap));
        // Without a successful execution, a schema may be as new as its bulk sync.
        if (ended is null && due > _now) return (null, null);
        return (due, due < _now);
    }

    private static TimeSpan? MedianGap(IEnumerable<Run> runs)
    {
        var starts = runs.Where(run => run.IsOver).Select(run => run.Start).OfType<DateTimeOffset>().OrderBy(start => start).ToList();
        var gaps = starts.Skip(1).Zip(starts, (next, one) => next - one).OrderBy(gap => gap).ToList();
        return gaps.Count == 0 ? null : gaps[(gaps.Count - 1) / 2];
    }

    private static TimeSpan? Times(int factor, TimeSpan? span) => span is { } known ? TimeSpan.FromTicks(known.Ticks * factor) : null;

    private static TimeSpan Max(TimeSpan least, TimeSpan? other) => other > least ? other.Value : least;
}
