using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>A kind of connection that the service offers, with the form to fill in for it.</summary>
public sealed class ConnectionType : ApiObject
{
    /// <summary>The type's id, such as <c>postgresql</c>.</summary>
    public string? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The type's name, such as PostgreSQL.</summary>
    public string? Name { get; set; }

    /// <summary>What connections of this type can be used for.</summary>
    public ConnectionTypeCapabilities? Capabilities { get; set; }

    /// <summary>The form that describes the settings of such a connection.</summary>
    [JsonPropertyName("configurationForm")]
    public ConnectionForm? ConfigurationForm { get; set; }

    /// <summary>The settings that a new connection begins with.</summary>
    [JsonPropertyName("initialConfiguration")]
    public JsonMap? InitialConfiguration { get; set; }

    /// <summary>Settings that the installation itself gives.</summary>
    [JsonPropertyName("envConfig")]
    public JsonMap? EnvConfig { get; set; }

    /// <summary>Whether such a connection is made by signing in with OAuth.</summary>
    public bool? UseOauth { get; set; }

    /// <summary>What to tell the user before OAuth.</summary>
    public OAuthPrompt? OauthPrompt { get; set; }

    /// <summary>The address of the type's logo.</summary>
    public string? LogoUrl { get; set; }

    /// <summary>The type's name.</summary>
    public override string ToString() => Name ?? Id ?? "";
}
