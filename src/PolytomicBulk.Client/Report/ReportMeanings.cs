namespace PolytomicBulk.Report;

/// <summary>What the numbers of a report mean, in the report itself.</summary>
internal static class ReportMeanings
{
    public static readonly (string Term, string Meaning)[] All =
    [
        ("Run", "an execution that is over, was no test, and began in the window. Running and canceled ones are counted apart."),
        ("Succeeded, failed", "status completed, with or without warnings; status failed, errors or interrupted."),
        ("Rate", "succeeded ÷ (succeeded + failed), rounded down; a dash where there was neither."),
        ("Full success", "a run that succeeded and was not limited to some tables. Only that is a last full success, and only that has a duration and records "
            + "a run."),
        ("Records", "the service's count of the records of tables that completed, by the local day on which the run began. Rows that are sent again count "
            + "again: it is no count of rows in the destination."),
        ("Comparison", "the last 7 full days with the 7 before, of syncs alone whose history covers both."),
        ("Duration", "start to end of full successes, in minutes:seconds or hours:minutes:seconds; percentiles by nearest rank. Below 20 runs the longest "
            + "(max) is shown in place of the 95th percentile."),
        ("Failing", "the last run failed that was neither a test nor limited to some tables; since the first failure after the last full success."),
        ("Last success of a table", "the end of its newest entry with status completed and no errors, in any run that was no test."),
        ("Late", "a run that copies the table was due, more than 30 minutes and twice the median duration have passed, and no success has begun since. "
            + "Continuous: older than 1 hour and four times the median time between runs. Due times before the schedule was made, or before the first run "
            + "that is known, do not count."),
        ("Next run", "as the service says; none of a paused sync."),
        ("Collision", "more than two active syncs read from one connection at the same time, by their median durations."),
    ];
}
