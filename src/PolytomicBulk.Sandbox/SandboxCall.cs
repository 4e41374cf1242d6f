using PolytomicBulk.Sandbox.Contract;

namespace PolytomicBulk.Sandbox;

/// <summary>A request to an operation.</summary>
internal sealed class SandboxCall(SandboxRequest request, ApiOperation operation)
{
    private readonly Dictionary<string, string> _path = operation.PathValues(request.Segments);

    public SandboxRequest Request => request;

    public ApiOperation Operation => operation;

    /// <summary>The properties of the body that the contract defines.</summary>
    public JsonObject Body => field ??= operation.ReadBody(request.Body);

    /// <summary>Whether the body contains a property, even one that the contract does not define.</summary>
    public bool Sent(string property)
    {
        using var body = JsonDocument.Parse(request.Body.Length == 0 ? "{}"u8.ToArray() : request.Body);
        return body.RootElement.TryGetProperty(property, out _);
    }

    /// <summary>A parameter of the path.</summary>
    public string this[string name] => _path[name];

    public string? Parameter(string name) => request.Parameter(name);

    public bool IsSet(string name) => Parameter(name) == "true";

    /// <summary>The requested number of items, up to the maximum. Without a limit in the request, it is the maximum.</summary>
    public int Limit(int most) => long.TryParse(Parameter("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
        ? (int)Math.Min(limit, most) : most;
}

/// <summary>The answer of an operation. Some answers have no body, and some have a Location header.</summary>
internal readonly record struct SandboxReply(int Status, JsonObject? Body, string? Location = null)
{
    public static readonly SandboxReply Accepted = new(202, Body: null);

    public static SandboxReply Nothing => new(200, []);

    public static SandboxReply Data(JsonNode? data) => new(200, new JsonObject { ["data"] = data?.DeepClone() });
}
