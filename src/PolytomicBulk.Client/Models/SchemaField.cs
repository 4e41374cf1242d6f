namespace PolytomicBulk;

/// <summary>A field of a connection's schema.</summary>
public sealed class SchemaField : ApiWord
{
    /// <summary>The name of the connection, if the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionName))]
    public string? ConnectionName { get; set; }

    /// <summary>The schema that the field belongs to.</summary>
    public string? SchemaId { get; set; }

    /// <summary>The display name of the field.</summary>
    public string? Name { get; set; }

    /// <summary>The id of the field.</summary>
    public string? Id { get; set; }

    /// <summary>The id of the field, under the name that other commands use for it.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(FieldId))]
    public string? FieldId => Id;

    /// <summary>
    /// The field's type: <c>string</c>, <c>number</c>, <c>boolean</c>, <c>datetime</c>, <c>array</c>, <c>object</c>, <c>binary</c> or <c>unknown</c>.
    /// </summary>
    public string? Type { get; set; }

    /// <summary>The type of the field in the source.</summary>
    public string? RemoteType { get; set; }

    /// <summary>Whether the field is part of the primary key, overrides included.</summary>
    public bool? IsPrimaryKey { get; set; }

    /// <summary>Whether a user defined or changed the field.</summary>
    public bool? UserManaged { get; set; }

    /// <summary>The path of the value in a record.</summary>
    public string? Path { get; set; }

    /// <summary>The possible values, if they are fixed.</summary>
    public ApiList<PickValue>? Values { get; set; }

    /// <summary>What the field refers to.</summary>
    public SchemaAssociation? Association { get; set; }

    /// <summary>The field's type in detail.</summary>
    [JsonIgnore]
    public object? TypeSpec => JsonMap.ToProperty(TypeSpecJson);

    [JsonInclude, JsonPropertyName("type_spec")]
    internal JsonElement? TypeSpecJson { get; set; }

    /// <summary>The connection that the field belongs to.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>The name of the field.</summary>
    public override string ToString() => Name ?? Id ?? "";

    /// <summary>Sets the connection and the schema of the field, which the service omits.</summary>
    internal SchemaField SetOwner(Guid connectionId, string? connectionName, string? schemaId)
    {
        (ConnectionId, ConnectionName, SchemaId) = (connectionId, connectionName, schemaId);
        return this;
    }
}
