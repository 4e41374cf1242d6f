namespace PolytomicBulk.Http;

/// <summary>One logical request, whatever the number of attempts it takes.</summary>
internal sealed class ApiRequest(HttpMethod method, string action, params string[] path)
{
    private string _query = "";

    public HttpMethod Method { get; } = method;

    public string Action { get; } = action;

    /// <summary>Of what kind the thing is that the path names.</summary>
    public ResourceKind Resource { get; init; }

    /// <summary>The secrets in its body, which nothing that the service says of it may repeat; null where there are none.</summary>
    public SecretSpellings? Secrets { get; init; }

    /// <summary>The id of what the answer is about; null where the answer does not say, or it has none yet.</summary>
    public string? About { get; init; }

    /// <summary>The path's segments, not encoded.</summary>
    public IReadOnlyList<string> Segments { get; } = path;

    public string Path { get; } = string.Join("/", path.Select(PathSegments.Escape));

    public string PathAndQuery => Path + _query;

    /// <summary>One key for all attempts of a POST, so that a retry never does it twice.</summary>
    public string? IdempotencyKey { get; } = method == HttpMethod.Post ? Guid.NewGuid().ToString("N") : null;

    /// <summary>The JSON body's UTF-8 bytes, where there is a body.</summary>
    public ArraySegment<byte>? Body { get; private set; }

    /// <summary>What is wrong with an answer that is about something; null where nothing is. One that does not say is taken for what was asked for.</summary>
    public string? FaultOf(string? id) =>
        About is null || string.IsNullOrEmpty(id) || string.Equals(id, About, StringComparison.OrdinalIgnoreCase) ? null : $"it is about '{id}', not '{About}'";

    /// <summary>Sets the body. Numbers and names go out as they stand in the node.</summary>
    public ApiRequest WithBody(JsonNode body)
    {
        Body = JsonBytes.Of(body);
        return this;
    }

    /// <summary>Sets the body, with one list that is written item by item.</summary>
    public ApiRequest WithBody(JsonObject body, string name, IEnumerable<JsonObject> items)
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
