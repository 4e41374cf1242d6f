namespace PolytomicBulk;

/// <summary>The base of all objects of the API. It keeps properties that this version does not know.</summary>
public abstract class ApiObject
{
    /// <summary>
    /// The beginning of JSON names of properties that are not in the API. An ignored property would hide a property of the service with the same
    /// name.
    /// </summary>
    internal const string OffTheWire = "\0";

    [JsonInclude, JsonExtensionData]
    internal Dictionary<string, JsonElement>? UnknownProperties { get; set; }

    /// <summary>The key of the object in a list. Null if unknown.</summary>
    internal virtual object? ListKey => null;

    /// <summary>Properties of the service that this version of the module does not know. Null if there are none.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(AdditionalProperties))]
    public JsonMap? AdditionalProperties => UnknownProperties is { Count: > 0 } unknown ? JsonMap.From(unknown) : null;
}
