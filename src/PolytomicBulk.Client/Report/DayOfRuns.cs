namespace PolytomicBulk.Report;

/// <summary>The result of the runs of a day.</summary>
internal enum DayResult
{
    /// <summary>The history does not cover the day.</summary>
    NoHistory,

    /// <summary>Nothing ran.</summary>
    NoRun,

    /// <summary>All runs succeeded.</summary>
    Succeeded,

    /// <summary>Some failed, and a later one succeeded.</summary>
    Recovered,

    /// <summary>The last one failed.</summary>
    Failed,
}

/// <summary>A day of a bulk sync.</summary>
/// <param name="Day">The local day.</param>
/// <param name="Result">The result of its runs.</param>
/// <param name="Failures">The number of runs that failed.</param>
internal sealed record DayOfRuns(DateTime Day, DayResult Result, int Failures)
{
    /// <summary>Determines the result of the runs of a day.</summary>
    public static DayOfRuns Of(DateTime day, IEnumerable<Run> runs, bool isKnown)
    {
        var counted = runs.Where(run => run.Result is RunResult.Succeeded or RunResult.Failed).OrderBy(run => run.Start).ToList();
        var failures = counted.Count(run => run.Result == RunResult.Failed);
        var result = (counted.Count, failures) switch
        {
            (0, _) => isKnown ? DayResult.NoRun : DayResult.NoHistory,
            (_, 0) => DayResult.Succeeded,
            _ => counted[counted.Count - 1].Result == RunResult.Failed ? DayResult.Failed : DayResult.Recovered,
        };
        return new(day, result, failures);
    }
}
