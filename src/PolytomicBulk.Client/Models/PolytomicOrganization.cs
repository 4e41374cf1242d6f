using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>An organization: what a session is connected to, or one of those that a partner's key reaches.</summary>
public sealed class PolytomicOrganization : ApiObject
{
    /// <summary>The organization's name.</summary>
    public string? Name { get; set; }

    /// <summary>The domain whose users sign in by single sign-on.</summary>
    public string? SsoDomain { get; set; }

    /// <summary>The organization's id at the provider of single sign-on.</summary>
    public string? SsoOrgId { get; set; }

    /// <summary>Who issues the identities for single sign-on.</summary>
    public string? Issuer { get; set; }

    /// <summary>The organization's id.</summary>
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The organization's id under the name that everything in an organization has for it, so that commands chain.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(OrganizationId))]
    public Guid? OrganizationId => Id;

    /// <summary>The organization's name.</summary>
    public override string ToString() => Name ?? Id?.ToString() ?? "";
}
