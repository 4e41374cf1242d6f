namespace PolytomicBulk.Sandbox;

/// <summary>User-defined primary keys and fields in the schemas of connections.</summary>
internal sealed partial class SandboxConnections
{
    public void SetPrimaryKey(string connectionId, string schemaId, JsonObject body)
    {
        var overrides = FindOverrides(connectionId, schemaId, out var fields);
        var keys = new Dictionary<string, bool>();
        foreach (var (item, name) in Items(body))
        {
            var id = (string)item["field_id"]!;
            if (!fields.Contains(id)) throw SandboxError.Invalid($"{name}.field_id", $"is not a field of the schema: '{id}'");
            keys[id] = (bool)item["is_primary_key"]!;
        }

        overrides.PrimaryKeys = keys;
    }

    public void ResetPrimaryKey(string connectionId, string schemaId) => FindOverrides(connectionId, schemaId, out _).PrimaryKeys = [];

    public void UpsertFields(string connectionId, string schemaId, JsonObject body)
    {
        var overrides = FindOverrides(connectionId, schemaId, out _);
        var definitions = Items(body).Select(item => (Id: (string)item.Item["field_id"]!, Definition: Definition(item.Item, item.Name + "."))).ToArray();
        foreach (var (id, name) in definitions.Select((definition, number) => (definition.Id, $"fields[{number}].field_id")))
        {
            if (id.Length == 0) throw SandboxError.Missing(name);
        }

        if (definitions.Select(definition => definition.Id).Union(overrides.Fields.Keys).Count() > MostUserFields)
            throw SandboxError.Invalid("fields", $"would exceed the limit of {MostUserFields} user-defined fields in a schema");
        foreach (var (id, definition) in definitions) overrides.Fields[id] = definition;
    }

    public JsonObject PatchField(string connectionId, string schemaId, string fieldId, JsonObject body)
    {
        var overrides = FindOverrides(connectionId, schemaId, out var fields);
        if (!fields.Contains(fieldId)) throw SandboxError.NotFound("field");
        var changed = overrides.Fields.TryGetValue(fieldId, out var definition) ? definition : [];
        foreach (var change in Definition(body, "")) changed[change.Key] = change.Value?.DeepClone();
        overrides.Fields[fieldId] = changed;
        return Schema(connectionId, schemaId)["fields"]!.AsArray().Single(field => IdOf(field) == fieldId)!.AsObject();
    }

    public void DeleteField(string connectionId, string schemaId, string fieldId)
    {
        var overrides = FindOverrides(connectionId, schemaId, out var fields);
        if (!fields.Contains(fieldId)) throw SandboxError.NotFound("field");
        if (!overrides.Fields.Remove(fieldId)) throw SandboxError.Invalid("field_id", "belongs to a field that comes from the source and that no user defined");
        if (Schema(connectionId, schemaId)["fields"]!.AsArray().All(field => IdOf(field) != fieldId)) overrides.PrimaryKeys.Remove(fieldId);
    }

    private static IEnumerable<(JsonObject Item, string Name)> Items(JsonObject body) =>
        (body["fields"] as JsonArray ?? throw SandboxError.Missing("fields")).Select((item, number) => (item!.AsObject(), $"fields[{number}]"));

    /// <summary>Reads the definition of a field from a body. An empty path removes the path.</summary>
    private static JsonObject Definition(JsonObject from, string prefix)
    {
        var definition = new JsonObject();
        foreach (var property in new[] { "label", "type", "path" })
        {
            if ((string?)from[property] is not { } text) continue;
            if (text.Length == 0 && property != "path") throw SandboxError.Invalid(prefix + property, "must not be empty");
            definition[property] = text;
        }

        if ((string?)definition["type"] is { } type && !FieldTypes.Contains(type))
            throw SandboxError.Invalid(prefix + "type", $"must be one of {string.Join(", ", FieldTypes)}");
        if (from.TryGetPropertyValue("example", out var example)) definition["example"] = example?.DeepClone();
        return definition;
    }
}
