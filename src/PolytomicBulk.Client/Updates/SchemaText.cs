namespace PolytomicBulk.Updates;

/// <summary>A schema of a bulk sync as JSON text in UTF-8.</summary>
/// <param name="Id">The schema's id.</param>
/// <param name="Json">The text.</param>
/// <param name="Shape">Which of its properties it names.</param>
internal sealed record SchemaText(string Id, ArraySegment<byte> Json, SchemaShape Shape)
{
    public static SchemaText From(JsonObject schema) => new(SchemaForm.IdOf(schema), Exact(JsonBytes.Of(schema)), SchemaShape.Of(schema));

    /// <summary>The text of a schema as it was read.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="id">The id that it was asked for by, where it does not say its own.</param>
    public static SchemaText From(JsonElement schema, string id)
    {
        var isNamed = schema.TryGetProperty("id", out var own) && own.ValueKind != JsonValueKind.Null;
        if (isNamed && own.ValueKind == JsonValueKind.String) return new(own.GetString()!, Exact(JsonBytes.Of(schema)), SchemaShape.Of(schema));
        var json = JsonObject.Create(schema)!;
        if (!isNamed) json["id"] = id;
        return From(json);
    }

    public JsonObject Read() => JsonNode.Parse(Json)!.AsObject();

    /// <summary>Why the schema cannot be written back; null where it can.</summary>
    public string? Fault
    {
        get
        {
            using var json = JsonDocument.Parse(Json.AsMemory());
            return PlainJson.Is(ApiTables.Schema, json.RootElement) ? null : EditableJson.FaultOf(Read(), ApiJson.Default.BulkSyncSchema);
        }
    }

    public bool IsSameText(SchemaText other) => Json.AsSpan().SequenceEqual(other.Json);

    /// <summary>Without the room that the writer had left: a large sync has thousands of them.</summary>
    private static ArraySegment<byte> Exact(ArraySegment<byte> bytes) => new(bytes.ToArray());
}
