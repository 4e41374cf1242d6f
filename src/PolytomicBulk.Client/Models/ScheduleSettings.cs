namespace PolytomicBulk;

/// <summary>A schedule inside a bulk sync. All times of day are in UTC.</summary>
public sealed class ScheduleSettings : ApiWord, IScheduleTimes
{
    /// <summary>The id of the schedule.</summary>
    public Guid? Id { get; set; }

    /// <summary>How often it runs: <c>manual</c>, <c>continuous</c>, <c>hourly</c>, <c>daily</c>, <c>weekly</c>, <c>custom</c>, …</summary>
    public string? Frequency { get; set; }

    /// <summary>The minute of the hour, 0 to 59.</summary>
    public string? Minute { get; set; }

    /// <summary>The hour of the day in UTC, 0 to 23.</summary>
    public string? Hour { get; set; }

    /// <summary>The day of the week, such as <c>monday</c>.</summary>
    public string? DayOfWeek { get; set; }

    /// <summary>The day of the month, 1 to 31.</summary>
    public string? DayOfMonth { get; set; }

    /// <summary>The month, 1 to 12.</summary>
    public string? Month { get; set; }

    /// <summary>Which fields the schedule syncs: <c>none</c>, <c>incrementalFields</c> or <c>nonincrementalFields</c>.</summary>
    public string? SelectiveMode { get; set; }

    /// <summary>The resync mode of the schedule: <c>normal</c>, <c>refetch</c>, <c>resync</c> or <c>rebuild</c>.</summary>
    public string? ResyncMode { get; set; }

    /// <summary>The ids of the schemas that the schedule syncs. An empty list means all.</summary>
    public ApiList<string>? Schemas { get; set; }

    /// <summary>When the schedule was created, in local time.</summary>
    public DateTime? CreatedAt { get; set; }

    /// <summary>Who created the schedule.</summary>
    public Actor? CreatedBy { get; set; }

    /// <summary>When the schedule last changed, in local time.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>Who last changed the schedule.</summary>
    public Actor? UpdatedBy { get; set; }

    /// <summary>The schedule in words, such as <c>daily 12:30 UTC</c>.</summary>
    public override string ToString() => ScheduleTimes.Describe(this);
}
