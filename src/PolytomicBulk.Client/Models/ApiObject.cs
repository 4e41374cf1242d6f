namespace PolytomicBulk;

/// <summary>The base of all objects of the API. It keeps properties that this version does not know.</summary>
public abstract class ApiObject
{
    /// <summary>Begins the JSON name of what is not on the wire. An ignored property would swallow one of its name that the service sends.</summary>
    internal const string OffTheWire = "\0";

    [JsonInclude, JsonExtensionData]
    internal Dictionary<string, JsonElement>? UnknownProperties { get; set; }

    /// <summary>What tells it from the others of its kind; null where that is not known.</summary>
    internal virtual object? ListKey => null;

    /// <summary>Properties of the service that this version of the module does not know. Null if there are none.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(AdditionalProperties))]
    public JsonMap? AdditionalProperties => UnknownProperties is { Count: > 0 } unknown ? JsonMap.From(unknown) : null;
}
