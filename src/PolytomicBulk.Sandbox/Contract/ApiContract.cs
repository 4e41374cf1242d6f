namespace PolytomicBulk.Sandbox.Contract;

/// <summary>
/// The API's contract in the OpenAPI file. The sandbox uses this file instead of the client's vocabulary, so that it does not repeat the client's
/// mistakes.
/// </summary>
internal sealed class ApiContract
{
    private static readonly Lazy<ApiContract> Loaded = new(() => new ApiContract());

    private readonly JsonElement _components;
    private readonly Dictionary<string, ApiSchema> _schemas = [];
    private readonly Dictionary<string, ApiOperation> _operations;

    // A path without parameters has priority over a path with parameters.
    private readonly ILookup<int, ApiOperation> _bySegments;

    private ApiContract()
    {
        using var file = typeof(ApiContract).Assembly.GetManifestResourceStream("PolytomicBulk.Sandbox.Contract.json")!;
        var document = JsonDocument.Parse(file).RootElement;
        _components = document.GetProperty("components");
        _operations = (
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select new ApiOperation(this, operation.Name.ToUpperInvariant(), path.Name, operation.Value)).ToDictionary(operation => operation.Id);
        _bySegments = _operations.Values.OrderBy(operation => operation.PathParameters).ToLookup(operation => operation.Segments);
    }

    /// <summary>The contract. It is read on first use.</summary>
    public static ApiContract Current => Loaded.Value;

    public ApiOperation Operation(string id) => _operations[id];

    /// <summary>The operations whose path matches the path of a request, with any method.</summary>
    public IEnumerable<ApiOperation> At(IReadOnlyList<string> path) => _bySegments[path.Count].Where(operation => operation.Fits(path));

    /// <summary>A schema, or the target of a reference. Each named schema is read once.</summary>
    public ApiSchema Schema(JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out var reference)) return new(this, schema);
        var name = Last(reference);
        lock (_schemas)
        {
            return _schemas.TryGetValue(name, out var known) ? known : _schemas[name] = new(this, _components.GetProperty("schemas").GetProperty(name));
        }
    }

    /// <summary>A parameter, or the target of a reference.</summary>
    public JsonElement Parameter(JsonElement parameter) =>
        parameter.TryGetProperty("$ref", out var reference) ? _components.GetProperty("parameters").GetProperty(Last(reference)) : parameter;

    private static string Last(JsonElement reference) => reference.GetString()!.Split('/')[^1];
}
