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

    /// <summary>What the row is about: the bulk sync, the day, the week, the schema, or <c>Total</c>.</summary>
    public string Label { get; }

    /// <summary>The number of executions that ended. Tests and canceled executions do not count.</summary>
    public int Runs { get; }

    /// <summary>The number of executions that completed, with or without warnings.</summary>
    public int Succeeded { get; }

    /// <summary>The number of executions that failed, ended with errors, or were interrupted.</summary>
    public int Failed { get; }

    /// <summary>The share of successes in all successes and failures, in percent, rounded down to one decimal place. Null if there were none.</summary>
    public double? SuccessRate { get; }

    /// <summary>The median duration of full successes.</summary>
    public TimeSpan? MedianDuration => _durations.Median;

    /// <summary>The duration in whole seconds, for sums and spreadsheets.</summary>
    public long? MedianDurationSeconds => Elapsed.Seconds(MedianDuration);

    /// <summary>The longest duration of a full success.</summary>
    public TimeSpan? LongestDuration => _durations.Longest;

    /// <summary>The duration in whole seconds, for sums and spreadsheets.</summary>
    public long? LongestDurationSeconds => Elapsed.Seconds(LongestDuration);

    /// <summary>The number of records of schemas that completed. A record that is sent again counts again.</summary>
    public long RecordCount { get; }

    /// <summary>The number of records of schemas that did not complete.</summary>
    public long OtherRecordCount { get; }

    /// <summary>The average number of records of a full success. Null if there was none.</summary>
    public long? RecordsPerRun { get; }

    /// <summary>When the last counted execution began, in local time.</summary>
    public DateTime? LastRun { get; }

    /// <summary>The status of that execution, as the service returns it.</summary>
    public string? LastStatus { get; }

    /// <summary>
    /// When the last full success ended, in local time. Tests, and executions that were limited to some schemas, do not count. For a row about a
    /// schema, limited executions count.
    /// </summary>
    public DateTime? LastSuccess { get; }

    /// <summary>When the last failure began, in local time.</summary>
    public DateTime? LastFailure { get; }

    /// <summary>The message of the service for the last failure.</summary>
    public string? LastFailureMessage { get; }

    /// <summary>The last executions as a small chart, newest at the end. A higher character means a longer duration, and a cross means a failure.</summary>
    public string Trend { get; }

    /// <summary>The number of canceled executions.</summary>
    public int Canceled { get; }

    /// <summary>The number of executions that have not ended.</summary>
    public int UnderWay { get; }

    /// <summary>The number of tests. They do not count in any other column.</summary>
    public int Tests { get; }

    /// <summary>For a schema: whether an execution was due, and no successful one has begun since. Null if unknown, or if none was due.</summary>
    public bool? IsLate { get; internal set; }

    /// <summary>For a schema: when its last execution was due, in local time. For a continuous schedule, when its next success is due at the latest.</summary>
    public DateTime? DueAt { get; internal set; }

    /// <summary>The name of the bulk sync. Null if the row is not about a single bulk sync.</summary>
    public string? SyncName { get; internal set; }

    /// <summary>The day, or the first day of the week. Null if the row is about neither.</summary>
    public DateTime? Day { get; internal set; }

    /// <summary>The id of the schema. Null if the row is not about a single schema.</summary>
    public string? Schema { get; internal set; }

    /// <summary>The table's name in the destination.</summary>
    public string? OutputName { get; internal set; }

    /// <summary>Whether the row is the total of all rows.</summary>
    public bool IsTotal { get; internal set; }

    /// <summary>The id of the bulk sync. Null if the row is not about a single bulk sync.</summary>
    public Guid? SyncId { get; internal set; }

    /// <summary>The label, and the numbers of successes and failures.</summary>
    public override string ToString() => FormattableString.Invariant($"{Label}: {Succeeded} succeeded, {Failed} failed");

    internal RunDurations Durations => _durations;

    /// <summary>A share in percent, rounded down, so that only a complete share is 100.</summary>
    internal static double? Rate(long part, long rest) => part + rest == 0 ? null : Math.Floor(1000.0 * part / (part + rest)) / 10;

    internal static long Sum(IEnumerable<long> counts) => ExecutionStates.Total(counts.Select(count => (long?)count)) ?? 0;

    internal static DateTime? Local(DateTimeOffset? time) => time?.LocalDateTime;

    private static int Count(IEnumerable<Run> runs, RunResult result) => runs.Count(run => run.Result == result);
}
