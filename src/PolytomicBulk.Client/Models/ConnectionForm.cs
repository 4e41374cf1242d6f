namespace PolytomicBulk;

/// <summary>The form that describes the settings of a connection.</summary>
public sealed class ConnectionForm : ApiObject
{
    /// <summary>The settings and their types, as a JSON schema.</summary>
    [JsonIgnore]
    public object? Jsonschema => JsonMap.ToProperty(JsonschemaJson);

    [JsonInclude, JsonPropertyName("jsonschema")]
    internal JsonElement? JsonschemaJson { get; set; }

    /// <summary>How the settings are laid out.</summary>
    [JsonIgnore]
    public object? Uischema => JsonMap.ToProperty(UischemaJson);

    [JsonInclude, JsonPropertyName("uischema")]
    internal JsonElement? UischemaJson { get; set; }

    /// <summary>The JSON schema's text.</summary>
    public override string ToString() => Jsonschema?.ToString() ?? "";
}
