using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>An entry of an execution's console log.</summary>
public sealed class BulkSyncLogEntry : ApiObject
{
    /// <summary>When it was written, in local time.</summary>
    public DateTime? Timestamp { get; set; }

    /// <summary>How serious it is, such as <c>info</c>, <c>warn</c> or <c>error</c>.</summary>
    public string? Level { get; set; }

    /// <summary>What it says.</summary>
    public string? Message { get; set; }

    /// <summary>The name of the sync that ran, where the client has read the sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The id of the schema whose log was asked for; null in the log of the whole execution.</summary>
    public string? SchemaId { get; set; }

    /// <summary>What else it says, in values.</summary>
    public JsonMap? Payload { get; set; }

    /// <summary>The entry's id.</summary>
    public string? Id { get; set; }

    /// <summary>The id of the execution that wrote it.</summary>
    public Guid? ExecutionId { get; set; }

    /// <summary>The id of the sync that ran.</summary>
    public Guid? SyncId { get; set; }

    /// <summary>The level and the message.</summary>
    public override string ToString() => (Level, Message) switch
    {
        ({ Length: > 0 } level, { } message) => $"{level}: {message}",
        (_, var message) => message ?? "",
    };
}
