namespace PolytomicBulk.Http;

/// <summary>One logical request, which can take several attempts.</summary>
internal sealed class ApiRequest(HttpMethod method, string action, params string[] path)
{
    private string _query = "";

    public HttpMethod Method { get; } = method;

    public string Action { get; } = action;

    /// <summary>The kind of resource in the path.</summary>
    public ResourceKind Resource { get; init; }

    /// <summary>The secrets in the body, which must not appear in messages. Null if there are none.</summary>
    public SecretSpellings? Secrets { get; private set; }

    /// <summary>The id of the requested object. Null if the answer does not contain it, or there is no id yet.</summary>
    public string? About { get; init; }

    /// <summary>The segments of the path, not encoded.</summary>
    public IReadOnlyList<string> Segments { get; } = path;

    public string Path { get; } = string.Join("/", path.Select(PathSegments.Escape));

    public string PathAndQuery => Path + _query;

    /// <summary>Describes the request in a failure.</summary>
    public FailedRequest ToFailed() => new(Resource, Method.Method, "/" + Path);

    /// <summary>The same key for all attempts of a POST, so that a retry never does the work twice.</summary>
    public string? IdempotencyKey { get; } = method == HttpMethod.Post ? Guid.NewGuid().ToString("N") : null;

    /// <summary>The JSON body in UTF-8, if any.</summary>
    public ArraySegment<byte>? Body { get; private set; }

    /// <summary>Why an answer is not about the requested object. Null if it is, or if the answer does not say.</summary>
    public string? FaultOf(string? id) =>
        About is null || string.IsNullOrEmpty(id) || string.Equals(id, About, StringComparison.OrdinalIgnoreCase) ? null : $"it is about '{id}', not '{About}'";

    /// <summary>Sets the secrets in the body.</summary>
    public ApiRequest Hiding(SecretSpellings? secrets)
    {
        Secrets = secrets;
        return this;
    }

    /// <summary>Sets the body. Numbers and names are sent exactly as in the node.</summary>
    public ApiRequest WithBody(JsonNode body)
    {
        Body = JsonBytes.Of(body);
        return this;
    }

    /// <summary>Sets the body with one list that is written item by item.</summary>
    public ApiRequest WithBody(JsonObject body, string name, IEnumerable<Action<Utf8JsonWriter>> items)
    {
        Body = JsonBytes.Of(body, name, items);
        return this;
    }

    /// <summary>Adds a query parameter, unless its value is null.</summary>
    public ApiRequest With(string name, string? value)
    {
        if (value is not null) _query += $"{(_query.Length == 0 ? '?' : '&')}{name}={PathSegments.Escape(value)}";
        return this;
    }

    /// <inheritdoc cref="With(string, string?)"/>
    public ApiRequest With(string name, bool? value) => With(name, value switch { true => "true", false => "false", null => null });
}
