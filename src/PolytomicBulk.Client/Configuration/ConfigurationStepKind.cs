namespace PolytomicBulk.Configuration;

/// <summary>What a step of a plan does.</summary>
public enum ConfigurationStepKind
{
    /// <summary>Does nothing, because the bulk sync matches its file.</summary>
    Nothing,

    /// <summary>Creates a bulk sync.</summary>
    Create,

    /// <summary>Changes a bulk sync.</summary>
    Update,

    /// <summary>Deletes a bulk sync.</summary>
    Delete,

    /// <summary>Does nothing, because the step is refused.</summary>
    Refuse,
}
