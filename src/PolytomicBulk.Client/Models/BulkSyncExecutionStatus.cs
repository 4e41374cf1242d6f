namespace PolytomicBulk;

/// <summary>A short status of the current or last execution of a bulk sync.</summary>
public sealed class BulkSyncExecutionStatus : ApiObject
{
    /// <summary>The name of the bulk sync, if the client has read the bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The status of the execution, with the same values as in <see cref="BulkSyncExecution"/>.</summary>
    public string? Status { get; set; }

    /// <summary>When a schedule will run the sync next, in local time.</summary>
    [JsonPropertyName("nextExecutionTime")]
    public DateTime? NextExecutionTime { get; set; }

    /// <summary>How many records the schemas' executions have synced.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(RecordCount))]
    public long? RecordCount => ExecutionStates.Total(Schemas?.Select(schema => schema.RecordCount));

    /// <summary>How many warnings there were.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(WarningCount))]
    public long? WarningCount => ExecutionStates.Total(Schemas?.Select(schema => schema.WarningCount));

    /// <summary>How many errors there were.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ErrorCount))]
    public long? ErrorCount => ExecutionStates.Total(Schemas?.Select(schema => schema.ErrorCount));

    /// <summary>Whether the execution has ended. A status that this version does not know counts as running.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsTerminal))]
    public bool IsTerminal => ExecutionStates.IsTerminal(Status, completedAt: null);

    /// <summary>Whether the execution is running. False if the bulk sync has never run.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsRunning))]
    public bool IsRunning => Status is { Length: > 0 } && !IsTerminal;

    /// <summary>Whether it failed: the status is <c>failed</c>, <c>errors</c> or <c>interrupted</c>.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsFailed))]
    public bool IsFailed => ExecutionStates.IsFailure(Status);

    /// <summary>The result for each schema.</summary>
    public SchemaExecutionList? Schemas { get; set; }

    /// <summary>The id of the bulk sync.</summary>
    public Guid? SyncId { get; set; }

    /// <summary>The state and the counts, such as <c>running, 1200 records</c>.</summary>
    public override string ToString() => ExecutionStates.Describe(Status, RecordCount, WarningCount, ErrorCount);

    /// <summary>The schemas of the answer do not say which sync they are of.</summary>
    internal BulkSyncExecutionStatus SetOwner(string? syncName)
    {
        SyncName = syncName;
        Schemas?.RemoveAll(static schema => schema is null);
        foreach (var schema in Schemas ?? []) (schema.SyncId, schema.SyncName) = (schema.SyncId ?? SyncId, SyncName);
        return this;
    }
}
