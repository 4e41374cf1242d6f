namespace PolytomicBulk;

/// <summary>A kind of connection, as a connection carries it.</summary>
public sealed class ConnectionTypeSummary : ApiWord
{
    /// <summary>The type's id, such as <c>postgresql</c>.</summary>
    public string? Id { get; set; }

    /// <summary>The type's name, such as PostgreSQL.</summary>
    public string? Name { get; set; }

    /// <summary>What connections of this type can do.</summary>
    public ApiList<string>? Operations { get; set; }

    /// <summary>The address of the type's logo.</summary>
    public string? LogoUrl { get; set; }

    /// <summary>The type's name.</summary>
    public override string ToString() => Name ?? Id ?? "";
}
