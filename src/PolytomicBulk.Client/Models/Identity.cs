namespace PolytomicBulk;

/// <summary>The user and the organization that a key belongs to.</summary>
public sealed class Identity : ApiObject
{
    /// <summary>The caller's email address, if the caller is a user.</summary>
    public string? Email { get; set; }

    /// <summary>The caller's role in the organization.</summary>
    public string? Role { get; set; }

    /// <summary>The name of the organization.</summary>
    public string? OrganizationName { get; set; }

    /// <summary>Whether the caller is a user.</summary>
    public bool? IsUser { get; set; }

    /// <summary>Whether the caller is an organization.</summary>
    public bool? IsOrganization { get; set; }

    /// <summary>Whether the caller is a partner, who has access only to organizations and users.</summary>
    public bool? IsPartner { get; set; }

    /// <summary>Whether the caller is the service itself.</summary>
    public bool? IsSystem { get; set; }

    /// <summary>The caller's id.</summary>
    public string? Id { get; set; }

    /// <summary>The id of the organization.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>The caller and the organization in words.</summary>
    public override string ToString() =>
        (Email ?? Id, OrganizationName ?? OrganizationId?.ToString()) switch
        {
            ({ Length: > 0 } caller, { Length: > 0 } organization) => $"{caller} of {organization}",
            (var caller, var organization) => caller ?? organization ?? "",
        };
}
