namespace PolytomicBulk.Operations;

/// <summary>What is to change in a bulk sync's schema. What is null stays as it is.</summary>
public sealed class SchemaChange
{
    /// <summary>Whether the table is synced.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The name in the destination; empty for the service's own.</summary>
    public string? UserOutputName { get; init; }

    /// <summary>The field that the destination's table is partitioned by; empty for none.</summary>
    public string? PartitionKey { get; init; }

    /// <summary>The field that tells which records changed; empty for none.</summary>
    public string? TrackingField { get; init; }

    /// <summary>Records older than this are not synced.</summary>
    public DateTime? DataCutoffTimestamp { get; init; }

    /// <summary>Whether the schema's own cutoff is taken away.</summary>
    public bool ClearsDataCutoffTimestamp { get; init; }

    /// <summary>Whether all records are synced, whatever cutoff there is.</summary>
    public bool? DisableDataCutoff { get; init; }

    /// <summary>What is to change in fields, by field id.</summary>
    public IReadOnlyDictionary<string, FieldChange> Fields { get; init; } = new Dictionary<string, FieldChange>();

    /// <summary>All filters the schema is to have; an empty list for none.</summary>
    public IReadOnlyList<BulkSyncFilter>? Filters { get; init; }

    /// <summary>Whether everything stays as it is.</summary>
    public bool IsEmpty => this is
    {
        Enabled: null, UserOutputName: null, PartitionKey: null, TrackingField: null,
        DataCutoffTimestamp: null, ClearsDataCutoffTimestamp: false, DisableDataCutoff: null,
        Fields.Count: 0, Filters: null,
    };
}
