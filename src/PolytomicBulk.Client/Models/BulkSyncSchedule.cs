namespace PolytomicBulk;

/// <summary>A schedule of a bulk sync. All times of day are in UTC.</summary>
public sealed class BulkSyncSchedule : ApiObject, IScheduleTimes
{
    /// <summary>The name of the bulk sync, if the client has read the bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The schedule in words, with the time zone of its hours, such as <c>daily 12:30 UTC</c>.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Schedule))]
    public string Schedule => ToString();

    /// <summary>Whether the bulk sync is active. Null if the client has not read it in the last minutes.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Active))]
    public bool? Active { get; internal set; }

    /// <summary>The next run, in local time. Null while the bulk sync is paused, and if the frequency does not define it.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(NextRun))]
    public DateTime? NextRun { get; internal set; }

    /// <summary>How often it runs: <c>manual</c>, <c>continuous</c>, <c>hourly</c>, <c>daily</c>, <c>weekly</c>, <c>custom</c>, …</summary>
    [JsonPropertyName("frequency")]
    public string? Frequency { get; set; }

    /// <summary>The minute of the hour, 0 to 59.</summary>
    [JsonPropertyName("minute")]
    public string? Minute { get; set; }

    /// <summary>The hour of the day in UTC, 0 to 23.</summary>
    [JsonPropertyName("hour")]
    public string? Hour { get; set; }

    /// <summary>The day of the week, such as <c>monday</c>.</summary>
    [JsonPropertyName("dayOfWeek")]
    public string? DayOfWeek { get; set; }

    /// <summary>The day of the month, 1 to 31.</summary>
    [JsonPropertyName("dayOfMonth")]
    public string? DayOfMonth { get; set; }

    /// <summary>The month, 1 to 12.</summary>
    [JsonPropertyName("month")]
    public string? Month { get; set; }

    /// <summary>The time zone of the minute, the hour and the days, which is always UTC.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(TimeZone))]
    public string TimeZone { get; } = "UTC";

    /// <summary>Whether it is the default schedule.</summary>
    [JsonPropertyName("isDefault")]
    public bool? IsDefault { get; set; }

    /// <summary>Which fields the schedule syncs: <c>none</c>, <c>incrementalFields</c> or <c>nonincrementalFields</c>.</summary>
    [JsonPropertyName("selectiveMode")]
    public string? SelectiveMode { get; set; }

    /// <summary>The resync mode of the schedule: <c>normal</c>, <c>refetch</c>, <c>resync</c> or <c>rebuild</c>.</summary>
    [JsonPropertyName("syncMode")]
    public string? SyncMode { get; set; }

    /// <summary>The ids of the schemas that the schedule syncs. An empty list means all.</summary>
    [JsonPropertyName("schemas")]
    public ApiList<string>? Schemas { get; set; }

    /// <summary>When the schedule last changed, in local time.</summary>
    [JsonPropertyName("updatedAt")]
    public DateTime? UpdatedAt { get; set; }

    /// <summary>When the schedule was created, in local time.</summary>
    [JsonPropertyName("createdAt")]
    public DateTime? CreatedAt { get; set; }

    /// <summary>When the schedule was removed, in local time.</summary>
    [JsonPropertyName("deletedAt")]
    public DateTime? DeletedAt { get; set; }

    /// <summary>The id of the schedule.</summary>
    [JsonPropertyName("id")]
    public Guid? Id { get; set; }

    /// <summary>The same id under the name of schedule parameters.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ScheduleId))]
    public Guid? ScheduleId => Id;

    internal override object? ListKey => Id;

    /// <summary>The bulk sync that the schedule belongs to.</summary>
    [JsonPropertyName("syncId")]
    public Guid? SyncId { get; set; }

    /// <summary>The id of the user who last changed the schedule.</summary>
    [JsonPropertyName("updatedBy")]
    public Guid? UpdatedBy { get; set; }

    /// <summary>The id of the user who created the schedule.</summary>
    [JsonPropertyName("createdBy")]
    public Guid? CreatedBy { get; set; }

    /// <summary>The id of the user who removed the schedule.</summary>
    [JsonPropertyName("deletedBy")]
    public Guid? DeletedBy { get; set; }

    /// <summary>The schedule in words, such as <c>daily 12:30 UTC</c>.</summary>
    public override string ToString() => ScheduleTimes.Describe(this);
}
