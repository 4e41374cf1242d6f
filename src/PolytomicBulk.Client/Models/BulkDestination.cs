namespace PolytomicBulk;

/// <summary>The modes and settings of a connection as a bulk sync destination.</summary>
public sealed class BulkDestination : ApiObject
{
    /// <summary>The name of the connection, if the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionName))]
    public string? ConnectionName { get; set; }

    /// <summary>How the destination can be written.</summary>
    public ApiList<BulkDestinationMode>? Modes { get; set; }

    /// <summary>The supported resync modes: <c>refetch</c>, <c>resync</c> or <c>rebuild</c>.</summary>
    public ApiList<string>? SupportedResyncModes { get; set; }

    /// <summary>The destination's settings that a bulk sync may set.</summary>
    public JsonMap? Configuration { get; set; }

    /// <summary>The id of the connection.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>The modes.</summary>
    public override string ToString() => Modes?.ToString() ?? "";
}
