using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>A bulk sync: a pipeline that copies tables from a source connection to a destination.</summary>
public sealed class BulkSync : ApiObject
{
    /// <summary>The sync's name, which need not be unique.</summary>
    public string? Name { get; set; }

    /// <summary>The name of the connection that is read, where the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SourceName))]
    public string? SourceName { get; set; }

    /// <summary>The name of the connection that is written, where the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(DestinationName))]
    public string? DestinationName { get; set; }

    /// <summary>Whether the sync's schedules fire; false while it is paused.</summary>
    public bool? Active { get; set; }

    /// <summary>How the destination is written: <c>replicate</c> or <c>snapshot</c>.</summary>
    public string? Mode { get; set; }

    /// <summary>When the sync runs, unless another schedule says more.</summary>
    public ScheduleSettings? DefaultSchedule { get; set; }

    /// <summary>Further schedules, each for some of the tables or fields.</summary>
    public ApiList<ScheduleSettings>? AdditionalSchedules { get; set; }

    /// <summary>When the sync's settings last changed, in local time.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>Who last changed the sync's settings.</summary>
    public Actor? UpdatedBy { get; set; }

    /// <summary>When the sync was made, in local time.</summary>
    public DateTime? CreatedAt { get; set; }

    /// <summary>Who made the sync.</summary>
    public Actor? CreatedBy { get; set; }

    /// <summary>Which new tables of the source are added by themselves: <c>all</c>, <c>onlyIncremental</c>, <c>onlyNonIncremental</c> or <c>none</c>.</summary>
    public string? AutomaticallyAddNewObjects { get; set; }

    /// <summary>
    /// Which new fields of synced tables are added by themselves: <c>all</c>, <c>onlyIncremental</c>, <c>onlyNonIncremental</c> or <c>none</c>.
    /// </summary>
    public string? AutomaticallyAddNewFields { get; set; }

    /// <summary>Whether names are made fit for the destination: <c>enabled</c>, <c>legacy</c> or <c>disabled</c>.</summary>
    public string? NormalizeNames { get; set; }

    /// <summary>Records older than this are not synced.</summary>
    public DateTime? DataCutoffTimestamp { get; set; }

    /// <summary>Whether the service's own timestamp columns are left out of the destination.</summary>
    public bool? DisableRecordTimestamps { get; set; }

    /// <summary>How many tables are synced at the same time.</summary>
    public long? ConcurrencyLimit { get; set; }

    /// <summary>How many tables are synced at the same time during a resync.</summary>
    public long? ResyncConcurrencyLimit { get; set; }

    /// <summary>Settings of the source for this sync.</summary>
    public JsonMap? SourceConfiguration { get; set; }

    /// <summary>Settings of the destination for this sync, such as the schema it writes to.</summary>
    public JsonMap? DestinationConfiguration { get; set; }

    /// <summary>The names of the permission policies, where the client has read the policies; the ids of the others.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(PolicyNames))]
    public ApiList<string>? PolicyNames { get; set; }

    /// <summary>The ids of the permission policies that the sync carries.</summary>
    public ApiList<Guid>? Policies { get; set; }

    /// <summary>The sync's id.</summary>
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The sync's id under the name that everything below a sync has for it, so that commands chain.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncId))]
    public Guid? SyncId => Id;

    /// <summary>The connection that is read.</summary>
    public Guid? SourceConnectionId { get; set; }

    /// <summary>The connection that is written.</summary>
    public Guid? DestinationConnectionId { get; set; }

    /// <summary>The organization that the sync belongs to.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>The sync's name.</summary>
    public override string ToString() => Name ?? Id?.ToString() ?? "";
}
