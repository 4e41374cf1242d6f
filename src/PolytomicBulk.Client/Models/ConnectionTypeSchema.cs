namespace PolytomicBulk;

/// <summary>The settings that connections of a type have, as a JSON schema.</summary>
public sealed class ConnectionTypeSchema : ApiObject
{
    /// <summary>The JSON type of a configuration, which is <c>object</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The settings and their schemas, by name.</summary>
    public JsonMap? Properties { get; set; }

    /// <summary>The names of the required settings.</summary>
    public ApiList<string>? Required { get; set; }

    /// <summary>Settings that depend on another setting, by the name of the other.</summary>
    [JsonPropertyName("dependentSchemas")]
    public JsonMap? DependentSchemas { get; set; }

    /// <summary>The names of the settings.</summary>
    public override string ToString() => string.Join("; ", Properties?.Keys ?? []);
}
