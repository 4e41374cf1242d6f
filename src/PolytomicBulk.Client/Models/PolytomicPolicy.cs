namespace PolytomicBulk;

/// <summary>A permission policy. It defines which roles can use the bulk syncs and connections that have it.</summary>
public sealed class PolytomicPolicy : ApiObject
{
    /// <summary>The name of the policy.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the service created the policy, instead of a user.</summary>
    public bool? System { get; set; }

    /// <summary>The actions of the policy, each with its roles.</summary>
    public ApiList<PolytomicPolicyAction>? PolicyActions { get; set; }

    /// <summary>The id of the policy.</summary>
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The id of the policy, under a name that no other object uses.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(PolicyId))]
    public Guid? PolicyId => Id;

    /// <summary>The organization that the policy belongs to.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>The name of the policy.</summary>
    public override string ToString() => Name ?? Id?.ToString() ?? "";
}
