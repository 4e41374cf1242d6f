namespace PolytomicBulk;

/// <summary>An action of a permission policy.</summary>
public sealed class PolytomicPolicyAction : ApiWord
{
    /// <summary>The name of the action.</summary>
    public string? Action { get; set; }

    /// <summary>The ids of the roles that can perform the action.</summary>
    public ApiList<Guid>? RoleIds { get; set; }

    /// <summary>The action with the ids of its roles, such as <c>edit: 5b1c…, 9e07…</c>.</summary>
    public override string ToString() => RoleIds is { Count: > 0 } roles ? $"{Action}: {string.Join(", ", roles)}" : Action ?? "";
}
