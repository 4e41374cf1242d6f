namespace PolytomicBulk.Json;

/// <summary>What the service sends with a status that is not a success.</summary>
internal sealed class ApiErrorBody
{
    public string? Key { get; set; }

    public string? Message { get; set; }

    public JsonMap? Metadata { get; set; }
}
