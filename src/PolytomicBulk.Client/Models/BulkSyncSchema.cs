namespace PolytomicBulk;

/// <summary>A schema of a bulk sync (a table or object), with its name in the destination, its fields and its filters.</summary>
public sealed class BulkSyncSchema : ApiObject
{
    /// <summary>The name of the bulk sync, if the client has read the bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The id of the schema, which is its name in the source.</summary>
    public string? Id { get; set; }

    /// <summary>The same id under the name of schema parameters.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SchemaId))]
    public string? SchemaId => Id;

    internal override object? ListKey => Id;

    /// <summary>Whether the schema is synced.</summary>
    public bool? Enabled { get; set; }

    /// <summary>The name of the schema in the destination.</summary>
    public string? OutputName { get; set; }

    /// <summary>The name in the destination that a user chose. Empty if the service chooses the name.</summary>
    public string? UserOutputName { get; set; }

    /// <summary>The field by which the table in the destination is partitioned.</summary>
    public string? PartitionKey { get; set; }

    /// <summary>The field that shows which records changed since the last run.</summary>
    public string? TrackingField { get; set; }

    /// <summary>Records older than this are not synced.</summary>
    public DateTime? DataCutoffTimestamp { get; set; }

    /// <summary>Whether all records are synced, without a cutoff.</summary>
    public bool? DisableDataCutoff { get; set; }

    /// <summary>The fields. Null in a list, which does not include them.</summary>
    public ApiList<BulkSyncField>? Fields { get; set; }

    /// <summary>The filters. Only records that match are synced. Null in a list, which does not include them.</summary>
    public ApiList<BulkSyncFilter>? Filters { get; set; }

    /// <summary>The bulk sync that the schema belongs to.</summary>
    public Guid? SyncId { get; set; }

    /// <summary>The id of the schema.</summary>
    public override string ToString() => Id ?? "";
}
