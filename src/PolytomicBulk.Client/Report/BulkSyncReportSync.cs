namespace PolytomicBulk;

/// <summary>A bulk sync in a report: how it is, how its runs went and when it runs next.</summary>
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
            .SelectMany(execution => execution.Schemas ?? [], (execution, table) => (Execution: execution, Table: table))
            .ToLookup(entry => entry.Table.Schema);
        Tables = [.. input.Tables.Where(table => table.Id is not null)
            .Select(table => new BulkSyncReportTable(report, input, table, [.. entries[table.Id]], punctuality, History.IsCovered))];
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

        IsLate = Tables.Any(table => table.IsLate == true);
        ConnectionError = NeedsPerson ? Join([ErrorOf(input.Source), ErrorOf(input.Destination)]) : null;
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

    /// <summary>How many days the squares are of.</summary>
    internal const int DaysShown = 14;

    /// <summary>The sync's name.</summary>
    public string? SyncName { get; }

    /// <summary>The name of the connection that is read.</summary>
    public string? SourceName { get; }

    /// <summary>The name of the connection that is written.</summary>
    public string? DestinationName { get; }

    /// <summary>The schedules in words.</summary>
    public string Schedule { get; }

    /// <summary>Whether its schedules fire.</summary>
    public bool Active { get; }

    /// <summary>How it is: <c>failing</c>, <c>late</c>, <c>running</c>, <c>new</c>, <c>ok</c> or <c>paused</c>.</summary>
    public string State { get; }

    /// <summary>Whether it is active, and failing or late.</summary>
    public bool NeedsPerson => Active && (IsFailing || IsLate);

    /// <summary>Whether it is active, and its last run failed that was neither a test nor limited to some tables.</summary>
    public bool IsFailing { get; }

    /// <summary>Whether it is active, and one of its tables is late.</summary>
    public bool IsLate { get; }

    /// <summary>Whether a run is under way.</summary>
    public bool IsRunning { get; }

    /// <summary>When the first run failed since the last full success, in local time; null where it is not failing.</summary>
    public DateTime? Since { get; }

    /// <summary>What went wrong in the last run: the table and the reason; null where it is not failing.</summary>
    public string? Problem { get; }

    /// <summary>Why a connection of it does not work, where it needs a person.</summary>
    public string? ConnectionError { get; }

    /// <summary>When the last run ended that succeeded in full, in local time: neither a test nor limited to some tables.</summary>
    public DateTime? LastSuccess { get; }

    /// <summary>How many runs of the window succeeded.</summary>
    public int Succeeded => Window.Succeeded;

    /// <summary>How many failed.</summary>
    public int Failed => Window.Failed;

    /// <summary>How many were canceled.</summary>
    public int Canceled => Window.Canceled;

    /// <summary>Succeeded of those that succeeded or failed, in percent; null where there was none.</summary>
    public double? SuccessRate => Window.SuccessRate;

    /// <summary>The average of the records of full successes.</summary>
    public long? RecordsPerRun => Window.RecordsPerRun;

    /// <summary>How long half of the full successes took at most.</summary>
    public TimeSpan? MedianDuration => Window.MedianDuration;

    /// <summary>The same in whole seconds.</summary>
    public long? MedianDurationSeconds => Elapsed.Seconds(MedianDuration);

    /// <summary>How long 95 of 100 of them took at most; of fewer than 20, the longest.</summary>
    public TimeSpan? HighDuration => Window.Durations.High;

    /// <summary>The same in whole seconds.</summary>
    public long? HighDurationSeconds => Elapsed.Seconds(HighDuration);

    /// <summary>Whether <see cref="HighDuration"/> is the longest.</summary>
    public bool IsHighDurationLongest => Window.Durations.IsHighLongest;

    /// <summary>When the table was last copied that is the oldest, in local time; null where one never was, or there are none.</summary>
    public DateTime? OldestTable => Tables.Any(table => table.LastSuccess is null) ? null : Tables.Min(table => table.LastSuccess);

    /// <summary>When the service runs it next, in local time; null where it is paused.</summary>
    public DateTime? NextRun { get; }

    /// <summary>Where the schedules say another time than the service: what they say.</summary>
    public string? NextRunNote { get; }

    /// <summary>Its enabled tables.</summary>
    public ApiList<BulkSyncReportTable> Tables { get; }

    /// <summary>Since when executions of it are known, where the service has none of the time before though there must have been some, in local time.</summary>
    public DateTime? HistoryBegins => BulkSyncExecutionMeasure.Local(History.BeginsLate);

    /// <summary>Why some of it could not be read.</summary>
    public string? Failure { get; }

    /// <summary>The sync's id.</summary>
    public Guid? SyncId { get; }

    /// <summary>The sync's name and how it is.</summary>
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
        var wrong = (execution.Schemas ?? []).FindAll(table => ExecutionStates.IsFailure(table.Status) || table.ErrorCount > 0);
        if (wrong.Count == 0) return execution.StatusMessage is { Length: > 0 } message ? message : execution.Status;
        var (name, reason) = (TableHistory.NameOf([wrong[0]]) ?? wrong[0].Schema, wrong[0].StatusMessage);
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
