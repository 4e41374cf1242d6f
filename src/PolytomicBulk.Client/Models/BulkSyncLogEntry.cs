namespace PolytomicBulk;

/// <summary>An entry of an execution's console log.</summary>
public sealed class BulkSyncLogEntry : ApiObject
{
    /// <summary>When it was written, in local time.</summary>
    public DateTime? Timestamp { get; set; }

    /// <summary>The level, such as <c>info</c>, <c>warn</c> or <c>error</c>.</summary>
    public string? Level { get; set; }

    /// <summary>The message.</summary>
    public string? Message { get; set; }

    /// <summary>The name of the bulk sync that ran, if the client has read the bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName { get; set; }

    /// <summary>The id of the schema of the log. Null in the log of the whole execution.</summary>
    public string? SchemaId { get; set; }

    /// <summary>Additional values.</summary>
    public JsonMap? Payload { get; set; }

    /// <summary>The id of the entry.</summary>
    public string? Id { get; set; }

    /// <summary>The id of the execution that wrote it.</summary>
    public Guid? ExecutionId { get; set; }

    /// <summary>The id of the bulk sync that ran.</summary>
    public Guid? SyncId { get; set; }

    /// <summary>The level and the message.</summary>
    public override string ToString() => (Level, Message) switch
    {
        ({ Length: > 0 } level, { } message) => $"{level}: {message}",
        (_, var message) => message ?? "",
    };
}
