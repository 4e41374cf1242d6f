using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>A schedule of a bulk sync, by itself. All times of day are in UTC.</summary>
public sealed class BulkSyncSchedule : ApiObject, IScheduleTimes
{
    /// <summary>The sync's name, where the client has read the sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The schedule in words, with the time zone of its hours, such as <c>daily 12:30 UTC</c>.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Schedule))]
    public string Schedule => ToString();

    /// <summary>Whether the sync's schedules fire; null where the client has not read the sync in the last minutes.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Active))]
    public bool? Active { get; internal set; }

    /// <summary>When it fires next, in local time; null while the sync is paused, and where the frequency does not say.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(NextRun))]
    public DateTime? NextRun { get; internal set; }

    /// <summary>How often it fires: <c>manual</c>, <c>continuous</c>, <c>hourly</c>, <c>daily</c>, <c>weekly</c>, <c>custom</c>, …</summary>
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

    /// <summary>Whether it is the schedule that the sync itself carries.</summary>
    [JsonPropertyName("isDefault")]
    public bool? IsDefault { get; set; }

    /// <summary>Which fields a run of this schedule syncs: <c>none</c>, <c>incrementalFields</c> or <c>nonincrementalFields</c>.</summary>
    [JsonPropertyName("selectiveMode")]
    public string? SelectiveMode { get; set; }

    /// <summary>What a run of this schedule does over again: <c>normal</c>, <c>refetch</c>, <c>resync</c> or <c>rebuild</c>.</summary>
    [JsonPropertyName("syncMode")]
    public string? SyncMode { get; set; }

    /// <summary>The ids of the schemas that a run of this schedule syncs; none means all.</summary>
    [JsonPropertyName("schemas")]
    public ApiList<string>? Schemas { get; set; }

    /// <summary>When the schedule last changed, in local time.</summary>
    [JsonPropertyName("updatedAt")]
    public DateTime? UpdatedAt { get; set; }

    /// <summary>When the schedule was made, in local time.</summary>
    [JsonPropertyName("createdAt")]
    public DateTime? CreatedAt { get; set; }

    /// <summary>When the schedule was removed, in local time.</summary>
    [JsonPropertyName("deletedAt")]
    public DateTime? DeletedAt { get; set; }

    /// <summary>The schedule's id.</summary>
    [JsonPropertyName("id")]
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The bulk sync that the schedule belongs to.</summary>
    [JsonPropertyName("syncId")]
    public Guid? SyncId { get; set; }

    /// <summary>The id of who last changed the schedule.</summary>
    [JsonPropertyName("updatedBy")]
    public Guid? UpdatedBy { get; set; }

    /// <summary>The id of who made the schedule.</summary>
    [JsonPropertyName("createdBy")]
    public Guid? CreatedBy { get; set; }

    /// <summary>The id of who removed the schedule.</summary>
    [JsonPropertyName("deletedBy")]
    public Guid? DeletedBy { get; set; }

    /// <summary>The schedule in words, such as <c>daily 12:30 UTC</c>.</summary>
    public override string ToString() => ScheduleTimes.Describe(this);
}
