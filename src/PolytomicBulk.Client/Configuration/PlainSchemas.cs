namespace PolytomicBulk.Configuration;

/// <summary>
/// Writes the normal form of most schemas directly from the text of the service. Schemas with unknown properties, filters or duplicate ids are left
/// to <see cref="ConfigurationForm"/>.
/// </summary>
internal static class PlainSchemas
{
    private static readonly SaidProperties OfSchema = new(ApiTables.Schema);
    private static readonly SaidProperties OfField = new(ApiTables.Field);
    private static readonly int Enabled = OfSchema.IndexOf("enabled");
    private static readonly int Id = OfSchema.IndexOf("id");
    private static readonly int FieldId = OfField.IndexOf("id");

    /// <summary>Writes schemas. Returns false if it cannot. Part of the text may be written by then.</summary>
    public static bool TryWrite(Utf8JsonWriter writer, MemoryStream bytes, IReadOnlyList<SchemaText> schemas, out int enabled)
    {
        enabled = 0;
        string? last = null;
        foreach (var schema in schemas.OrderBy(schema => schema.Id, StringComparer.Ordinal))
        {
            if (schema.Id.Length == 0 || schema.Id == last) return false;
            last = schema.Id;
            if (Read(schema.Element) is not var (values, fields, isOn)) return false;
            Write(writer, bytes, values, fields);
            if (isOn) enabled++;
        }

        return true;
    }

    /// <summary>Counts the schemas of a file, and the enabled ones. Null if a schema has unknown properties, filters, a fault, or a duplicate id.</summary>
    public static (int Enabled, int All)? Count(JsonElement schemas)
    {
        if (schemas.ValueKind != JsonValueKind.Array) return null;
        var (ids, enabled) = (new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var schema in schemas.EnumerateArray())
        {
            if (schema.ValueKind != JsonValueKind.Object || Read(schema) is not var (values, _, isOn)) return null;
            if (TextOf(values[Id]) is not { Length: > 0 } id || !ids.Add(id)) return null;
            for (var i = 0; i < OfSchema.Length; i++)
            {
                if (OfSchema[i].Kind != PropertyKind.Time || values[i].ValueKind != JsonValueKind.String) continue;
                if (OfSchema[i].FaultOf(JsonValue.Create(values[i].GetString())) is not null) return null;
            }

            if (isOn) enabled++;
        }

        return (enabled, ids.Count);
    }

    /// <summary>The values of a schema, its fields sorted by id, and whether it is enabled. Null if the schema contains anything else.</summary>
    private static (JsonElement[] Values, List<(string Id, JsonElement[] Values)> Fields, bool IsOn)? Read(JsonElement schema)
    {
        if (OfSchema.Read(schema) is not { } values) return null;
        var fields = new List<(string Id, JsonElement[] Values)>();
        for (var i = 0; i < OfSchema.Length; i++)
        {
            if (OfSchema[i].Kind != PropertyKind.Items || values[i].ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) continue;
            if (OfSchema[i].Table != ApiTables.Field && values[i].GetArrayLength() > 0) return null;
            foreach (var field in values[i].EnumerateArray())
            {
                if (field.ValueKind != JsonValueKind.Object || OfField.Read(field) is not { } own) return null;
                if (TextOf(own[FieldId]) is not { Length: > 0 } id) return null;
                fields.Add((id, own));
            }
        }

        if (!AreInOrder(fields))
        {
            fields.Sort((one, other) => string.CompareOrdinal(one.Id, other.Id));
            if (!AreInOrder(fields)) return null;
        }

        return (values, fields, values[Enabled].ValueKind == JsonValueKind.True);
    }

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether each field comes after the one before. Fields with the same id are not in order, however they are sorted.</summary>
    private static bool AreInOrder(List<(string Id, JsonElement[] Values)> fields)
    {
        for (var i = 1; i < fields.Count; i++) if (string.CompareOrdinal(fields[i - 1].Id, fields[i].Id) >= 0) return false;
        return true;
    }

    private static void Write(Utf8JsonWriter writer, MemoryStream bytes, JsonElement[] values, List<(string Id, JsonElement[] Values)> fields)
    {
        writer.WriteStartObject();
        for (var i = 0; i < OfSchema.Length; i++)
        {
            if (OfSchema[i].Kind != PropertyKind.Items) OfSchema.Write(writer, i, values[i]);
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
        for (var i = 0; i < OfField.Length; i++) OfField.Write(writer, i, values[i]);
        writer.WriteEndObject();
    }
}
