namespace PolytomicBulk.Sandbox;

/// <summary>An error in the answer of the service.</summary>
internal sealed class SandboxError : Exception
{
    private readonly int? _status;
    private readonly string? _property;

    /// <summary>Creates an error with a fixed status.</summary>
    public SandboxError(int status, string key, string message)
        : base(message) => (_status, Key) = (status, key);

    private SandboxError(string property, string message)
        : base(message) => _property = property;

    private string? Key { get; }

    /// <summary>Creates an error for an invalid request. Its status depends on the operation.</summary>
    public static SandboxError Invalid(string property, string what) => new(property, $"{property} {what}");

    public static SandboxError Missing(string property) => Invalid(property, "is required");

    public static SandboxError NotFound(string what) => new(404, "not_found", $"{what} not found");

    /// <summary>The status and body of the answer. The parameter is the status for an invalid request.</summary>
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
