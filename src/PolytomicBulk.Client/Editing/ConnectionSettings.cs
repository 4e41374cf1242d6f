namespace PolytomicBulk.Editing;

/// <summary>Reads the settings in the JSON schema of a connection type.</summary>
public static class ConnectionSettings
{
    private static readonly string[] Alternatives = ["allOf", "anyOf", "oneOf", "then", "else"];

    /// <summary>All settings, in the order of the schema.</summary>
    /// <param name="type">The type's id.</param>
    /// <param name="schema">The schema.</param>
    public static IReadOnlyList<ConnectionSetting> In(string type, ConnectionTypeSchema schema)
    {
        var found = new List<ConnectionSetting>();
        Read(schema.Properties?.Json, schema.Required ?? [], "", dependsOn: null);
        if (schema.DependentSchemas is { } dependent) ReadDependent(dependent.Json, "");
        foreach (var name in Alternatives)
        {
            if (schema.UnknownProperties?.TryGetValue(name, out var alternative) == true) ReadAlternative(alternative, "", dependsOn: null);
        }

        return found;

        void Read(JsonElement? properties, IReadOnlyCollection<string> required, string prefix, string? dependsOn)
        {
            if (properties is not { ValueKind: JsonValueKind.Object } json) return;
            foreach (var property in json.EnumerateObject())
            {
                var name = prefix + property.Name;
                if (property.Value.ValueKind != JsonValueKind.Object) continue;
                var setting = ToSetting(type, name, property.Value, required.Contains(property.Name) && dependsOn is null, dependsOn);
                // An alternative repeats the setting that selects it.
                if (found.Find(one => one.Name == name) is { } known) known.Secret |= setting.Secret;
                else found.Add(setting);
                ReadNested(property.Value, name + ".", setting.Required ? dependsOn : dependsOn ?? name);
            }
        }

        void ReadNested(JsonElement schema, string prefix, string? dependsOn)
        {
            if (schema.ValueKind != JsonValueKind.Object) return;
            if (schema.TryGetProperty("properties", out var properties)) Read(properties, Texts(schema, "required"), prefix, dependsOn);
            if (schema.TryGetProperty("dependentSchemas", out var dependent)) ReadDependent(dependent, prefix);
            foreach (var name in Alternatives)
            {
                if (schema.TryGetProperty(name, out var alternative)) ReadAlternative(alternative, prefix, dependsOn);
            }
        }

        void ReadDependent(JsonElement dependent, string prefix)
        {
            if (dependent.ValueKind != JsonValueKind.Object) return;
            foreach (var schema in dependent.EnumerateObject()) ReadNested(schema.Value, prefix, prefix + schema.Name);
        }

        void ReadAlternative(JsonElement alternative, string prefix, string? dependsOn)
        {
            foreach (var one in alternative.ValueKind == JsonValueKind.Array ? alternative.EnumerateArray().ToArray() : [alternative])
            {
                ReadNested(one, prefix, dependsOn ?? "another setting");
            }
        }
    }

    /// <summary>The settings that a source or destination offers for bulk syncs.</summary>
    /// <param name="configuration">The description of its settings. Null if there are none.</param>
    public static IReadOnlyList<ConnectionSetting> InOffer(JsonMap? configuration) =>
    [
        .. from property in configuration?.Json.EnumerateObject().ToArray() ?? []
           let schema = property.Value
           // If it is not a schema, it is a value, such as the only possible one.
           select schema.ValueKind == JsonValueKind.Object && Text(schema, "type") is not null
               ? ToSetting("", property.Name, schema, IsTrue(schema, "required"), dependsOn: null)
               : new ConnectionSetting { Name = property.Name, Default = JsonMap.ToProperty(schema) },
    ];

    private static ConnectionSetting ToSetting(string type, string name, JsonElement schema, bool isRequired, string? dependsOn) => new()
    {
        ConnectionType = type,
        Name = name,
        Kind = Text(schema, "type"),
        Required = isRequired,
        Secret = IsTrue(schema, "sensitive") || Text(schema, "format") == "password" || Text(schema, "widget") == "password",
        Default = schema.TryGetProperty("default", out var value) ? JsonMap.ToProperty(value) : null,
        Values = ValuesOf(schema),
        Title = Text(schema, "title"),
        Description = Text(schema, "description"),
        DependsOn = dependsOn,
        ReadOnly = IsTrue(schema, "readOnly"),
    };

    private static ApiList<PickValue>? ValuesOf(JsonElement schema) =>
        schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0
            ? [.. values.EnumerateArray().Select(ToValue)]
            : null;

    /// <summary>The service sends an object where JSON Schema has a plain value.</summary>
    private static PickValue ToValue(JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? new PickValue { Value = value.TryGetProperty("value", out var bare) ? Bare(bare) : null, Label = Text(value, "label") }
        : new PickValue { Value = Bare(value) };

    private static string Bare(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static bool IsTrue(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] Texts(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
}
