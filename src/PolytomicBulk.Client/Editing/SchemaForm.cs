namespace PolytomicBulk.Editing;

/// <summary>The forms of a schema of a bulk sync: in an answer, in a patch, and in a request that creates or updates a bulk sync.</summary>
internal static class SchemaForm
{
    public static string IdOf(JsonObject item) => JsonWords.Text(item["id"]) ?? "";

    public static IEnumerable<JsonObject> FieldsOf(JsonObject schema) => (schema["fields"] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>Whether a schema or a field is synced.</summary>
    public static bool IsOn(JsonObject item) => JsonWords.IsTrue(item["enabled"]);

    /// <summary>
    /// The form of a schema in requests that create or update a bulk sync. Some names differ, and it cannot contain the destination names that a user chose.
    /// </summary>
    public static Action<Utf8JsonWriter> ForCreate(JsonElement schema) => writer => WriteForCreate(writer, schema, isField: false);

    private static void WriteForCreate(Utf8JsonWriter writer, JsonElement item, bool isField)
    {
        writer.WriteStartObject();
        foreach (var property in item.EnumerateObject())
        {
            var (name, value) = (property.Name, property.Value);
            if (name is "output_name" or "user_output_name" || (isField && name is "obfuscate" or "obfuscated")) continue;
            writer.WritePropertyName(name);
            if (name == "enabled" && value.ValueKind == JsonValueKind.Null) writer.WriteBooleanValue(false);
            else if (!isField && name == "filters" && value.ValueKind != JsonValueKind.Array) WriteList(writer, []);
            else if (!isField && name == "fields" && value.ValueKind == JsonValueKind.Array) WriteList(writer, value.EnumerateArray());
            else value.WriteTo(writer);
        }

        if (!item.TryGetProperty("enabled", out _)) writer.WriteBoolean("enabled", false);
        // If the service returns the name that it accepts in writes, that name counts too.
        if (isField) writer.WriteBoolean("obfuscate", IsTrue("obfuscated") || IsTrue("obfuscate"));
        else if (!item.TryGetProperty("filters", out _))
        {
            writer.WritePropertyName("filters");
            WriteList(writer, []);
        }

        writer.WriteEndObject();

        bool IsTrue(string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

        static void WriteList(Utf8JsonWriter writer, IEnumerable<JsonElement> fields)
        {
            writer.WriteStartArray();
            foreach (var field in fields)
            {
                if (field.ValueKind == JsonValueKind.Object) WriteForCreate(writer, field, isField: true);
                else field.WriteTo(writer);
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>
    /// The differences between a schema and the wanted one. A field that only one of them has is not a difference if it would not be synced.
    /// </summary>
    public static IEnumerable<JsonDifference> Differences(JsonObject wanted, JsonObject actual, Comparing how = Comparing.Whole)
    {
        var (one, other) = (Choices.In(ApiTables.Schema, wanted), Choices.In(ApiTables.Schema, actual));
        var known = new HashSet<string>(FieldsOf(one).Select(IdOf), StringComparer.Ordinal);
        var fields = FieldsOf(other).Where(field => known.Contains(IdOf(field)) || IsOn(field));
        RemoveGone(one, FieldsOf(other).Select(IdOf));
        other["fields"] = new JsonArray([.. fields.Select(field => field.DeepClone())]);
        return JsonDifference.Between(ApiTables.BulkSync, new() { ["schemas"] = new JsonArray(one) }, new() { ["schemas"] = new JsonArray(other) }, how);
    }

    /// <summary>
    /// Removes fields that do not exist and would not be synced: those that are disabled, and all of a disabled schema. To list such a field means the
    /// same as to omit it, because a source can lose it later.
    /// </summary>
    public static void RemoveGone(JsonObject schema, IEnumerable<string> existing)
    {
        if (schema["fields"] is not JsonArray fields) return;
        var (known, isOff) = (new HashSet<string>(existing, StringComparer.Ordinal), schema["enabled"]?.GetValueKind() == JsonValueKind.False);
        foreach (var field in FieldsOf(schema).Where(field => (isOff || !IsOn(field)) && !known.Contains(IdOf(field))).ToList()) fields.Remove(field);
    }

    /// <summary>
    /// A complete schema to write. Values that it should not have are cleared by name, and fields that it should not have are disabled, because the
    /// service can keep or enable what a write omits.
    /// </summary>
    public static JsonObject Patch(JsonObject wanted, JsonObject now)
    {
        var patch = Plain(wanted);
        Clear(ApiTables.Schema, patch, now);
        if (patch["filters"] is not JsonArray) patch["filters"] = new JsonArray();

        var fields = new JsonArray([.. FieldsOf(patch).Select(field => field.DeepClone())]);
        foreach (var field in FieldsOf(now).Select(Plain))
        {
            if (fields.OfType<JsonObject>().FirstOrDefault(candidate => IdOf(candidate) == IdOf(field)) is { } same) Clear(ApiTables.Field, same, field);
            else fields.Add((JsonNode)Off(field));
        }

        patch["fields"] = fields;
        return patch;
    }

    /// <summary>The same schema or field, disabled.</summary>
    public static JsonObject Off(JsonObject item)
    {
        var off = item.DeepClone().AsObject();
        off["enabled"] = false;
        return off;
    }

    private static void Clear(ApiTable table, JsonObject item, JsonObject now)
    {
        foreach (var (name, value) in now)
        {
            var property = table.Get(name);
            if (property is { IsSetByService: true } or { Table: not null } || !JsonWords.IsEmpty(item[name]) || JsonWords.IsEmpty(value)) continue;
            item[name] = Choices.IsChoice(table, now, name) ? property is null ? NothingLike(value) : property.Nothing : value!.DeepClone();
        }
    }

    /// <summary>The value that clears a property without a table.</summary>
    public static JsonNode? NothingLike(JsonNode? value) => value is JsonArray ? new JsonArray() : null;

    private static JsonObject Plain(JsonObject item)
    {
        var plain = item.DeepClone().AsObject();
        plain.Remove("output_name");
        foreach (var field in FieldsOf(plain)) field.Remove("output_name");
        return plain;
    }
}
