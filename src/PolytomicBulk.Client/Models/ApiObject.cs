using System.Text.Json;
using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>What every object of the API shares: properties that this version does not know are kept.</summary>
public abstract class ApiObject
{
    /// <summary>Begins the JSON name of what is not on the wire. An ignored property would swallow one of its name that the service sends.</summary>
    internal const string OffTheWire = "\0";

    [JsonInclude, JsonExtensionData]
    internal Dictionary<string, JsonElement>? UnknownProperties { get; set; }

    /// <summary>What tells it from the others of its kind; null where that is not known.</summary>
    internal virtual object? ListKey => null;

    /// <summary>Properties that the service sent and this version of the module has no name for; null when there were none.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(AdditionalProperties))]
    public JsonMap? AdditionalProperties => UnknownProperties is { Count: > 0 } unknown ? JsonMap.From(unknown) : null;
}
