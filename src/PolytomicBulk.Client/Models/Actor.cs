namespace PolytomicBulk;

/// <summary>The user or service that created or changed something.</summary>
public sealed class Actor : ApiWord
{
    /// <summary>The actor's id.</summary>
    public Guid? Id { get; set; }

    /// <summary>The actor's name.</summary>
    public string? Name { get; set; }

    /// <summary>What the actor is, such as <c>user</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The name, or the id if there is no name.</summary>
    public override string ToString() => Name ?? Id?.ToString() ?? "";
}
