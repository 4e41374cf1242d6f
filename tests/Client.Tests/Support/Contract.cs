using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Client.Tests.Support;

/// <summary>The contract of the API in the OpenAPI file.</summary>
internal static class Contract
{
    private static readonly JsonObject Document = JsonNode.Parse(Read("polytomic-bulk.openapi.json"))!.AsObject();
    private static readonly Dictionary<(string, bool), JsonSchema> Validators = [];

    /// <summary>All operations, by their ids.</summary>
    public static readonly IReadOnlyDictionary<string, ContractOperation> Operations = (
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new ContractOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())).ToDictionary(operation => operation.Id);

    public static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contract", file));

    /// <summary>A schema by name.</summary>
    public static JsonObject Schema(string name) => Document["components"]!["schemas"]![name]!.AsObject();

    /// <summary>The target of a reference, or the node itself if it is not a reference.</summary>
    public static JsonObject Resolve(JsonNode node) => (string?)node["$ref"] is { } reference
        ? reference.Split('/').Skip(1).Aggregate((JsonNode)Document, (at, segment) => at[segment]!).AsObject()
        : node.AsObject();

    /// <summary>The type of a schema's values that are not null, or null if the schema does not specify it.</summary>
    public static string? TypeOf(JsonObject schema) => schema["type"] is JsonArray types ? (string?)types.Single(type => (string?)type != "null") : (string?)schema["type"];

    /// <summary>Whether a schema's value may be null.</summary>
    public static bool IsNullable(JsonObject schema) => schema["type"] is null or JsonArray;

    /// <summary>The values of an enumeration except null, or null if the schema is not an enumeration.</summary>
    public static string[]? ValuesOf(JsonObject schema) => schema["enum"] is JsonArray values ? [.. values.OfType<JsonValue>().Select(value => (string)value!)] : null;

    /// <summary>The fault of a document, or null if it matches its schema. An unknown property is a fault, so that misspelled names are found.</summary>
    public static string? Fault(string schema, string json) => Fault(new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" }, json);

    /// <summary>Like <see cref="Fault(JsonNode, string)"/>, but ignores unknown properties.</summary>
    public static string? FaultOfKnown(JsonNode schema, string json) => Fault(schema, json, isClosed: false);

    /// <inheritdoc cref="Fault(string, string)"/>
    public static string? Fault(JsonNode schema, string json) => Fault(schema, json, isClosed: true);

    private static string? Fault(JsonNode schema, string json, bool isClosed)
    {
        using var document = JsonDocument.Parse(json);
        var result = Validator(schema.ToJsonString(), isClosed).Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        if (result.IsValid) return null;
        var errors = from detail in result.Details ?? [] from error in detail.Errors ?? [] select $"{detail.InstanceLocation}: {error.Key} {error.Value}";
        return string.Join("; ", errors) + " in " + json;
    }

    private static JsonSchema Validator(string schema, bool isClosed)
    {
        lock (Validators)
        {
            if (Validators.TryGetValue((schema, isClosed), out var known)) return known;
            var definitions = Document["components"]!["schemas"]!.DeepClone().AsObject();
            var root = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = $"https://contract.example/{Validators.Count}" };
            foreach (var (keyword, value) in JsonNode.Parse(schema)!.AsObject()) root[keyword] = value?.DeepClone();
            if (isClosed)
            {
                Close(root);
                foreach (var (_, definition) in definitions) Close(definition!);
            }

            root["$defs"] = definitions;
            var text = root.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
            return Validators[(schema, isClosed)] = JsonSchema.FromText(text);
        }
    }

    private static void Close(JsonNode schema)
    {
        if (schema is not JsonObject node) return;
        if (node["properties"] is JsonObject properties)
        {
            node.TryAdd("additionalProperties", false);
            foreach (var (_, property) in properties) Close(property!);
        }

        if (node["items"] is { } items) Close(items);
    }
}
