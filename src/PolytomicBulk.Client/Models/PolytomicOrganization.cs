namespace PolytomicBulk;

/// <summary>An organization: of the session, or of a partner.</summary>
public sealed class PolytomicOrganization : ApiObject
{
    /// <summary>The name of the organization.</summary>
    public string? Name { get; set; }

    /// <summary>The domain whose users sign in by single sign-on.</summary>
    public string? SsoDomain { get; set; }

    /// <summary>The id of the organization at the provider of single sign-on.</summary>
    public string? SsoOrgId { get; set; }

    /// <summary>Who issues the identities for single sign-on.</summary>
    public string? Issuer { get; set; }

    /// <summary>The id of the organization.</summary>
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The id of the organization, under the name that other commands use for it.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(OrganizationId))]
    public Guid? OrganizationId => Id;

    /// <summary>The name of the organization.</summary>
    public override string ToString() => Name ?? Id?.ToString() ?? "";
}
