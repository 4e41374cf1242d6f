namespace PolytomicBulk;

/// <summary>The schemas and settings of a connection as a bulk sync source.</summary>
public sealed class BulkSource : ApiObject
{
    /// <summary>The name of the connection, if the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionName))]
    public string? ConnectionName { get; set; }

    /// <summary>The tables that can be synced.</summary>
    public ApiList<ConnectionSchema>? Schemas { get; set; }

    /// <summary>What the source can do.</summary>
    public BulkSourceCapabilities? Capabilities { get; set; }

    /// <summary>The source's settings that a bulk sync may set.</summary>
    [JsonIgnore]
    public object? Configuration => JsonMap.ToProperty(ConfigurationJson);

    [JsonInclude, JsonPropertyName("configuration")]
    internal JsonElement? ConfigurationJson { get; set; }

    /// <summary>The id of the connection.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>The names of the tables.</summary>
    public override string ToString() => Schemas?.ToString() ?? "";
}
