namespace PolytomicBulk;

/// <summary>The totals of executions: of a bulk sync, a day, a week or a schema.</summary>
public sealed class BulkSyncExecutionMeasure
{
    private readonly RunDurations _durations;

    internal BulkSyncExecutionMeasure(string label, IReadOnlyCollection<Run> runs, bool hasBlocks)
    {
        var counted = runs.Where(run => run.Counts).ToList();
        Run? Newest(Func<Run, bool> isWanted, Func<Run, DateTimeOffset?> time) => runs.Where(isWanted).OrderByDescending(time).FirstOrDefault();

        Label = label;
        (Runs, Succeeded, Failed) = (counted.Count, Count(counted, RunResult.Succeeded), Count(counted, RunResult.Failed));
        Canceled = Count(runs.Where(run => !run.IsTest), RunResult.Canceled);
        UnderWay = Count(runs.Where(run => !run.IsTest), RunResult.UnderWay);
        Tests = runs.Count(run => run.IsTest);
        SuccessRate = Rate(Succeeded, Failed);
        _durations = new(counted);
        RecordCount = Sum(runs.Where(run => run.IsOver).Select(run => run.Records));
        OtherRecordCount = Sum(runs.Where(run => run.IsOver).Select(run => run.OtherRecords));
        var full = counted.FindAll(run => run.IsFullSuccess);
        RecordsPerRun = full.Count == 0 ? null : (long)Math.Round(full.Average(run => (decimal)run.Records), MidpointRounding.AwayFromZero);
        var last = Newest(run => run.Counts, run => run.Start);
        (LastRun, LastStatus) = (Local(last?.Start), last?.Status);
        LastSuccess = Local(Newest(run => run.IsFullSuccess, run => run.End ?? run.Start) is { } success ? success.End ?? success.Start : null);
        var failure = Newest(run => run.Counts && run.Result == RunResult.Failed, run => run.Start);
        (LastFailure, LastFailureMessage) = (Local(failure?.Start), failure?.Message);
        Trend = RunTrend.Draw(runs, hasBlocks);
    }

    /// <summary>What the row is of: the sync's name, the day, the sync and the table, or the total.</summary>
    public string Label { get; }

    /// <summary>How many executions are over, tests and canceled ones left out.</summary>
    public int Runs { get; }

    /// <summary>How many of them are completed, with or without warnings.</summary>
    public int Succeeded { get; }

    /// <summary>How many of them ended as failed, with errors, or interrupted.</summary>
    public int Failed { get; }

    /// <summary>Succeeded of those that succeeded or failed, in percent, rounded down to a tenth; null where there was none.</summary>
    public double? SuccessRate { get; }

    /// <summary>How long half of the full successes took at most.</summary>
    public TimeSpan? MedianDuration => _durations.Median;

    /// <summary>The duration in whole seconds, for sums and spreadsheets.</summary>
    public long? MedianDurationSeconds => Elapsed.Seconds(MedianDuration);

    /// <summary>How long the longest full success took.</summary>
    public TimeSpan? LongestDuration => _durations.Longest;

    /// <summary>The duration in whole seconds, for sums and spreadsheets.</summary>
    public long? LongestDurationSeconds => Elapsed.Seconds(LongestDuration);

    /// <summary>The records of tables that completed. What is sent again counts again.</summary>
    public long RecordCount { get; }

    /// <summary>The records of tables that did not complete.</summary>
    public long OtherRecordCount { get; }

    /// <summary>The average of the records of full successes; null where there was none.</summary>
    public long? RecordsPerRun { get; }

    /// <summary>When the last one began, in local time.</summary>
    public DateTime? LastRun { get; }

    /// <summary>What came of the last one, in the service's word.</summary>
    public string? LastStatus { get; }

    /// <summary>When the last full success ended, in local time: no test, and not limited to some tables. Of a table, those count, too.</summary>
    public DateTime? LastSuccess { get; }

    /// <summary>When the last failure began, in local time.</summary>
    public DateTime? LastFailure { get; }

    /// <summary>What the service said of it.</summary>
    public string? LastFailureMessage { get; }

    /// <summary>The last runs, the newest at the end: the longer one took the higher, and a mark for each that failed.</summary>
    public string Trend { get; }

    /// <summary>How many executions were canceled.</summary>
    public int Canceled { get; }

    /// <summary>How many executions are not over.</summary>
    public int UnderWay { get; }

    /// <summary>How many executions were tests. They count nowhere else.</summary>
    public int Tests { get; }

    /// <summary>Of a table: whether a run of it was due, and no success has begun since. Null where it is not known, and where none was due.</summary>
    public bool? IsLate { get; internal set; }

    /// <summary>Of a table: when its last run was due, in local time. Of a continuous schedule, when its next success is due at the latest.</summary>
    public DateTime? DueAt { get; internal set; }

    /// <summary>The sync's name; null where the row is not of one sync.</summary>
    public string? SyncName { get; internal set; }

    /// <summary>The day, or the first day of the week; null where the row is of neither.</summary>
    public DateTime? Day { get; internal set; }

    /// <summary>The schema's id; null where the row is not of one table.</summary>
    public string? Schema { get; internal set; }

    /// <summary>The table's name in the destination.</summary>
    public string? OutputName { get; internal set; }

    /// <summary>Whether it is the sum of all rows.</summary>
    public bool IsTotal { get; internal set; }

    /// <summary>The sync's id; null where the row is not of one sync.</summary>
    public Guid? SyncId { get; internal set; }

    /// <summary>What the row is of, and how many succeeded and failed.</summary>
    public override string ToString() => FormattableString.Invariant($"{Label}: {Succeeded} succeeded, {Failed} failed");

    internal RunDurations Durations => _durations;

    /// <summary>A rate in percent, rounded down, so that only all is 100.</summary>
    internal static double? Rate(long part, long rest) => part + rest == 0 ? null : Math.Floor(1000.0 * part / (part + rest)) / 10;

    internal static long Sum(IEnumerable<long> counts) => ExecutionStates.Total(counts.Select(count => (long?)count)) ?? 0;

    internal static DateTime? Local(DateTimeOffset? time) => time?.LocalDateTime;

    private static int Count(IEnumerable<Run> runs, RunResult result) => runs.Count(run => run.Result == result);
}
