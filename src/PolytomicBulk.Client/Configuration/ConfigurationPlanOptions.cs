namespace PolytomicBulk.Configuration;

/// <summary>The options of a plan.</summary>
public sealed record ConfigurationPlanOptions
{
    /// <summary>The connections that replace those in the files. Null to keep those in the files.</summary>
    public NameMap? Connections { get; init; }

    /// <summary>The permission policies that replace those in the files. Null to keep those in the files.</summary>
    public NameMap? Policies { get; init; }

    /// <summary>
    /// Whether to continue despite names and values that this version does not know, settings that do not fit the connections, and a second bulk sync
    /// that copies to the same place. The step then describes what was overridden.
    /// </summary>
    public bool SkipValidation { get; init; }

    /// <summary>Whether to delete bulk syncs without a file.</summary>
    public bool Prune { get; init; }

    /// <summary>
    /// Whether the plan is only a comparison. It then shows all bulk syncs without a file as deletions, accepts connections that do not exist, and
    /// does not check files.
    /// </summary>
    public bool OnlyCompares { get; init; }
}
