namespace PolytomicBulk;

/// <summary>A connection type, with the form of its settings.</summary>
public sealed class ConnectionType : ApiObject
{
    /// <summary>The id of the type, such as <c>postgresql</c>.</summary>
    public string? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The name of the type, such as PostgreSQL.</summary>
    public string? Name { get; set; }

    /// <summary>What connections of this type can be used for.</summary>
    public ConnectionTypeCapabilities? Capabilities { get; set; }

    /// <summary>The form that describes the settings of such a connection.</summary>
    [JsonPropertyName("configurationForm")]
    public ConnectionForm? ConfigurationForm { get; set; }

    /// <summary>The settings that a new connection begins with.</summary>
    [JsonPropertyName("initialConfiguration")]
    public JsonMap? InitialConfiguration { get; set; }

    /// <summary>Settings of the installation.</summary>
    [JsonPropertyName("envConfig")]
    public JsonMap? EnvConfig { get; set; }

    /// <summary>Whether a connection needs a sign-in with OAuth.</summary>
    public bool? UseOauth { get; set; }

    /// <summary>The text to show before a sign-in with OAuth.</summary>
    public OAuthPrompt? OauthPrompt { get; set; }

    /// <summary>The address of the type's logo.</summary>
    public string? LogoUrl { get; set; }

    /// <summary>The name of the type.</summary>
    public override string ToString() => Name ?? Id ?? "";
}
