using System.Text.Json;
using System.Text.Json.Serialization;

namespace PolytomicBulk.Json;

/// <summary>What the service sends with a status that is not a success. One odd part does not cost the others.</summary>
internal sealed class ApiErrorBody
{
    [JsonInclude, JsonPropertyName("key")]
    internal JsonElement KeyJson { get; set; }

    [JsonInclude, JsonPropertyName("message")]
    internal JsonElement MessageJson { get; set; }

    [JsonInclude, JsonPropertyName("metadata")]
    internal JsonElement MetadataJson { get; set; }

    [JsonIgnore]
    public string? Key => KeyJson.ValueKind == JsonValueKind.String ? KeyJson.GetString() : null;

    [JsonIgnore]
    public string? Message => MessageJson.ValueKind == JsonValueKind.String ? MessageJson.GetString() : null;

    [JsonIgnore]
    public JsonMap? Metadata => MetadataJson.ValueKind == JsonValueKind.Object ? JsonMap.From(MetadataJson) : null;
}
