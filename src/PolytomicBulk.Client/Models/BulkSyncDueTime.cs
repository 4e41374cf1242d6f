namespace PolytomicBulk;

/// <summary>A time when a schedule of an active bulk sync runs.</summary>
public sealed class BulkSyncDueTime
{
    internal BulkSyncDueTime(BulkSyncSchedule schedule, string? syncName, DateTime dueAt) =>
        (DueAt, SyncName, Schedule, Schemas, SyncId, ScheduleId) =
            (dueAt, syncName, schedule.ToString(), schedule.Schemas, schedule.SyncId, schedule.Id);

    /// <summary>When it runs, in local time.</summary>
    public DateTime DueAt { get; }

    /// <summary>The name of the bulk sync.</summary>
    public string? SyncName { get; }

    /// <summary>The schedule in words, such as <c>daily 12:30 UTC</c>.</summary>
    public string Schedule { get; }

    /// <summary>The ids of the schemas that it syncs. An empty list means all.</summary>
    public ApiList<string>? Schemas { get; }

    /// <summary>The id of the bulk sync.</summary>
    public Guid? SyncId { get; }

    /// <summary>The id of the schedule.</summary>
    public Guid? ScheduleId { get; }

    /// <summary>The time and the bulk sync.</summary>
    public override string ToString() => FormattableString.Invariant($"{DueAt:yyyy-MM-dd HH:mm} {SyncName ?? SyncId?.ToString()}");

    /// <summary>Returns the times when a schedule runs in a time span from now on. Empty if the frequency does not define them.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="syncName">The name of the bulk sync.</param>
    /// <param name="now">The current time.</param>
    /// <param name="span">The time span.</param>
    public static IEnumerable<BulkSyncDueTime> Of(BulkSyncSchedule schedule, string? syncName, DateTimeOffset now, TimeSpan span) =>
        schedule.DeletedAt is not null
            ? []
            : ScheduleTimes.Between(schedule, now.UtcDateTime, now.UtcDateTime + span).Select(at => new BulkSyncDueTime(schedule, syncName, at.ToLocalTime()));
}
