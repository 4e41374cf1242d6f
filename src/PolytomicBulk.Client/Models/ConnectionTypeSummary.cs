namespace PolytomicBulk;

/// <summary>The type of a connection.</summary>
public sealed class ConnectionTypeSummary : ApiWord
{
    /// <summary>The id of the type, such as <c>postgresql</c>.</summary>
    public string? Id { get; set; }

    /// <summary>The name of the type, such as PostgreSQL.</summary>
    public string? Name { get; set; }

    /// <summary>What connections of this type can do.</summary>
    public ApiList<string>? Operations { get; set; }

    /// <summary>The address of the type's logo.</summary>
    public string? LogoUrl { get; set; }

    /// <summary>The name of the type.</summary>
    public override string ToString() => Name ?? Id ?? "";
}
