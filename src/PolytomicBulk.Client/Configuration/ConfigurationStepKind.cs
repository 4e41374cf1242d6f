namespace PolytomicBulk.Configuration;

/// <summary>What a step of a plan does.</summary>
public enum ConfigurationStepKind
{
    /// <summary>Nothing, since the sync is as its file says.</summary>
    Nothing,

    /// <summary>Makes a sync.</summary>
    Create,

    /// <summary>Changes a sync.</summary>
    Update,

    /// <summary>Deletes a sync.</summary>
    Delete,

    /// <summary>Nothing, for a reason.</summary>
    Refuse,
}
