using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>An execution: one run of a bulk sync, under way or over.</summary>
public sealed class BulkSyncExecution : ApiObject
{
    /// <summary>The sync's name, where the client has read the sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>
    /// Its state: <c>created</c>, <c>scheduled</c>, <c>running</c>, <c>exporting</c>, <c>processing</c> or <c>canceling</c>;
    /// once it is over <c>completed</c>, <c>canceled</c>, <c>failed</c>, <c>errors</c> or <c>interrupted</c>.
    /// </summary>
    public string? Status { get; set; }

    /// <summary>When it began, in local time.</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>When it ended, in local time.</summary>
    public DateTime? CompletedAt { get; set; }

    /// <summary>How long it took, from its beginning to its end; null while it is under way.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Duration))]
    public TimeSpan? Duration => Elapsed.Between(StartedAt, CompletedAt);

    /// <summary>The same in whole seconds, for sums and spreadsheets.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(DurationSeconds))]
    public long? DurationSeconds => Elapsed.Seconds(Duration);

    /// <summary>How many records it has synced.</summary>
    public long? RecordCount { get; set; }

    /// <summary>How many warnings there were.</summary>
    public long? WarningCount { get; set; }

    /// <summary>How many errors there were.</summary>
    public long? ErrorCount { get; set; }

    /// <summary>What the service says of the state, such as why it failed.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>What kind of run it is, such as one that a schedule began.</summary>
    public string? Type { get; set; }

    /// <summary>Whether it is over. A state that this version does not know is an end where there is a <see cref="CompletedAt"/>.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsTerminal))]
    public bool IsTerminal => ExecutionStates.IsTerminal(Status, CompletedAt);

    /// <summary>Whether it is under way: it has a state, and is not over.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsRunning))]
    public bool IsRunning => Status is { Length: > 0 } && !IsTerminal;

    /// <summary>Whether it ended without having done all it should: as <c>failed</c>, <c>errors</c> or <c>interrupted</c>.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsFailed))]
    public bool IsFailed => ExecutionStates.IsFailure(Status);

    /// <summary>Whether it only tries the sync out.</summary>
    public bool? IsTest { get; set; }

    /// <summary>Whether it syncs only some of the schemas.</summary>
    public bool? IsPartial { get; set; }

    /// <summary>Whether it does earlier work over again.</summary>
    public bool? IsResync { get; set; }

    /// <summary>What it reads of the source: <c>none</c>, <c>incremental</c> or <c>full</c>.</summary>
    public string? FetchMode { get; set; }

    /// <summary>What becomes of the destination's tables: <c>retain</c>, <c>truncate</c> or <c>rebuild</c>.</summary>
    public string? OutputDisposition { get; set; }

    /// <summary>What it does with each schema.</summary>
    public SchemaExecutionList? Schemas { get; set; }

    /// <summary>When it began, or was asked for where it has not begun, in local time. An execution that was cancelled early has never begun.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Time))]
    public DateTime? Time => StartedAt ?? CreatedAt ?? UpdatedAt ?? CompletedAt;

    /// <summary>When it was asked for, in local time.</summary>
    public DateTime? CreatedAt { get; set; }

    /// <summary>When it last changed, in local time.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>The execution's id.</summary>
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The execution's id under the name that everything below an execution has for it, so that commands chain.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ExecutionId))]
    public Guid? ExecutionId => Id;

    /// <summary>The id of the sync that runs.</summary>
    public Guid? SyncId { get; set; }

    /// <summary>The state and the counts, such as <c>completed, 1200 records, 2 warnings</c>.</summary>
    public override string ToString() => ExecutionStates.Describe(Status, RecordCount, WarningCount, ErrorCount);

    /// <summary>The answer says neither which sync nor, in its schemas, which execution it is about.</summary>
    internal BulkSyncExecution SetOwner(Guid syncId, string? syncName)
    {
        (SyncId, SyncName) = (SyncId ?? syncId, syncName);
        Schemas?.RemoveAll(static schema => schema is null);
        foreach (var schema in Schemas ?? []) (schema.SyncId, schema.SyncName, schema.ExecutionId) = (SyncId, SyncName, schema.ExecutionId ?? Id);
        return this;
    }
}
