namespace PolytomicBulk;

/// <summary>The result of an execution for one schema.</summary>
public sealed class BulkSyncSchemaExecution : ApiObject
{
    /// <summary>The name of the bulk sync, if the client has read the bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The id of the schema.</summary>
    public string? Schema { get; set; }

    /// <summary>The name of the schema in the destination.</summary>
    public string? OutputName { get; set; }

    /// <summary>
    /// The status: <c>created</c>, <c>scheduled</c>, <c>running</c>, <c>exporting</c> or <c>processing</c>. After the end: <c>completed</c>,
    /// <c>canceled</c>, <c>failed</c> or <c>interrupted</c>.
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

    /// <summary>The number of records that were synced.</summary>
    public long? RecordCount { get; set; }

    /// <summary>The number of warnings.</summary>
    public long? WarningCount { get; set; }

    /// <summary>The number of errors.</summary>
    public long? ErrorCount { get; set; }

    /// <summary>The message of the service, such as the reason for a failure.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>When it was requested, in local time.</summary>
    public DateTime? CreatedAt { get; set; }

    /// <summary>When it last changed, in local time.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>The id of the execution.</summary>
    public Guid? ExecutionId { get; set; }

    /// <summary>The id of the bulk sync.</summary>
    public Guid? SyncId { get; set; }

    internal bool IsTerminal => ExecutionStates.IsTerminal(Status, CompletedAt);

    /// <summary>The schema, its status and the counts, such as <c>Account: completed, 120 records</c>.</summary>
    public override string ToString() => $"{Schema}: {ExecutionStates.Describe(Status, RecordCount, WarningCount, ErrorCount)}";
}
