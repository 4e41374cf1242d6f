namespace PolytomicBulk.Configuration;

/// <summary>
/// Writes the normal form of schemas straight from the service's text, which is what most are. Where there is anything that a table does not know, a filter,
/// or an id twice, it leaves that to <see cref="ConfigurationForm"/>.
/// </summary>
internal static class PlainSchemas
{
    private static readonly ApiProperty[] OfSchema = Said(ApiTables.Schema);
    private static readonly ApiProperty[] OfField = Said(ApiTables.Field);

    /// <summary>Writes schemas; false where it cannot, whatever has been written by then.</summary>
    /// <param name="writer">The writer, in the list of the schemas.</param>
    /// <param name="bytes">What it writes to.</param>
    /// <param name="schemas">The schemas.</param>
    /// <param name="enabled">How many are on.</param>
    public static bool TryWrite(Utf8JsonWriter writer, MemoryStream bytes, IReadOnlyList<SchemaText> schemas, out int enabled)
    {
        enabled = 0;
        string? last = null;
        foreach (var schema in schemas.OrderBy(schema => schema.Id, StringComparer.Ordinal))
        {
            if (schema.Id.Length == 0 || schema.Id == last) return false;
            last = schema.Id;
            using var json = JsonDocument.Parse(schema.Json.AsMemory());
            if (Read(json.RootElement) is not var (values, fields, isOn)) return false;
            Write(writer, bytes, values, fields);
            if (isOn) enabled++;
        }

        return true;
    }

    /// <summary>How many of a file's schemas are on; null where one has anything else than a file says of a schema, a fault, or an id twice.</summary>
    public static (int Enabled, int All)? Count(JsonElement schemas)
    {
        if (schemas.ValueKind != JsonValueKind.Array) return null;
        var (ids, enabled) = (new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var schema in schemas.EnumerateArray())
        {
            if (schema.ValueKind != JsonValueKind.Object || Read(schema) is not var (values, _, isOn)) return null;
            if (!schema.TryGetProperty("id", out var id) || id.GetString() is not { Length: > 0 } name || !ids.Add(name)) return null;
            for (var i = 0; i < OfSchema.Length; i++)
            {
                if (OfSchema[i].Kind != PropertyKind.Time || values[i].ValueKind != JsonValueKind.String) continue;
                if (OfSchema[i].FaultOf(JsonValue.Create(values[i].GetString())) is not null) return null;
            }

            if (isOn) enabled++;
        }

        return (enabled, ids.Count);
    }

    /// <summary>What a file says of a schema, its fields in the order of their ids, and whether it is on; null where there is more.</summary>
    private static (JsonElement[] Values, List<(string Id, JsonElement[] Values)> Fields, bool IsOn)? Read(JsonElement schema)
    {
        if (Read(ApiTables.Schema, OfSchema, schema) is not { } values) return null;
        var (fields, isOn) = (new List<(string Id, JsonElement[] Values)>(), false);
        for (var i = 0; i < OfSchema.Length; i++)
        {
            if (OfSchema[i].Name == "enabled") isOn = values[i].ValueKind == JsonValueKind.True;
            if (OfSchema[i].Kind != PropertyKind.Items || values[i].ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) continue;
            if (OfSchema[i].Table != ApiTables.Field && values[i].GetArrayLength() > 0) return null;
            foreach (var field in values[i].EnumerateArray())
            {
                if (field.ValueKind != JsonValueKind.Object || Read(ApiTables.Field, OfField, field) is not { } own) return null;
                if (!field.TryGetProperty("id", out var id) || id.GetString() is not { Length: > 0 } name) return null;
                fields.Add((name, own));
            }
        }

        fields.Sort((one, other) => string.CompareOrdinal(one.Id, other.Id));
        for (var i = 1; i < fields.Count; i++) if (fields[i].Id == fields[i - 1].Id) return null;
        return (values, fields, isOn);
    }

    private static void Write(Utf8JsonWriter writer, MemoryStream bytes, JsonElement[] values, List<(string Id, JsonElement[] Values)> fields)
    {
        writer.WriteStartObject();
        for (var i = 0; i < OfSchema.Length; i++)
        {
            if (OfSchema[i].Kind != PropertyKind.Items) Write(writer, OfSchema[i], values[i]);
            else
            {
                writer.WriteStartArray(OfSchema[i].Name);
                if (OfSchema[i].Table == ApiTables.Field)
                {
                    ConfigurationText.WriteLines(writer, bytes, fields.Count, (line, field) => WriteField(line, fields[field].Values));
                }

                writer.WriteEndArray();
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, JsonElement[] values)
    {
        writer.WriteStartObject();
        for (var i = 0; i < OfField.Length; i++) Write(writer, OfField[i], values[i]);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ApiProperty property, JsonElement value)
    {
        writer.WritePropertyName(property.Name);
        var isNothing = value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""));
        if (isNothing && property.Kind == PropertyKind.Flag) writer.WriteBooleanValue(false);
        else if (isNothing) writer.WriteNullValue();
        else if (property.Kind == PropertyKind.Time && JsonWords.Instant(JsonValue.Create(value.GetString())) is { } time)
        {
            writer.WriteStringValue(LocalTimeConverter.ToText(time));
        }
        else value.WriteTo(writer);
    }

    /// <summary>The values of what a file says of an item; null where it has anything else, a value of another kind, or something twice.</summary>
    private static JsonElement[]? Read(ApiTable table, ApiProperty[] said, JsonElement item)
    {
        var values = new JsonElement[said.Length];
        foreach (var property in item.EnumerateObject())
        {
            var i = Array.FindIndex(said, one => property.NameEquals(one.Name));
            if (i >= 0 && values[i].ValueKind == JsonValueKind.Undefined && Fits(said[i].Kind, property.Value.ValueKind)) values[i] = property.Value;
            else if (i >= 0 || table.Get(property.Name) is not { IsSetByService: true }) return null;
        }

        return values;
    }

    private static bool Fits(PropertyKind kind, JsonValueKind value) => value == JsonValueKind.Null || kind switch
    {
        PropertyKind.Flag => value is JsonValueKind.True or JsonValueKind.False,
        PropertyKind.Items => value == JsonValueKind.Array,
        _ => value == JsonValueKind.String,
    };

    private static ApiProperty[] Said(ApiTable table) =>
    [
        .. table.Properties.Where(ConfigurationForm.IsSaid)
            .OrderBy(property => ConfigurationForm.Rank(property.Name)).ThenBy(property => property.Name, StringComparer.Ordinal),
    ];
}
