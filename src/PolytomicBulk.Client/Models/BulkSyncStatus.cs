using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>What a bulk sync does now, what it did last and when it runs next.</summary>
public sealed class BulkSyncStatus : ApiObject
{
    /// <summary>The sync's id.</summary>
    public Guid? SyncId { get; set; }

    /// <summary>The sync's name, where the client has read the sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The execution that is under way, if there is one.</summary>
    public BulkSyncExecution? CurrentExecution { get; set; }

    /// <summary>The last execution that ended, if there was one.</summary>
    public BulkSyncExecution? LastExecution { get; set; }

    /// <summary>When a schedule will run it next, in local time.</summary>
    public DateTime? NextExecutionTime { get; set; }

    /// <summary>How far the source's stream of changes is read, where the sync reads one.</summary>
    public BulkSyncIngestionStatus? IngestionStatus { get; set; }

    /// <summary>The current execution in words, or else the last.</summary>
    public override string ToString() => (CurrentExecution ?? LastExecution)?.ToString() ?? "";

    internal BulkSyncStatus Of(Guid syncId, string? syncName)
    {
        (SyncId, SyncName) = (SyncId ?? syncId, syncName);
        CurrentExecution?.Of(syncId, syncName);
        LastExecution?.Of(syncId, syncName);
        return this;
    }
}
