namespace PolytomicBulk.Updates;

/// <summary>A schema of a bulk sync. It is kept as it was read, or as UTF-8 text, which takes less memory.</summary>
internal sealed class SchemaText
{
    private JsonElement _read;
    private byte[]? _text;

    private SchemaText(string id, JsonElement read, byte[]? text) => (Id, _read, _text) = (id, read, text);

    /// <summary>The id of the schema.</summary>
    public string Id { get; }

    /// <summary>The schema as a JSON element, which needs no nodes.</summary>
    public JsonElement Element
    {
        get
        {
            if (_text is null) return _read;
            var reader = new Utf8JsonReader(_text);
            return JsonElement.ParseValue(ref reader);
        }
    }

    /// <summary>Whether the schema has a list of fields.</summary>
    public bool HasFields => Element.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array;

    /// <summary>Why the schema cannot be written back. Null if it can.</summary>
    public string? Fault => PlainJson.Is(ApiTables.Schema, Element) ? null : EditableJson.FaultOf(Read(), ApiJson.Default.BulkSyncSchema);

    /// <summary>The schema in UTF-8.</summary>
    public byte[] Text
    {
        get
        {
            if (_text is not null) return _text;
            _text = JsonBytes.Of(_read).ToArray();
            _read = default;
            return _text;
        }
    }

    public static SchemaText From(JsonObject schema) => new(SchemaForm.IdOf(schema), default, JsonBytes.Of(schema).ToArray());

    /// <summary>A schema as it was read.</summary>
    public static SchemaText From(JsonElement schema, string id)
    {
        var isNamed = schema.TryGetProperty("id", out var own) && own.ValueKind != JsonValueKind.Null;
        if (isNamed && own.ValueKind == JsonValueKind.String) return new(own.GetString()!, schema, text: null);
        var json = JsonObject.Create(schema)!;
        if (!isNamed) json["id"] = id;
        return From(json);
    }

    /// <summary>Keeps only the text, because an update keeps all schemas of a large bulk sync.</summary>
    public SchemaText AsText()
    {
        _ = Text;
        return this;
    }

    public JsonObject Read() => JsonNode.Parse(Text)!.AsObject();

    public bool IsSameText(SchemaText other) => Text.AsSpan().SequenceEqual(other.Text);
}
