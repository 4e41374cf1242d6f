namespace PolytomicBulk;

/// <summary>A bulk sync, which copies schemas from a source connection to a destination.</summary>
public sealed class BulkSync : ApiObject
{
    /// <summary>The name of the bulk sync, which need not be unique.</summary>
    public string? Name { get; set; }

    /// <summary>The name of the source connection, if the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SourceName))]
    public string? SourceName { get; set; }

    /// <summary>The name of the destination connection, if the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(DestinationName))]
    public string? DestinationName { get; set; }

    /// <summary>Whether the bulk sync is active, so that its schedules run. False while it is paused.</summary>
    public bool? Active { get; set; }

    /// <summary>How the destination is written: <c>replicate</c> or <c>snapshot</c>.</summary>
    public string? Mode { get; set; }

    /// <summary>The default schedule.</summary>
    public ScheduleSettings? DefaultSchedule { get; set; }

    /// <summary>Additional schedules. Each can be limited to some of the schemas or fields.</summary>
    public ApiList<ScheduleSettings>? AdditionalSchedules { get; set; }

    /// <summary>When the bulk sync's settings last changed, in local time.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>Who last changed the bulk sync's settings.</summary>
    public Actor? UpdatedBy { get; set; }

    /// <summary>When the bulk sync was created, in local time.</summary>
    public DateTime? CreatedAt { get; set; }

    /// <summary>Who created the bulk sync.</summary>
    public Actor? CreatedBy { get; set; }

    /// <summary>Which new schemas are added automatically: <c>all</c>, <c>onlyIncremental</c>, <c>onlyNonIncremental</c> or <c>none</c>.</summary>
    public string? AutomaticallyAddNewObjects { get; set; }

    /// <summary>
    /// Which new fields of synced schemas are added automatically: <c>all</c>, <c>onlyIncremental</c>, <c>onlyNonIncremental</c> or <c>none</c>.
    /// </summary>
    public string? AutomaticallyAddNewFields { get; set; }

    /// <summary>Whether names are changed to fit the rules of the destination: <c>enabled</c>, <c>legacy</c> or <c>disabled</c>.</summary>
    public string? NormalizeNames { get; set; }

    /// <summary>Records older than this are not synced.</summary>
    public DateTime? DataCutoffTimestamp { get; set; }

    /// <summary>Whether the timestamp columns of the service are omitted from the destination.</summary>
    public bool? DisableRecordTimestamps { get; set; }

    /// <summary>How many tables are synced at the same time.</summary>
    public long? ConcurrencyLimit { get; set; }

    /// <summary>How many tables are synced at the same time during a resync.</summary>
    public long? ResyncConcurrencyLimit { get; set; }

    /// <summary>Settings of the source for this bulk sync.</summary>
    public JsonMap? SourceConfiguration { get; set; }

    /// <summary>Settings of the destination for this bulk sync, such as the schema that it writes to.</summary>
    public JsonMap? DestinationConfiguration { get; set; }

    /// <summary>The names of the permission policies, if the client has read the policies. Otherwise their ids.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(PolicyNames))]
    public ApiList<string>? PolicyNames { get; set; }

    /// <summary>The ids of the permission policies of the bulk sync.</summary>
    public ApiList<Guid>? Policies { get; set; }

    /// <summary>The id of the bulk sync.</summary>
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The id of the bulk sync, under the name that other commands use for it.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncId))]
    public Guid? SyncId => Id;

    /// <summary>The id of the source connection.</summary>
    public Guid? SourceConnectionId { get; set; }

    /// <summary>The id of the destination connection.</summary>
    public Guid? DestinationConnectionId { get; set; }

    /// <summary>The id of the organization of the bulk sync.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>The name of the bulk sync.</summary>
    public override string ToString() => Name ?? Id?.ToString() ?? "";
}
