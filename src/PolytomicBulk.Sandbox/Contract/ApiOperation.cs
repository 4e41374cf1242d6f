namespace PolytomicBulk.Sandbox.Contract;

/// <summary>An operation of the contract.</summary>
internal sealed class ApiOperation
{
    // This depth is enough for every setting, and every client can read it.
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 32 };

    private readonly string[] _template;
    private readonly HashSet<int> _statuses;
    private readonly List<(string Name, Lazy<ApiSchema> Schema)> _query;
    private readonly Lazy<ApiSchema>? _body;
    private readonly bool _needsBody;

    public ApiOperation(ApiContract contract, string method, string path, JsonElement json)
    {
        (Method, Id, _template) = (method, json.GetProperty("operationId").GetString()!, path.Split('/'));
        _statuses = [.. json.GetProperty("responses").EnumerateObject().Select(response => int.Parse(response.Name, CultureInfo.InvariantCulture))];
        var parameters = json.TryGetProperty("parameters", out var some) ? some.EnumerateArray().Select(contract.Parameter) : [];
        _query = [.. parameters.Where(parameter => parameter.GetProperty("in").ValueEquals("query"))
            .Select(parameter => (parameter.GetProperty("name").GetString()!, new Lazy<ApiSchema>(() => contract.Schema(parameter.GetProperty("schema")))))];
        if (!json.TryGetProperty("requestBody", out var body)) return;

        var schema = body.GetProperty("content").GetProperty("application/json").GetProperty("schema");
        _body = new(() => contract.Schema(schema));
        _needsBody = body.TryGetProperty("required", out var required) && required.GetBoolean();
    }

    public string Id { get; }

    public string Method { get; }

    public int Segments => _template.Length - 1;

    public int PathParameters => _template.Count(IsParameter);

    /// <summary>The status for an invalid request: 422, unless the contract declares only 400 for this operation.</summary>
    public int Refusal => _statuses.Contains(422) || !_statuses.Contains(400) ? 422 : 400;

    public bool Fits(IReadOnlyList<string> path)
    {
        for (var i = 1; i < _template.Length; i++)
        {
            if (!IsParameter(_template[i]) && _template[i] != path[i - 1]) return false;
        }

        return true;
    }

    /// <summary>The values of the parameters in a path.</summary>
    public Dictionary<string, string> PathValues(IReadOnlyList<string> path)
    {
        var values = new Dictionary<string, string>();
        for (var i = 1; i < _template.Length; i++)
        {
            if (IsParameter(_template[i])) values[_template[i][1..^1]] = path[i - 1];
        }

        return values;
    }

    /// <summary>Refuses query parameters that do not match the contract. Ignores unknown parameters.</summary>
    public void CheckQuery(SandboxRequest request)
    {
        foreach (var (name, schema) in _query)
        {
            foreach (var value in request.Parameters(name)) schema.Value.CheckText(value, name);
        }
    }

    /// <summary>Reads the properties of a body that the contract defines. Refuses a body that does not match the contract.</summary>
    public JsonObject ReadBody(byte[] body)
    {
        if (_body is null || (body.Length == 0 && !_needsBody)) return [];
        try
        {
            using var document = JsonDocument.Parse(body, Reading);
            return _body.Value.Read(document.RootElement, "")!.AsObject();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Invalid Unicode is detected only when the text is read.
            throw SandboxError.Invalid("body", "must be JSON, at most 32 levels deep");
        }
    }

    private static bool IsParameter(string segment) => segment.Length > 0 && segment[0] == '{';
}
