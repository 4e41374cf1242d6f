namespace PolytomicBulk.Report;

/// <summary>Explains the numbers of a report in the report itself.</summary>
internal static class ReportMeanings
{
    public static readonly (string Term, string Meaning)[] All =
    [
        ("Run", "an execution that has ended, was not a test, and began in the period. Running and canceled executions are counted separately."),
        ("Succeeded, failed", "succeeded: status completed, with or without warnings. Failed: status failed, errors or interrupted."),
        ("Rate", "succeeded ÷ (succeeded + failed), rounded down. A dash means that there were no runs."),
        ("Full success", "a run that succeeded and was not limited to some schemas. Durations and records per run use only full successes."),
        ("Records", "the number of records that the service read from completed schemas, by the local day on which the run began. A record that is sent "
            + "twice counts twice, so this is not the number of rows in the destination."),
        ("Comparison", "the last 7 full days and the 7 days before. Only syncs whose history covers both are compared."),
        ("Duration", "from start to end of a full success, as minutes:seconds or hours:minutes:seconds. Percentiles use the nearest rank. With fewer than "
            + "20 runs, the longest run (max) is shown instead of the 95th percentile."),
        ("Failing", "the last run failed. Tests and runs that were limited to some schemas do not count. The time is the first failure after the last full "
            + "success."),
        ("Last success of a schema", "the end of its newest run with status completed and no errors, except in tests."),
        ("Late", "a run that copies the schema was due more than 30 minutes plus twice the median duration ago, and no success has begun since. With a "
            + "continuous schedule: the last success is older than 1 hour plus four times the median time between runs. Times before the schedule was "
            + "created, or before the first known run, do not count."),
        ("Next run", "as the service returns it. A paused sync has none."),
        ("Collision", "more than two active syncs read from one connection at the same time, estimated from their median durations."),
    ];
}
