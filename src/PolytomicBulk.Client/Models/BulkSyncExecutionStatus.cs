using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>The state of a bulk sync's current or last execution, in short.</summary>
public sealed class BulkSyncExecutionStatus : ApiObject
{
    /// <summary>The sync's name, where the client has read the sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The execution's state, in the words that a <see cref="BulkSyncExecution"/> has for it.</summary>
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

    /// <summary>Whether the execution is over. A state that this version does not know counts as not over.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsTerminal))]
    public bool IsTerminal => ExecutionStates.IsTerminal(Status, completedAt: null);

    /// <summary>Whether the execution is under way; false where the sync has never run.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsRunning))]
    public bool IsRunning => Status is { Length: > 0 } && !IsTerminal;

    /// <summary>Whether it ended without having done all it should: as <c>failed</c>, <c>errors</c> or <c>interrupted</c>.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsFailed))]
    public bool IsFailed => ExecutionStates.IsFailure(Status);

    /// <summary>What the execution does with each schema.</summary>
    public SchemaExecutionList? Schemas { get; set; }

    /// <summary>The sync's id.</summary>
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
