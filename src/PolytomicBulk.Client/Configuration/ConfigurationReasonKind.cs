namespace PolytomicBulk.Configuration;

/// <summary>Why a step is refused, or would be.</summary>
public enum ConfigurationReasonKind
{
    /// <summary>The sync could not be read.</summary>
    Unreadable,

    /// <summary>A connection of the file is not there.</summary>
    NoSuchConnection,

    /// <summary>A permission policy of the file is not there.</summary>
    NoSuchPolicy,

    /// <summary>It is not clear which sync the file is of.</summary>
    Ambiguous,

    /// <summary>The file may be mistyped.</summary>
    MayBeMistyped,

    /// <summary>A sync of the same name already copies to the same place.</summary>
    SecondSync,

    /// <summary>A sync of another name, which has no file, copies to the same place, so that it may be the file's.</summary>
    MayBeRenamed,

    /// <summary>Another file says the same, and creates the same sync.</summary>
    SaysTheSame,

    /// <summary>The sync is not to be deleted, since a file may be its own that creates another.</summary>
    MayHaveFile,

    /// <summary>Nothing can be said of syncs without a file, since not every file is of use, or not all were given.</summary>
    Incomplete,

    /// <summary>A secret would be lost, since nobody can tell where it belongs, or the service shows a mask in its place.</summary>
    LosesSecret,

    /// <summary>The source has no such table or field, or the destination takes no such mode or setting.</summary>
    DoesNotFit,

    /// <summary>A copy has no name of its own.</summary>
    NeedsName,
}
