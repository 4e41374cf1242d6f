namespace PolytomicBulk.Configuration;

/// <summary>The kinds of reasons to refuse a step.</summary>
public enum ConfigurationReasonKind
{
    /// <summary>The bulk sync or the file cannot be read.</summary>
    Unreadable,

    /// <summary>A connection of the file does not exist.</summary>
    NoSuchConnection,

    /// <summary>A permission policy of the file does not exist.</summary>
    NoSuchPolicy,

    /// <summary>It is not clear which bulk sync the file belongs to.</summary>
    Ambiguous,

    /// <summary>The file may be mistyped.</summary>
    MayBeMistyped,

    /// <summary>Another bulk sync or another file copies some of the same schemas to the same place.</summary>
    SecondSync,

    /// <summary>
    /// A bulk sync with another name and without a file already copies some of the same schemas to the same place. It may belong to this file.
    /// </summary>
    MayBeRenamed,

    /// <summary>Another file has the same content, and creates the same bulk sync.</summary>
    SaysTheSame,

    /// <summary>The bulk sync is not deleted, because a file that creates another bulk sync may belong to it.</summary>
    MayHaveFile,

    /// <summary>It is not known which bulk syncs have no file, because some files cannot be used or were not specified.</summary>
    Incomplete,

    /// <summary>A secret would be lost, because the service masks it or because several items of its list have changed.</summary>
    LosesSecret,

    /// <summary>The source does not have the schema or field, or the destination does not support the mode or setting.</summary>
    DoesNotFit,

    /// <summary>The copy needs another name.</summary>
    NeedsName,

    /// <summary>The file omits a setting that the service requires, or the fields of an enabled schema.</summary>
    LacksSetting,
}
