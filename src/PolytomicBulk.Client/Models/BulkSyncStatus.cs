using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>What a bulk sync does now, what it did last and when it runs next.</summary>
public sealed class BulkSyncStatus : ApiObject
{
    /// <summary>The sync's name, where the client has read the sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The state of the current execution, or else of the last.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Status))]
    public string? Status => Execution?.Status;

    /// <summary>When it began, in local time.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(StartedAt))]
    public DateTime? StartedAt => Execution?.StartedAt;

    /// <summary>When it ended, in local time; null while it is under way.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(CompletedAt))]
    public DateTime? CompletedAt => Execution?.CompletedAt;

    /// <summary>How long it took; null while it is under way.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Duration))]
    public TimeSpan? Duration => Execution?.Duration;

    /// <summary>The same in whole seconds, for sums and spreadsheets.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(DurationSeconds))]
    public long? DurationSeconds => Execution?.DurationSeconds;

    /// <summary>How many records it has synced.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(RecordCount))]
    public long? RecordCount => Execution?.RecordCount;

    /// <summary>How many warnings there were.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(WarningCount))]
    public long? WarningCount => Execution?.WarningCount;

    /// <summary>How many errors there were.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ErrorCount))]
    public long? ErrorCount => Execution?.ErrorCount;

    /// <summary>What the service says of that state, such as why the execution failed.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(StatusMessage))]
    public string? StatusMessage => Execution?.StatusMessage;

    /// <summary>Whether that execution is over; false where there is none.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsTerminal))]
    public bool IsTerminal => Execution?.IsTerminal == true;

    /// <summary>Whether that execution is under way; false where there is none.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsRunning))]
    public bool IsRunning => Execution?.IsRunning == true;

    /// <summary>Whether it ended without having done all it should.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsFailed))]
    public bool IsFailed => Execution?.IsFailed == true;

    /// <summary>When a schedule will run it next, in local time.</summary>
    public DateTime? NextExecutionTime { get; set; }

    /// <summary>The execution that is under way, if there is one.</summary>
    public BulkSyncExecution? CurrentExecution { get; set; }

    /// <summary>The last execution that ended, if there was one.</summary>
    public BulkSyncExecution? LastExecution { get; set; }

    /// <summary>How far the source's stream of changes is read, where the sync reads one.</summary>
    public BulkSyncIngestionStatus? IngestionStatus { get; set; }

    /// <summary>The sync's id.</summary>
    public Guid? SyncId { get; set; }

    internal override object? ListKey => SyncId;

    /// <summary>The current execution in words, or else the last.</summary>
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
