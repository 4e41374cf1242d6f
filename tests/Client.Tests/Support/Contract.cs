using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Client.Tests.Support;

/// <summary>The API's contract as the OpenAPI file has it.</summary>
internal static class Contract
{
    private static readonly JsonObject Document = JsonNode.Parse(Read("polytomic-bulk.openapi.json"))!.AsObject();
    private static readonly Dictionary<string, JsonSchema> Validators = [];

    public static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contract", file));

    /// <summary>A schema by name, or what a reference refers to.</summary>
    public static JsonObject Schema(string name) => Document["components"]!["schemas"]![name.Split('/')[^1]]!.AsObject();

    public static JsonObject Resolve(JsonNode schema) => (string?)schema["$ref"] is { } reference ? Schema(reference) : schema.AsObject();

    /// <summary>
    /// What is wrong with a document, or null where it is as its schema says.
    /// A property that the schema does not know is wrong here, so that a misspelled one is found.
    /// </summary>
    public static string? Fault(string schema, string json)
    {
        using var document = JsonDocument.Parse(json);
        var result = Validator(schema).Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        if (result.IsValid) return null;
        var errors = from detail in result.Details ?? [] from error in detail.Errors ?? [] select $"{detail.InstanceLocation}: {error.Key} {error.Value}";
        return string.Join("; ", errors) + " in " + json;
    }

    private static JsonSchema Validator(string name)
    {
        lock (Validators)
        {
            if (Validators.TryGetValue(name, out var known)) return known;
            var definitions = Document["components"]!["schemas"]!.DeepClone().AsObject();
            foreach (var (_, schema) in definitions) Close(schema!);
            var root = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = $"https://contract.example/{name}", ["$ref"] = $"#/$defs/{name}", ["$defs"] = definitions };
            var text = root.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
            return Validators[name] = JsonSchema.FromText(text);
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
