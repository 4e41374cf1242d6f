namespace PolytomicBulk.Updates;

/// <summary>A property of a schema or field that differs from the wanted selection.</summary>
public sealed class SchemaDifference
{
    internal SchemaDifference(string schemaId, string? fieldId, string name, JsonNode? wanted, JsonNode? actual) =>
        (SchemaId, FieldId, Name, Wanted, Actual) = (schemaId, fieldId, name, wanted, actual);

    /// <summary>The id of the schema.</summary>
    public string SchemaId { get; }

    /// <summary>The id of the field. Null for the schema itself.</summary>
    public string? FieldId { get; }

    /// <summary>The name of the property in the API. Empty if the schema or field no longer exists.</summary>
    public string Name { get; }

    /// <summary>The wanted value. Null for no value.</summary>
    public JsonNode? Wanted { get; }

    /// <summary>The current value. Null if there is none.</summary>
    public JsonNode? Actual { get; }

    /// <summary>The change that undoes the difference, such as <c>~ Schemas.contact.Fields.email.Enabled: True -> False</c>.</summary>
    public override string ToString()
    {
        var place = FieldId is null ? $"Schemas.{SchemaId}" : $"Schemas.{SchemaId}.Fields.{FieldId}";
        var (label, wanted) = Name.Length > 0 ? ($"{place}.{Table.LabelOf(Name)}", Wanted) : ($"{place}.Enabled", (Wanted as JsonObject)?["enabled"]);
        return JsonDifference.Words(label, JsonWords.Show(Actual), JsonWords.Show(wanted));
    }

    /// <summary>The table of the schema or field.</summary>
    internal ApiTable Table => FieldId is null ? ApiTables.Schema : ApiTables.Field;

    /// <summary>Whether no table knows the property.</summary>
    internal bool IsUnknown => Name.Length > 0 && Table.Get(Name) is null;

    /// <summary>Whether the current value is that of a property that nobody ever set, as after a reset.</summary>
    internal bool IsReset => !PutEffect.IsSet(Name, Actual);

    /// <summary>Whether undoing the difference copies less data.</summary>
    internal bool UndoingCopiesLess => Name switch
    {
        "enabled" or "disable_data_cutoff" => JsonWords.IsTrue(Actual),
        "obfuscated" or "obfuscate" => JsonWords.IsTrue(Wanted),
        "filters" => Wanted is JsonArray { Count: > 0 } wanted && IsPartOf(Actual as JsonArray ?? [], wanted),
        "data_cutoff_timestamp" => JsonWords.Instant(Wanted) is { } wanted && !(JsonWords.Instant(Actual) >= wanted),
        "fields" => OnIn(Wanted) < OnIn(Actual),
        _ => false,
    };

    /// <summary>Whether undoing the difference could copy more data.</summary>
    internal bool UndoingMayCopyMore => !UndoingCopiesLess
        && Name is "" or "enabled" or "obfuscated" or "obfuscate" or "filters" or "disable_data_cutoff" or "data_cutoff_timestamp" or "fields";

    private bool IsPartOf(JsonArray some, JsonArray all)
    {
        return some.Count <= all.Count && some.All(one => all.Any(other => SchemaComparison.AreSame(Table, Name, Alone(one), Alone(other))));

        static JsonArray Alone(JsonNode? item) => [item?.DeepClone()];
    }

    private static int OnIn(JsonNode? fields) => (fields as JsonArray)?.OfType<JsonObject>().Count(SchemaForm.IsOn) ?? 0;
}
