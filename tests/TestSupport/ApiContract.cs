using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TestSupport;

/// <summary>
/// Compares values, and requests with their answers, with an OpenAPI file. A property that is not in the file is a fault that ends in "is unknown".
/// </summary>
/// <param name="json">The text of the file.</param>
public sealed class ApiContract(string json)
{
    private readonly JsonObject _document = JsonNode.Parse(json)!.AsObject();
    private ApiOperation[]? _operations;

    // Operations with fewer path parameters come first.
    private ApiOperation[] Operations => _operations ??= [..
        from path in _document["paths"]!.AsObject()
        orderby path.Key.Count(letter => letter == '{')
        from operation in path.Value!.AsObject()
        select new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())];

    /// <summary>The faults of a value, with their paths.</summary>
    /// <param name="schema">The name of a schema.</param>
    /// <param name="value">The value's JSON.</param>
    /// <param name="path">The prefix of the paths.</param>
    public IEnumerable<string> FaultsOf(string schema, string value, string path = "$") =>
        FaultsOf(Named(schema), JsonNode.Parse(value), path);

    /// <summary>The faults of a request and its answer. Each begins with the operation.</summary>
    public IEnumerable<string> FaultsOf(Exchange exchange)
    {
        var sent = exchange.Request;
        return Find(sent) is not { } operation
            ? [$"{sent.Method} {sent.Address.AbsolutePath} is no operation"]
            : FaultsOfRequest(operation, sent).Select(fault => $"{operation} request {fault}")
                .Concat(FaultsOfAnswer(operation, exchange).Select(fault => $"{operation} answer {fault}"));
    }

    /// <summary>The method and path of a request's operation, or empty text if there is none.</summary>
    public string OperationOf(SentRequest request) => Find(request)?.ToString() ?? "";

    private ApiOperation? Find(SentRequest request) =>
        Operations.FirstOrDefault(operation => operation.Method == request.Method && operation.Pattern.IsMatch(request.Address.AbsolutePath));

    private IEnumerable<string> FaultsOfRequest(ApiOperation operation, SentRequest sent)
    {
        var parameters = operation.Json["parameters"]!.AsArray().Select(parameter => Resolve(parameter!.AsObject())).ToArray();
        var match = operation.Pattern.Match(sent.Address.AbsolutePath);
        var pairs = sent.Address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2));
        (string, string, string)[] given = [
            .. match.Groups.Keys.Where(name => name != "0").Select(name => ("path", name, match.Groups[name].Value)),
            .. pairs.Select(pair => ("query", pair[0], pair[1])),
            .. sent.Headers.Where(header => header.Key is "Idempotency-Key" or "X-Polytomic-Version").Select(header => ("header", header.Key, header.Value))];
        foreach (var (place, name, text) in given)
        {
            var known = parameters.SingleOrDefault(parameter => (string?)parameter["in"] == place && (string?)parameter["name"] == name);
            var schema = known?["schema"]!.AsObject();
            if (schema is null) yield return $"{place} {name} is unknown";
            else foreach (var fault in FaultsOf(schema, FromText(schema, Uri.UnescapeDataString(text)), $"{place} {name}")) yield return fault;
        }

        if (!sent.Headers.ContainsKey("Authorization")) yield return "lacks Authorization";
        var body = operation.Json["requestBody"];
        if (sent.Body.Length == 0 && (bool?)body?["required"] == true) yield return "lacks a body";
        else if (sent.Body.Length > 0 && body is null) yield return "body is unknown";
        else if (sent.Body.Length > 0) foreach (var fault in FaultsOf(SchemaOf(body!)!, JsonNode.Parse(sent.Body), "$")) yield return fault;
    }

    private IEnumerable<string> FaultsOfAnswer(ApiOperation operation, Exchange exchange)
    {
        // The service can return these statuses for every operation.
        var isAnywhere = exchange.Status is 401 or 429;
        var response = operation.Json["responses"]![exchange.Status.ToString(CultureInfo.InvariantCulture)];
        if (response is null && !isAnywhere) return [$"status is {exchange.Status}"];
        var schema = response is null ? Named("ApiError") : SchemaOf(response);
        if (schema is null) return [];
        return exchange.Body.Length == 0 ? ["lacks a body"] : FaultsOf(schema, JsonNode.Parse(exchange.Body), "$");
    }

    private IEnumerable<string> FaultsOf(JsonObject schema, JsonNode? value, string path)
    {
        schema = Resolve(schema);
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            var faults = choices.Select(choice => FaultsOf(choice!.AsObject(), value, path).ToArray()).ToArray();
            return faults.MinBy(some => some.Length)!;
        }

        if (schema["enum"] is JsonArray known && !known.Any(one => JsonNode.DeepEquals(one, value))) return [$"{path} is '{value}'"];
        string?[] types = schema["type"] switch { JsonArray several => [.. several.Select(type => (string?)type)], null => [], var one => [(string?)one] };
        if (value is null) return types.Length == 0 || types.Contains("null") ? [] : [$"{path} is null"];
        return types.FirstOrDefault(type => type != "null") switch
        {
            "object" => value is JsonObject found ? FaultsOfObject(schema, found, path) : [$"{path} is no object"],
            "array" when value is not JsonArray => [$"{path} is no array"],
            "array" => value.AsArray().SelectMany((item, i) => FaultsOf(schema["items"]!.AsObject(), item, $"{path}[{i}]")),
            "boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? [] : [$"{path} is no boolean"],
            "integer" when !long.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out _) => [$"{path} is no integer"],
            "integer" => (long)value > (long?)schema["maximum"] ? [$"{path} is {value}"] : [],
            "string" when value.GetValueKind() != JsonValueKind.String => [$"{path} is no string"],
            "string" => FaultsOfText(schema, (string)value!, path),
            _ => [],
        };
    }

    private IEnumerable<string> FaultsOfObject(JsonObject schema, JsonObject value, string path)
    {
        foreach (var name in schema["required"]?.AsArray() ?? []) if (!value.ContainsKey((string)name!)) yield return $"{path} lacks {name}";
        if (schema["properties"] is not JsonObject properties) yield break;
        foreach (var (name, item) in value)
        {
            if (properties[name] is not JsonObject known) yield return $"{path}.{name} is unknown";
            else foreach (var fault in FaultsOf(known, item, $"{path}.{name}")) yield return fault;
        }
    }

    private static IEnumerable<string> FaultsOfText(JsonObject schema, string text, string path)
    {
        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern)) yield return $"{path} is '{text}'";
        if ((string?)schema["format"] == "uuid" && !Guid.TryParseExact(text, "D", out _)) yield return $"{path} is no UUID";
        const string Time = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$";
        if ((string?)schema["format"] == "date-time" && !Regex.IsMatch(text, Time)) yield return $"{path} is no time";
    }

    private JsonObject Named(string schema) => _document["components"]!["schemas"]![schema]!.AsObject();

    private JsonObject Resolve(JsonObject node) => (string?)node["$ref"] is { } reference
        ? reference.Split('/').Skip(1).Aggregate((JsonNode)_document, (at, segment) => at[segment]!).AsObject()
        : node;

    private static JsonObject? SchemaOf(JsonNode node) => node["content"]?["application/json"]?["schema"]?.AsObject();

    /// <summary>Values in an address are text, whatever their JSON type is.</summary>
    private static JsonNode FromText(JsonObject schema, string text) =>
        schema["type"] is JsonValue type && (string?)type is "boolean" or "integer" && Regex.IsMatch(text, "^(true|false|0|[1-9][0-9]*)$")
            ? JsonNode.Parse(text)!
            : text;

    private sealed record ApiOperation(string Method, string Path, JsonObject Json)
    {
        public Regex Pattern { get; } = new("^" + Regex.Replace(Path, @"\{(\w+)}", "(?<$1>[^/]+)") + "$");

        public override string ToString() => $"{Method} {Path}";
    }
}
