using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>A permission policy: which roles may do what with the bulk syncs and connections that carry it.</summary>
public sealed class PolytomicPolicy : ApiObject
{
    /// <summary>The policy's name.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the service made the policy, and not somebody in the organization.</summary>
    public bool? System { get; set; }

    /// <summary>The actions that the policy is about, each with the roles that it names.</summary>
    public ApiList<PolytomicPolicyAction>? PolicyActions { get; set; }

    /// <summary>The policy's id.</summary>
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The policy's id under a name of its own, so that a policy is not taken for anything else that has an id.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(PolicyId))]
    public Guid? PolicyId => Id;

    /// <summary>The organization that the policy belongs to.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>The policy's name.</summary>
    public override string ToString() => Name ?? Id?.ToString() ?? "";
}
