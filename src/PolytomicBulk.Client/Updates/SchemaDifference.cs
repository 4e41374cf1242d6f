namespace PolytomicBulk.Updates;

/// <summary>A property of a schema or a field in which what a bulk sync copies is not what it was to be.</summary>
public sealed class SchemaDifference
{
    internal SchemaDifference(string schemaId, string? fieldId, string name, JsonNode? wanted, JsonNode? actual) =>
        (SchemaId, FieldId, Name, Wanted, Actual) = (schemaId, fieldId, name, wanted, actual);

    /// <summary>The schema's id.</summary>
    public string SchemaId { get; }

    /// <summary>The field's id; null where it is the schema itself.</summary>
    public string? FieldId { get; }

    /// <summary>The property's name on the wire; empty where the schema or field is gone.</summary>
    public string Name { get; }

    /// <summary>The value that the property was to have; null where it was to have none.</summary>
    public JsonNode? Wanted { get; }

    /// <summary>The value that it has; null where it has none.</summary>
    public JsonNode? Actual { get; }

    /// <summary>What would make it as it was to be, such as <c>~ Schemas.contact.Fields.email.Enabled: True -> False</c>.</summary>
    public override string ToString()
    {
        var place = FieldId is null ? $"Schemas.{SchemaId}" : $"Schemas.{SchemaId}.Fields.{FieldId}";
        var (label, wanted) = Name.Length > 0 ? ($"{place}.{Table.LabelOf(Name)}", Wanted) : ($"{place}.Enabled", (Wanted as JsonObject)?["enabled"]);
        return JsonDifference.Words(label, JsonWords.Show(Actual), JsonWords.Show(wanted));
    }

    /// <summary>What is known of the schema's or field's properties.</summary>
    internal ApiTable Table => FieldId is null ? ApiTables.Schema : ApiTables.Field;

    /// <summary>Whether the property is none that is known today.</summary>
    internal bool IsUnknown => Name.Length > 0 && Table.Get(Name) is null;

    /// <summary>Whether what is there now is as if nobody had ever set it, which is what a write that resets leaves.</summary>
    internal bool IsReset => !PutEffect.IsSet(Name, Actual);

    /// <summary>Whether making it as it was to be copies less data than now.</summary>
    internal bool UndoingCopiesLess => Name switch
    {
        "enabled" => !JsonWords.IsTrue(Wanted) && JsonWords.IsTrue(Actual),
        "obfuscated" or "obfuscate" => JsonWords.IsTrue(Wanted) && !JsonWords.IsTrue(Actual),
        "filters" => Wanted is JsonArray { Count: > 0 } wanted && IsPartOf(Actual as JsonArray ?? [], wanted),
        "disable_data_cutoff" => !JsonWords.IsTrue(Wanted) && JsonWords.IsTrue(Actual),
        "data_cutoff_timestamp" => JsonWords.Instant(Wanted) is { } wanted && !(JsonWords.Instant(Actual) >= wanted),
        "fields" => OnIn(Wanted) < OnIn(Actual),
        _ => false,
    };

    /// <summary>Whether it could copy more.</summary>
    internal bool UndoingMayCopyMore => !UndoingCopiesLess
        && Name is "" or "enabled" or "obfuscated" or "obfuscate" or "filters" or "disable_data_cutoff" or "data_cutoff_timestamp" or "fields";

    private static bool IsPartOf(JsonArray some, JsonArray all) =>
        some.Count < all.Count && some.All(one => all.Any(other => JsonNode.DeepEquals(one, other)));

    private static int OnIn(JsonNode? fields) => (fields as JsonArray)?.OfType<JsonObject>().Count(SchemaForm.IsOn) ?? 0;
}
