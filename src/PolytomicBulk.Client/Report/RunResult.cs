namespace PolytomicBulk.Report;

/// <summary>What came of a run.</summary>
internal enum RunResult
{
    /// <summary>It is not over.</summary>
    UnderWay,

    /// <summary>It is completed, with or without warnings.</summary>
    Succeeded,

    /// <summary>It ended as failed, with errors, or interrupted.</summary>
    Failed,

    /// <summary>Somebody canceled it.</summary>
    Canceled,

    /// <summary>It is over, in a state that this version does not know.</summary>
    Other,
}
