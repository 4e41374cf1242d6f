using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>A table or an object of a connection, as the service last saw it.</summary>
public sealed class ConnectionSchema : ApiWord
{
    /// <summary>The connection's name, where the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionName))]
    public string? ConnectionName { get; set; }

    /// <summary>The schema's name.</summary>
    public string? Name { get; set; }

    /// <summary>The schema's id, such as <c>public.orders</c>.</summary>
    public string? Id { get; set; }

    /// <summary>The schema's id under the name that everything below a schema has for it, so that commands chain.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SchemaId))]
    public string? SchemaId => Id;

    /// <summary>The ids of the fields of the primary key, overrides included.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(PrimaryKey))]
    public ApiList<string> PrimaryKey => [.. (Fields ?? []).Where(one => one is { IsPrimaryKey: true, Id: not null }).Select(one => one.Id!)];

    /// <summary>The schema's fields; null where they were not asked for.</summary>
    public ApiList<SchemaField>? Fields { get; set; }

    /// <summary>The connection that the schema belongs to.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>The schema's name.</summary>
    public override string ToString() => Name ?? Id ?? "";

    /// <summary>Says whose the schema and its fields are, which the service leaves out.</summary>
    internal ConnectionSchema SetOwner(Guid connectionId, string? connectionName)
    {
        (ConnectionId, ConnectionName) = (connectionId, connectionName);
        foreach (var field in Fields ?? []) field?.SetOwner(connectionId, connectionName, Id);
        return this;
    }
}
