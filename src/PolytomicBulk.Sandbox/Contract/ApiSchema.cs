namespace PolytomicBulk.Sandbox.Contract;

/// <summary>A schema of the contract. It copies the known parts of a value, and refuses a value that does not match.</summary>
internal sealed class ApiSchema
{
    private static readonly Regex Rfc3339 = new(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant);

    private readonly string[] _types;
    private readonly string?[] _values;
    private readonly string? _format;
    private readonly decimal? _minimum;
    private readonly decimal? _maximum;
    private readonly int _shortest;
    private readonly int _longest = int.MaxValue;
    private readonly string? _pattern;
    private readonly string[] _required;
    private readonly Dictionary<string, Lazy<ApiSchema>>? _properties;
    private readonly Lazy<ApiSchema>? _others;
    private readonly bool _keepsOthers;
    private readonly Lazy<ApiSchema>? _items;
    private readonly Lazy<ApiSchema>[] _branches;

    public ApiSchema(ApiContract contract, JsonElement json)
    {
        _types = Get("type") is { } type ? type.ValueKind == JsonValueKind.Array ? [.. Texts(type)] : [type.GetString()!] : [];
        _values = Get("enum") is { } values ? [.. values.EnumerateArray().Select(value => value.GetString())] : [];
        (_format, _pattern) = (Get("format")?.GetString(), Get("pattern")?.GetString());
        (_minimum, _maximum) = (Get("minimum")?.GetDecimal(), Get("maximum")?.GetDecimal());
        if (Get("minLength") is { } shortest) _shortest = shortest.GetInt32();
        if (Get("maxLength") is { } longest) _longest = longest.GetInt32();
        _required = Get("required") is { } required ? [.. Texts(required)] : [];
        _properties = Get("properties")?.EnumerateObject().ToDictionary(property => property.Name, property => Later(property.Value));
        if (Get("additionalProperties") is { } others && others.ValueKind == JsonValueKind.Object) _others = Later(others);
        _keepsOthers = _properties is null || Get("additionalProperties") is { ValueKind: JsonValueKind.True or JsonValueKind.Object };
        if (Get("items") is { } items) _items = Later(items);
        _branches = (Get("oneOf") ?? Get("anyOf")) is { } branches ? [.. branches.EnumerateArray().Select(Later)] : [];

        JsonElement? Get(string keyword) => json.TryGetProperty(keyword, out var value) ? value : null;
        IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);
        Lazy<ApiSchema> Later(JsonElement schema) => new(() => contract.Schema(schema));
    }

    /// <summary>Copies a value without unknown properties, unless the schema allows them.</summary>
    public JsonNode? Read(JsonElement value, string name)
    {
        if (_branches.Length > 0) return Branch(value.ValueKind, name).Read(value, name);
        if (!AllowsKind(value.ValueKind)) throw SandboxError.Invalid(name, $"must be {string.Join(" or ", _types)}");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return ReadObject(value, name);
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray()
                    .Select((item, number) => _items is null ? Copy(item) : _items.Value.Read(item, $"{name}[{number}]"))]);
            case JsonValueKind.String:
                Check(value.GetString()!, name);
                break;
            case JsonValueKind.Number:
                Check(value, name);
                break;
        }

        return Copy(value);
    }

    /// <summary>Refuses the text of a parameter if it is not a valid value.</summary>
    public void CheckText(string text, string name)
    {
        if (_branches.Length > 0) Branch(JsonValueKind.String, name).CheckText(text, name);
        else if (_types.Contains("boolean") && text is not ("true" or "false")) throw SandboxError.Invalid(name, "must be true or false");
        else if (_types.Contains("integer")) CheckInteger(text, name);
        else if (_types.Contains("string")) Check(text, name);
    }

    private ApiSchema Branch(JsonValueKind kind, string name) =>
        Array.Find(_branches, branch => branch.Value.AllowsKind(kind))?.Value
        ?? throw SandboxError.Invalid(name, $"must be {string.Join(" or ", _branches.SelectMany(branch => branch.Value._types))}");

    private bool AllowsKind(JsonValueKind kind) => _types.Length == 0 || Array.Exists(_types, type => type switch
    {
        "object" => kind == JsonValueKind.Object,
        "array" => kind == JsonValueKind.Array,
        "string" => kind == JsonValueKind.String,
        "integer" or "number" => kind == JsonValueKind.Number,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "null" => kind == JsonValueKind.Null,
        _ => false,
    });

    private JsonObject ReadObject(JsonElement value, string name)
    {
        var json = new JsonObject();
        foreach (var property in value.EnumerateObject())
        {
            var inner = name.Length == 0 ? property.Name : $"{name}.{property.Name}";
            if (_properties?.TryGetValue(property.Name, out var schema) == true) json[property.Name] = schema.Value.Read(property.Value, inner);
            else if (_others is not null) json[property.Name] = _others.Value.Read(property.Value, inner);
            else if (_keepsOthers) json[property.Name] = Copy(property.Value);
        }

        if (Array.Find(_required, required => !json.ContainsKey(required)) is { } missing)
            throw SandboxError.Missing(name.Length == 0 ? missing : $"{name}.{missing}");
        return json;
    }

    private void Check(string text, string name)
    {
        if (_values.Length > 0 && !_values.Contains(text))
            throw SandboxError.Invalid(name, $"must be one of {string.Join(", ", _values.Where(value => value is not null))}");
        if (text.Length < _shortest || text.Length > _longest) throw SandboxError.Invalid(name, $"must have {_shortest} to {_longest} characters");
        if (_pattern is not null && !Regex.IsMatch(text, _pattern, RegexOptions.CultureInvariant)) throw SandboxError.Invalid(name, $"must match {_pattern}");
        if (_format == "uuid" && !Guid.TryParseExact(text, "D", out _)) throw SandboxError.Invalid(name, "must be a UUID");
        if (_format == "date-time" && !(Rfc3339.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)))
        {
            throw SandboxError.Invalid(name, "must be a time as RFC 3339 writes it");
        }
    }

    private void Check(JsonElement number, string name)
    {
        if (_types.Contains("integer")) CheckInteger(number.GetRawText(), name);
    }

    private void CheckInteger(string text, string name)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw SandboxError.Invalid(name, "must be a whole number");
        if (number < _minimum) throw SandboxError.Invalid(name, $"must be at least {_minimum}");
        if (number > _maximum) throw SandboxError.Invalid(name, $"must be at most {_maximum}");
    }

    /// <summary>Copies a value, and keeps the notation of numbers. If a property occurs more than once, the last one counts.</summary>
    private static JsonNode? Copy(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var json = new JsonObject();
                foreach (var property in value.EnumerateObject()) json[property.Name] = Copy(property.Value);
                return json;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(Copy)]);
            case JsonValueKind.String:
                return JsonValue.Create(value.GetString());
            case JsonValueKind.Number:
                return JsonValue.Create(value.Clone());
            case JsonValueKind.True or JsonValueKind.False:
                return JsonValue.Create(value.GetBoolean());
            default:
                return null;
        }
    }
}
