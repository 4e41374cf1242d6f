namespace PolytomicBulk;

/// <summary>A short status of the current or last execution of a bulk sync.</summary>
public sealed class BulkSyncExecutionStatus : ApiObject
{
    /// <summary>The name of the bulk sync, if the client has read the bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The status of the execution, with the same values as in <see cref="BulkSyncExecution"/>.</summary>
    public string? Status { get; set; }

    /// <summary>The next run by a schedule, in local time.</summary>
    [JsonPropertyName("nextExecutionTime")]
    public DateTime? NextExecutionTime { get; set; }

    /// <summary>The number of records of all schemas.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(RecordCount))]
    public long? RecordCount => ExecutionStates.Total(Schemas?.Select(schema => schema.RecordCount));

    /// <summary>The number of warnings.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(WarningCount))]
    public long? WarningCount => ExecutionStates.Total(Schemas?.Select(schema => schema.WarningCount));

    /// <summary>The number of errors.</summary>
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

    /// <summary>The status and the counts, such as <c>running, 1200 records</c>.</summary>
    public override string ToString() => ExecutionStates.Describe(Status, RecordCount, WarningCount, ErrorCount);

    /// <summary>Sets the bulk sync of the schemas, which the answer omits.</summary>
    internal BulkSyncExecutionStatus SetOwner(string? syncName)
    {
        SyncName = syncName;
        Schemas?.RemoveAll(static schema => schema is null);
        foreach (var schema in Schemas ?? []) (schema.SyncId, schema.SyncName) = (schema.SyncId ?? SyncId, SyncName);
        return this;
    }
}
