namespace PolytomicBulk;

/// <summary>The status of a bulk sync: its current execution, its last execution and its next run.</summary>
public sealed class BulkSyncStatus : ApiObject
{
    /// <summary>The name of the bulk sync, if the client has read the bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The status of the current execution, or of the last one if none is running.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Status))]
    public string? Status => Execution?.Status;

    /// <summary>When it began, in local time.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(StartedAt))]
    public DateTime? StartedAt => Execution?.StartedAt;

    /// <summary>When it ended, in local time. Null while it is running.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(CompletedAt))]
    public DateTime? CompletedAt => Execution?.CompletedAt;

    /// <summary>The time from start to end. Null while it is running.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Duration))]
    public TimeSpan? Duration => Execution?.Duration;

    /// <summary>The duration in whole seconds, for sums and spreadsheets.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(DurationSeconds))]
    public long? DurationSeconds => Execution?.DurationSeconds;

    /// <summary>The number of records that it has synced.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(RecordCount))]
    public long? RecordCount => Execution?.RecordCount;

    /// <summary>The number of warnings.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(WarningCount))]
    public long? WarningCount => Execution?.WarningCount;

    /// <summary>The number of errors.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ErrorCount))]
    public long? ErrorCount => Execution?.ErrorCount;

    /// <summary>The message of the service, such as the reason for a failure.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(StatusMessage))]
    public string? StatusMessage => Execution?.StatusMessage;

    /// <summary>Whether that execution has ended. False if there is none.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsTerminal))]
    public bool IsTerminal => Execution?.IsTerminal == true;

    /// <summary>Whether that execution is running. False if there is none.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsRunning))]
    public bool IsRunning => Execution?.IsRunning == true;

    /// <summary>Whether it failed.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsFailed))]
    public bool IsFailed => Execution?.IsFailed == true;

    /// <summary>The next run by a schedule, in local time.</summary>
    public DateTime? NextExecutionTime { get; set; }

    /// <summary>The running execution, if there is one.</summary>
    public BulkSyncExecution? CurrentExecution { get; set; }

    /// <summary>The last execution that ended, if there was one.</summary>
    public BulkSyncExecution? LastExecution { get; set; }

    /// <summary>The position in the change stream of the source, if the bulk sync reads one.</summary>
    public BulkSyncIngestionStatus? IngestionStatus { get; set; }

    /// <summary>The id of the bulk sync.</summary>
    public Guid? SyncId { get; set; }

    internal override object? ListKey => SyncId;

    /// <summary>The current or last execution in words.</summary>
    public override string ToString() => Execution?.ToString() ?? "";

    private BulkSyncExecution? Execution => CurrentExecution ?? LastExecution;

    internal BulkSyncStatus SetOwner(Guid syncId, string? syncName)
    {
        (SyncId, SyncName) = (SyncId ?? syncId, syncName);
        CurrentExecution?.SetOwner(syncId, syncName);
        LastExecution?.SetOwner(syncId, syncName);
        return this;
    }
}
