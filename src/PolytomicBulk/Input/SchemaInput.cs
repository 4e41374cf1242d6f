namespace PolytomicBulk.Input;

/// <summary>Reads the settings of schemas for a new bulk sync.</summary>
internal static class SchemaInput
{
    public static JsonArray? ToJson(IEnumerable<object?>? schemas) =>
        schemas is null ? null : new JsonArray([.. Flatten(schemas).Select(schema => ToSchema(schema))]);

    /// <summary>The items, also those of nested lists and JSON text.</summary>
    private static IEnumerable<object?> Flatten(IEnumerable<object?> items)
    {
        foreach (var item in items.Select(PowerShellValue.Unwrap))
        {
            if (item is string text && text.TrimStart() is ['[' or '{', ..] && TryParse(text) is { } json)
            {
                foreach (var parsed in json is JsonArray array ? array.Cast<object?>() : [json]) yield return Plain(parsed);
            }
            else if (item is IEnumerable list and not (string or IDictionary))
            {
                foreach (var inner in Flatten(list.Cast<object?>())) yield return inner;
            }
            else
            {
                yield return item;
            }
        }
    }

    private static JsonNode ToSchema(object? schema)
    {
        if (schema is string name && !string.IsNullOrWhiteSpace(name)) return JsonValue.Create(name.Trim())!;
        var given = NamedValues.From(schema) ?? throw new ArgumentException("A schema is its id, or a hashtable such as @{id='contact'; enabled=$true}.");
        var json = new JsonObject { ["id"] = given.TakeText("id") ?? throw new ArgumentException("A schema needs its id, such as @{id='contact'}.") };
        foreach (var property in Settable(ApiTables.Schema))
        {
            if (Read(given, property) is { } value) json[property.Name] = value;
        }

        ThrowIfUnknown(given, "A schema", ["id", .. Settable(ApiTables.Schema).Select(property => property.Name)]);
        return json;
    }

    /// <summary>The settings that a new bulk sync accepts. It accepts no output names.</summary>
    private static IEnumerable<ApiProperty> Settable(ApiTable table) =>
        table.Properties.Where(property => property is { IsSetByService: false, Name: not ("id" or "user_output_name") });

    private static JsonNode? Read(NamedValues given, ApiProperty property) => property switch
    {
        { Kind: PropertyKind.Flag } => given.TakeFlag(property.Name),
        { Kind: PropertyKind.Text } => given.TakeText(property.Name),
        { Kind: PropertyKind.Time } => TimeInput.Read(property.Name, given.Take(property.Name)) is { } time ? JsonInput.ToText(time) : null,
        { Name: "fields" } => given.Take("fields") is { } fields ? new JsonArray([.. Items(fields).Select(ToField)]) : null,
        { Name: "filters" } => given.Take("filters") is { } filters ? new JsonArray([.. Items(filters).Select(ToFilter)]) : null,
        _ => given.Take(property.Name) is { } value ? JsonInput.ToNode(property.Name, value) : null,
    };

    private static JsonNode ToField(object? field)
    {
        if (PowerShellValue.Unwrap(field) is string name && !string.IsNullOrWhiteSpace(name)) return JsonValue.Create(name.Trim())!;
        var given = NamedValues.From(field) ?? throw new ArgumentException("A field is its id, or a hashtable such as @{id='email'; obfuscate=$true}.");
        var json = new JsonObject { ["id"] = given.TakeText("id") ?? throw new ArgumentException("A field needs its id, such as @{id='email'}.") };
        if (given.TakeFlag("enabled") is { } enabled) json["enabled"] = enabled;

        // The API reads obfuscated and creates obfuscate. If either is set, the field is obfuscated.
        var (obfuscate, obfuscated) = (given.TakeFlag("obfuscate"), given.TakeFlag("obfuscated"));
        if (obfuscate is not null || obfuscated is not null) json["obfuscate"] = obfuscate == true || obfuscated == true;
        ThrowIfUnknown(given, "A field", ["id", "enabled", "obfuscate"]);
        return json;
    }

    private static JsonNode ToFilter(object? filter)
    {
        var given = NamedValues.From(filter)
            ?? throw new ArgumentException("A filter is a hashtable such as @{field_id='region'; function='Equality'; value='EU'}.");
        var function = given.TakeText("function") ?? throw new ArgumentException("A filter needs a function, such as Equality.");
        var json = new JsonObject { ["function"] = given.IsHandwritten ? ApiTables.Filter["function"].Spell("A filter's function", function) : function };
        if (given.TakeText("field_id") is { } field) json["field_id"] = field;
        if (given.Take("value") is { } value) json["value"] = JsonInput.ToNode("value", value);
        ThrowIfUnknown(given, "A filter", ApiTables.Filter.Names);
        if (given.IsHandwritten) ThrowIfValueless(json);
        return json;
    }

    /// <summary>Refuses a filter without the value that its function needs.</summary>
    public static void ThrowIfValueless(JsonObject filter)
    {
        if (!ApiTables.Filter.MissingIn(filter).Contains("Value")) return;
        throw new ArgumentException(
            $"A filter with the function {filter["function"]} needs a value, such as @{{ FieldId = 'region'; Function = 'Equality'; Value = 'EU' }}.");
    }

    /// <summary>Refuses unknown names in a hashtable. An object that was read may have more than a new bulk sync accepts.</summary>
    private static void ThrowIfUnknown(NamedValues given, string what, IEnumerable<string> known)
    {
        var unknown = given.IsHandwritten ? given.Rest.Select(pair => pair.Name).FirstOrDefault() : null;
        if (unknown is not null) throw new ArgumentException($"{what} of a new bulk sync has no '{unknown}'. It has: {string.Join(", ", known)}.");
    }

    private static IEnumerable<object?> Items(object items) => items is IEnumerable list and not (string or IDictionary) ? list.Cast<object?>() : [items];

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            // A name may begin with a bracket.
            return null;
        }
    }

    /// <summary>JSON as dictionaries, arrays and values.</summary>
    private static object? Plain(object? node) => node switch
    {
        JsonObject json => json.ToDictionary(property => property.Key, property => Plain(property.Value)),
        JsonArray array => array.Select(Plain).ToArray(),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => node,
    };
}
