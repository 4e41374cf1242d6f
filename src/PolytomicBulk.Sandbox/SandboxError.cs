namespace PolytomicBulk.Sandbox;

/// <summary>An error that the service would answer.</summary>
internal sealed class SandboxError : Exception
{
    private readonly int? _status;
    private readonly string? _property;

    /// <summary>An error with a status of its own.</summary>
    public SandboxError(int status, string key, string message)
        : base(message) => (_status, Key) = (status, key);

    private SandboxError(string property, string message)
        : base(message) => _property = property;

    private string? Key { get; }

    /// <summary>What was sent is refused, with the status that the contract has for that at the operation.</summary>
    public static SandboxError Invalid(string property, string what) => new(property, $"{property} {what}");

    public static SandboxError Missing(string property) => Invalid(property, "is required");

    public static SandboxError NotFound(string what) => new(404, "not_found", $"{what} not found");

    /// <summary>The answer.</summary>
    public (int Status, JsonObject Body) ToAnswer(int refusal)
    {
        var status = _status ?? refusal;
        return (status, new JsonObject
        {
            ["key"] = Key ?? (status == 422 ? "unprocessable" : "bad_request"),
            ["message"] = Message,
            ["metadata"] = _property is null ? [] : new JsonObject { ["property"] = _property },
            ["status"] = status,
        });
    }
}
