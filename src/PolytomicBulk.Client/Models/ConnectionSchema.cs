namespace PolytomicBulk;

/// <summary>A schema of a connection: a table or object, as the service last read it.</summary>
public sealed class ConnectionSchema : ApiWord
{
    /// <summary>The name of the connection, if the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionName))]
    public string? ConnectionName { get; set; }

    /// <summary>The name of the schema.</summary>
    public string? Name { get; set; }

    /// <summary>The id of the schema, such as <c>public.orders</c>.</summary>
    public string? Id { get; set; }

    /// <summary>The id of the schema, under the name that other commands use for it.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SchemaId))]
    public string? SchemaId => Id;

    /// <summary>The ids of the fields of the primary key, overrides included.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(PrimaryKey))]
    public ApiList<string> PrimaryKey => [.. (Fields ?? []).Where(one => one is { IsPrimaryKey: true, Id: not null }).Select(one => one.Id!)];

    /// <summary>The fields of the schema. Null if they were not requested.</summary>
    public ApiList<SchemaField>? Fields { get; set; }

    /// <summary>The connection that the schema belongs to.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>The name of the schema.</summary>
    public override string ToString() => Name ?? Id ?? "";

    /// <summary>Sets the connection of the schema and its fields, which the service omits.</summary>
    internal ConnectionSchema SetOwner(Guid connectionId, string? connectionName)
    {
        (ConnectionId, ConnectionName) = (connectionId, connectionName);
        foreach (var field in Fields ?? []) field?.SetOwner(connectionId, connectionName, Id);
        return this;
    }
}
