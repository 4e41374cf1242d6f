using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Client.Tests.Support;

/// <summary>Creates answers from the schemas of the contract.</summary>
internal static class Example
{
    /// <summary>An unknown property.</summary>
    public const string UnknownProperty = "tomorrow";

    public enum Kind
    {
        /// <summary>Every property has a value.</summary>
        Filled,

        /// <summary>All optional and nullable properties are null.</summary>
        Nulls,

        /// <summary>Like Filled, with an unknown property in every object, and only unknown enumeration values.</summary>
        Unknown,
    }

    /// <summary>The body of an answer. The object itself is never null.</summary>
    public static JsonObject Answer(JsonNode envelope, Kind kind)
    {
        var schema = Contract.Resolve(envelope);
        var answer = Value(schema, kind, "").AsObject();
        if (kind == Kind.Nulls && schema["properties"]!["data"] is { } data) answer["data"] = Value(Contract.Resolve(data), kind, "data");
        return answer;
    }

    private static JsonNode Value(JsonObject schema, Kind kind, string name) => (Contract.TypeOf(schema), (string?)schema["format"]) switch
    {
        ("string", "uuid") => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16]).ToString(),
        ("string", "date-time") => "2024-01-15T09:30:00.1234567Z",
        ("string", _) when Contract.ValuesOf(schema) is { } values => kind == Kind.Unknown ? "value_of_tomorrow" : values[0],
        ("string", _) when name is "url" or "URLs" => $"https://storage.example/files/{name}.ndjson?signature=x",
        ("string", _) => $"a {name}",
        ("integer", _) => long.MaxValue,
        ("boolean", _) => true,
        ("array", _) => new JsonArray(Value(Contract.Resolve(schema["items"]!), kind, name)),
        ("object", _) when schema["properties"] is JsonObject properties => Object(schema, properties, kind),
        _ => JsonNode.Parse("""{"a":{"b":[1,2.50,null,"x"]}}""")!,
    };

    private static JsonObject Object(JsonObject schema, JsonObject properties, Kind kind)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).ToHashSet();
        var json = new JsonObject();
        foreach (var (name, property) in properties)
        {
            var schemaOf = Contract.Resolve(property!);
            json[name] = kind == Kind.Nulls && (!required.Contains(name) || Contract.IsNullable(schemaOf)) ? null : Value(schemaOf, kind, name);
        }

        if (kind == Kind.Unknown) json[UnknownProperty] = JsonNode.Parse("""{"level":1.50,"tags":["a",null]}""");
        return json;
    }
}
