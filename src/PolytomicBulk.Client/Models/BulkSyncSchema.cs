using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>A table of a bulk sync: whether it is synced, under which name, and which of its fields and records are.</summary>
public sealed class BulkSyncSchema : ApiObject
{
    /// <summary>The sync's name, where the client has read the sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The schema's id, which is the source's own name for the table.</summary>
    public string? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>Whether the table is synced.</summary>
    public bool? Enabled { get; set; }

    /// <summary>The table's name in the destination.</summary>
    public string? OutputName { get; set; }

    /// <summary>The name in the destination that somebody chose; empty where the service names it.</summary>
    public string? UserOutputName { get; set; }

    /// <summary>The field that the destination's table is partitioned by.</summary>
    public string? PartitionKey { get; set; }

    /// <summary>The field that tells which records changed since the last run.</summary>
    public string? TrackingField { get; set; }

    /// <summary>Records older than this are not synced.</summary>
    public DateTime? DataCutoffTimestamp { get; set; }

    /// <summary>Whether all records are synced, whatever cutoff there is.</summary>
    public bool? DisableDataCutoff { get; set; }

    /// <summary>The table's fields; null in a list, which does not hold them.</summary>
    public ApiList<BulkSyncField>? Fields { get; set; }

    /// <summary>Conditions that a record must meet to be synced; null in a list, which does not hold them.</summary>
    public ApiList<BulkSyncFilter>? Filters { get; set; }

    /// <summary>The bulk sync that the schema belongs to.</summary>
    public Guid? SyncId { get; set; }

    /// <summary>The schema's id.</summary>
    public override string ToString() => Id ?? "";
}
