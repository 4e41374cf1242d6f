namespace PolytomicBulk.Configuration;

/// <summary>How a plan is made.</summary>
public sealed record ConfigurationPlanOptions
{
    /// <summary>Which connections take the place of those in the files; null where none does.</summary>
    public NameMap? Connections { get; init; }

    /// <summary>Which permission policies take the place of those in the files; null where none does.</summary>
    public NameMap? Policies { get; init; }

    /// <summary>
    /// Whether what may be wrong is done all the same: what this version does not know, what the connections do not have, and what would make a second
    /// sync to the same place. The step then says what was overridden.
    /// </summary>
    public bool SkipValidation { get; init; }

    /// <summary>Whether syncs without a file are deleted.</summary>
    public bool Prune { get; init; }

    /// <summary>
    /// Whether the plan is only to tell what differs. Then it says of all syncs without a file that they would be deleted,
    /// connections need not be there, and files are not checked.
    /// </summary>
    public bool OnlyCompares { get; init; }
}
