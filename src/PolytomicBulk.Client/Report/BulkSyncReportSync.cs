namespace PolytomicBulk;

/// <summary>A bulk sync in a report: its state, its runs and its next run.</summary>
public sealed class BulkSyncReportSync
{
    internal BulkSyncReportSync(ReportInput report, ReportSyncInput input)
    {
        var sync = input.Sync;
        var runs = input.Executions.Select(execution => (Execution: execution, Run: Run.Of(execution))).ToList();
        Runs = runs.ConvertAll(one => one.Run);
        (SyncId, SyncName, Active, Failure) = (sync.Id, sync.Name, sync.Active == true, input.Failure);
        (SourceName, DestinationName) = (input.Source?.Name, input.Destination?.Name);
        (SourceId, Settings) = (sync.SourceConnectionId, sync);
        Schedule = string.Join(" · ", Punctuality.SchedulesOf(sync).Select(schedule => schedule.ToString()).Where(words => words.Length > 0).Distinct());
        var punctuality = new Punctuality(sync, Runs, report.Now);
        Gap = punctuality.Gap;
        History = new(report, input, Runs, punctuality.Gap);
        Window = new(sync.Name ?? "", Runs.FindAll(run => run.Start is { } start && report.DayOf(start) >= report.Since), hasBlocks: true);
        var entries = input.Executions
            .SelectMany(execution => execution.Schemas ?? [], (execution, schema) => (Execution: execution, Schema: schema))
            .ToLookup(entry => entry.Schema.Schema);
        Schemas = [.. input.Schemas.Where(schema => schema.Id is not null)
            .Select(schema => new BulkSyncReportSchema(report, input, schema, [.. entries[schema.Id]], punctuality, History.IsCovered))];
        Days = [.. Enumerable.Range(0, DaysShown).Select(number => report.Today.AddDays(number - DaysShown + 1))
            .Select(day => DayOfRuns.Of(
                day, Runs.Where(run => run.Counts && run.Start is { } start && report.DayOf(start) == day), isKnown: History.Knows(day)))];

        var full = runs.FindAll(one => one.Run is { Counts: true, IsPartial: false, Result: RunResult.Succeeded or RunResult.Failed });
        var success = full.Where(one => one.Run.IsFullSuccess).OrderByDescending(one => one.Run.Start).FirstOrDefault().Run;
        LastSuccess = BulkSyncExecutionMeasure.Local(success?.End ?? success?.Start);
        var last = full.OrderByDescending(one => one.Run.Start).FirstOrDefault();
        IsFailing = Active && last.Run?.Result == RunResult.Failed;
        if (IsFailing)
        {
            Since = BulkSyncExecutionMeasure.Local(
                full.Where(one => one.Run.Result == RunResult.Failed && !(one.Run.Start <= success?.Start)).Min(one => one.Run.Start));
            Problem = Describe(last.Execution);
        }

        IsLate = Schemas.Any(schema => schema.IsLate == true);
        ConnectionError = NeedsAttention ? Join([ErrorOf(input.Source), ErrorOf(input.Destination)]) : null;
        IsRunning = Runs.Exists(run => run is { Result: RunResult.UnderWay, IsTest: false });
        State = (Active, IsFailing, IsLate, IsRunning, Runs.Exists(run => run.Counts)) switch
        {
            (false, _, _, _, _) => "paused",
            (_, true, _, _, _) => "failing",
            (_, _, true, _, _) => "late",
            (_, _, _, true, _) => "running",
            (_, _, _, _, false) => "new",
            _ => "ok",
        };
        NextRun = Active ? BulkSyncExecutionMeasure.Local(input.NextRun) : null;
        NextRunNote = Active ? Disagreement(report, input) : null;
    }

    /// <summary>The number of days to show as squares.</summary>
    internal const int DaysShown = 14;

    /// <summary>The name of the bulk sync.</summary>
    public string? SyncName { get; }

    /// <summary>The name of the source connection.</summary>
    public string? SourceName { get; }

    /// <summary>The name of the destination connection.</summary>
    public string? DestinationName { get; }

    /// <summary>The schedules in words.</summary>
    public string Schedule { get; }

    /// <summary>Whether the bulk sync is active, so that its schedules run.</summary>
    public bool Active { get; }

    /// <summary>The state: <c>failing</c>, <c>late</c>, <c>running</c>, <c>new</c>, <c>ok</c> or <c>paused</c>.</summary>
    public string State { get; }

    /// <summary>Whether the bulk sync is active, and failing or late.</summary>
    public bool NeedsAttention => Active && (IsFailing || IsLate);

    /// <summary>Whether the bulk sync is active, and its last run failed. Tests and runs that were limited to some schemas do not count.</summary>
    public bool IsFailing { get; }

    /// <summary>Whether the bulk sync is active, and one of its schemas is late.</summary>
    public bool IsLate { get; }

    /// <summary>Whether a run is in progress.</summary>
    public bool IsRunning { get; }

    /// <summary>When the first failure after the last full success began, in local time. Null if the bulk sync is not failing.</summary>
    public DateTime? Since { get; }

    /// <summary>The schema and the reason of the last failure. Null if the bulk sync is not failing.</summary>
    public string? Problem { get; }

    /// <summary>Why one of its connections does not work, if the bulk sync needs attention. Otherwise null.</summary>
    public string? ConnectionError { get; }

    /// <summary>When the last full success ended, in local time. Tests and runs that were limited to some schemas do not count.</summary>
    public DateTime? LastSuccess { get; }

    /// <summary>The number of runs in the period that succeeded.</summary>
    public int Succeeded => Window.Succeeded;

    /// <summary>The number of runs in the period that failed.</summary>
    public int Failed => Window.Failed;

    /// <summary>The number of runs in the period that were canceled.</summary>
    public int Canceled => Window.Canceled;

    /// <summary>The share of successes in all successes and failures, in percent, rounded down to one decimal place. Null if there were none.</summary>
    public double? SuccessRate => Window.SuccessRate;

    /// <summary>The average number of records of a full success. Null if there was none.</summary>
    public long? RecordsPerRun => Window.RecordsPerRun;

    /// <summary>The median duration of full successes.</summary>
    public TimeSpan? MedianDuration => Window.MedianDuration;

    /// <summary>The median duration in whole seconds.</summary>
    public long? MedianDurationSeconds => Elapsed.Seconds(MedianDuration);

    /// <summary>The 95th percentile of the durations of full successes. If there are fewer than 20, the longest duration.</summary>
    public TimeSpan? HighDuration => Window.Durations.High;

    /// <summary>The same duration in whole seconds.</summary>
    public long? HighDurationSeconds => Elapsed.Seconds(HighDuration);

    /// <summary>Whether <see cref="HighDuration"/> is the longest duration.</summary>
    public bool IsHighDurationLongest => Window.Durations.IsHighLongest;

    /// <summary>
    /// When the schema with the oldest data was last copied, in local time. Null if no success of a schema is known, or if there are no schemas.
    /// </summary>
    public DateTime? OldestSchema => Schemas.Any(schema => schema.LastSuccess is null) ? null : Schemas.Min(schema => schema.LastSuccess);

    /// <summary>The next run according to the service, in local time. Null if the bulk sync is paused.</summary>
    public DateTime? NextRun { get; }

    /// <summary>The next run according to the schedules, if it differs from <see cref="NextRun"/>. Otherwise null.</summary>
    public string? NextRunNote { get; }

    /// <summary>Its enabled schemas.</summary>
    public ApiList<BulkSyncReportSchema> Schemas { get; }

    /// <summary>When the known executions begin, in local time, if the schedules show that earlier ones are missing. Otherwise null.</summary>
    public DateTime? HistoryBegins => BulkSyncExecutionMeasure.Local(History.BeginsLate);

    /// <summary>Why some of the data cannot be read. Null if all of it was read.</summary>
    public string? Failure { get; }

    /// <summary>The id of the bulk sync.</summary>
    public Guid? SyncId { get; }

    /// <summary>The name and the state of the bulk sync.</summary>
    public override string ToString() => $"{SyncName}: {State}";

    internal List<Run> Runs { get; }

    internal SyncHistory History { get; }

    internal BulkSyncExecutionMeasure Window { get; }

    internal IReadOnlyList<DayOfRuns> Days { get; }

    internal TimeSpan? Gap { get; }

    internal Guid? SourceId { get; }

    internal BulkSync Settings { get; }

    private static string? Describe(BulkSyncExecution execution)
    {
        var wrong = (execution.Schemas ?? []).FindAll(schema => ExecutionStates.IsFailure(schema.Status) || schema.ErrorCount > 0);
        if (wrong.Count == 0) return execution.StatusMessage is { Length: > 0 } message ? message : execution.Status;
        var (name, reason) = (SchemaHistory.NameOf([wrong[0]]) ?? wrong[0].Schema, wrong[0].StatusMessage);
        var all = string.IsNullOrEmpty(reason) ? execution.StatusMessage ?? wrong[0].Status : $"{name}: {reason}";
        return wrong.Count == 1 ? all : FormattableString.Invariant($"{all} ({wrong.Count - 1} more {(wrong.Count == 2 ? "schema" : "schemas")})");
    }

    private static string? ErrorOf(Connection? connection) =>
        string.IsNullOrEmpty(connection?.StatusError) ? null : $"connection {connection!.Name}: {connection.StatusError}";

    private static string? Join(IEnumerable<string?> parts) => string.Join(" · ", parts.OfType<string>()) is { Length: > 0 } all ? all : null;

    private static string? Disagreement(ReportInput report, ReportSyncInput input)
    {
        var schedules = Punctuality.SchedulesOf(input.Sync).Where(schedule => schedule.Frequency != "manual").ToList();
        var times = schedules.ConvertAll(schedule => ScheduleTimes.Next(schedule, report.Now.UtcDateTime));
        // If the time cannot be computed, it may be earlier.
        if (times.Count == 0 || times.Contains(null)) return null;
        var next = new DateTimeOffset(times.Min()!.Value, TimeSpan.Zero);
        if (input.NextRun is { } own && (own - next).Duration() <= TimeSpan.FromMinutes(1)) return null;
        return $"its schedule says {ReportText.Time(next, report)}";
    }
}
