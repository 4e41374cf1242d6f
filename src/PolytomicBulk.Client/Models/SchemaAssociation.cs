namespace PolytomicBulk;

/// <summary>What a field refers to.</summary>
public sealed class SchemaAssociation : ApiWord
{
    /// <summary>The association's id.</summary>
    public string? Id { get; set; }

    /// <summary>The association's name.</summary>
    public string? Name { get; set; }

    /// <summary>The schemas that are referred to.</summary>
    public ApiList<string>? ReferenceTo { get; set; }

    /// <summary>The field that is referred to.</summary>
    public string? ReferencedField { get; set; }

    /// <summary>What is referred to, such as <c>Account.Id</c>.</summary>
    public override string ToString() => (ReferenceTo, ReferencedField) switch
    {
        ({ Count: > 0 } schemas, { Length: > 0 } field) => string.Join("; ", schemas.Select(schema => $"{schema}.{field}")),
        ({ Count: > 0 } schemas, _) => schemas.ToString(),
        _ => Name ?? Id ?? "",
    };
}
