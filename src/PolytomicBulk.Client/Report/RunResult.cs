namespace PolytomicBulk.Report;

/// <summary>The result of a run.</summary>
internal enum RunResult
{
    /// <summary>It has not ended.</summary>
    UnderWay,

    /// <summary>It completed, with or without warnings.</summary>
    Succeeded,

    /// <summary>It failed, ended with errors, or was interrupted.</summary>
    Failed,

    /// <summary>It was canceled.</summary>
    Canceled,

    /// <summary>It ended with a status that this version does not know.</summary>
    Other,
}
