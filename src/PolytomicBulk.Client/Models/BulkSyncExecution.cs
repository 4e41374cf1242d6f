namespace PolytomicBulk;

/// <summary>An execution: one run of a bulk sync.</summary>
public sealed class BulkSyncExecution : ApiObject
{
    /// <summary>The name of the bulk sync, if the client has read the bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>
    /// The status: <c>created</c>, <c>scheduled</c>, <c>running</c>, <c>exporting</c>, <c>processing</c> or <c>canceling</c>. After the end:
    /// <c>completed</c>, <c>canceled</c>, <c>failed</c>, <c>errors</c> or <c>interrupted</c>.
    /// </summary>
    public string? Status { get; set; }

    /// <summary>When it began, in local time.</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>When it ended, in local time.</summary>
    public DateTime? CompletedAt { get; set; }

    /// <summary>The time from start to end. Null while it is running.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Duration))]
    public TimeSpan? Duration => Elapsed.Between(StartedAt, CompletedAt);

    /// <summary>The duration in whole seconds, for sums and spreadsheets.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(DurationSeconds))]
    public long? DurationSeconds => Elapsed.Seconds(Duration);

    /// <summary>The number of records that it has synced.</summary>
    public long? RecordCount { get; set; }

    /// <summary>The number of warnings.</summary>
    public long? WarningCount { get; set; }

    /// <summary>The number of errors.</summary>
    public long? ErrorCount { get; set; }

    /// <summary>The message of the service, such as the reason for a failure.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>The kind of execution, such as scheduled.</summary>
    public string? Type { get; set; }

    /// <summary>Whether it has ended. If this version does not know the status, it has ended if <see cref="CompletedAt"/> has a value.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsTerminal))]
    public bool IsTerminal => ExecutionStates.IsTerminal(Status, CompletedAt);

    /// <summary>Whether it is running: it has a status and has not ended.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsRunning))]
    public bool IsRunning => Status is { Length: > 0 } && !IsTerminal;

    /// <summary>Whether it failed: the status is <c>failed</c>, <c>errors</c> or <c>interrupted</c>.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsFailed))]
    public bool IsFailed => ExecutionStates.IsFailure(Status);

    /// <summary>Whether it is a test with a few records.</summary>
    public bool? IsTest { get; set; }

    /// <summary>Whether it syncs only some of the schemas.</summary>
    public bool? IsPartial { get; set; }

    /// <summary>Whether it is a resync.</summary>
    public bool? IsResync { get; set; }

    /// <summary>What it reads from the source: <c>none</c>, <c>incremental</c> or <c>full</c>.</summary>
    public string? FetchMode { get; set; }

    /// <summary>What happens to the tables of the destination: <c>retain</c>, <c>truncate</c> or <c>rebuild</c>.</summary>
    public string? OutputDisposition { get; set; }

    /// <summary>The result for each schema.</summary>
    public SchemaExecutionList? Schemas { get; set; }

    /// <summary>When it began, in local time. If it has not begun, when it was requested. An execution that was canceled early never began.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Time))]
    public DateTime? Time => StartedAt ?? CreatedAt ?? UpdatedAt ?? CompletedAt;

    /// <summary>When it was requested, in local time.</summary>
    public DateTime? CreatedAt { get; set; }

    /// <summary>When it last changed, in local time.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>The id of the execution.</summary>
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The id of the execution, under the name that other commands use for it.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ExecutionId))]
    public Guid? ExecutionId => Id;

    /// <summary>The id of the bulk sync.</summary>
    public Guid? SyncId { get; set; }

    /// <summary>The status and the counts, such as <c>completed, 1200 records, 2 warnings</c>.</summary>
    public override string ToString() => ExecutionStates.Describe(Status, RecordCount, WarningCount, ErrorCount);

    /// <summary>Sets the bulk sync of the execution, and the bulk sync and execution of its schemas. The answer omits them.</summary>
    internal BulkSyncExecution SetOwner(Guid syncId, string? syncName)
    {
        (SyncId, SyncName) = (SyncId ?? syncId, syncName);
        Schemas?.RemoveAll(static schema => schema is null);
        foreach (var schema in Schemas ?? []) (schema.SyncId, schema.SyncName, schema.ExecutionId) = (SyncId, SyncName, schema.ExecutionId ?? Id);
        return this;
    }
}
