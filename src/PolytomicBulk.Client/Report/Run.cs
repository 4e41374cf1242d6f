namespace PolytomicBulk.Report;

/// <summary>What counts of an execution, or of one table of an execution.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Start">When it began; null where it did not.</param>
/// <param name="End">When it ended; null where it did not.</param>
internal sealed record Run(RunResult Result, DateTimeOffset? Start, DateTimeOffset? End)
{
    /// <summary>Whether it only tried the sync out.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whether it was limited to some tables.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The records of tables that completed.</summary>
    public long Records { get; init; }

    /// <summary>The records of tables that did not.</summary>
    public long OtherRecords { get; init; }

    /// <summary>The state in the service's own word.</summary>
    public string? Status { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }

    /// <summary>Whether it counts: it is over, and was no test. What was canceled is shown apart.</summary>
    public bool Counts => IsOver && Result != RunResult.Canceled;

    /// <summary>Whether it is over, and was no test.</summary>
    public bool IsOver => Result != RunResult.UnderWay && !IsTest;

    /// <summary>Whether it did all of its sync, or of its table, as it should.</summary>
    public bool IsFullSuccess => Result == RunResult.Succeeded && !IsTest && !IsPartial;

    /// <summary>How long a full success took; null of anything else.</summary>
    public TimeSpan? Duration => IsFullSuccess && End >= Start ? End - Start : null;

    /// <summary>An execution.</summary>
    public static Run Of(BulkSyncExecution execution)
    {
        var tables = execution.Schemas;
        var result = ResultOf(execution.Status, execution.CompletedAt);
        // Without tables, the execution is all that is known.
        var all = ExecutionStates.Total(tables?.Select(table => table.RecordCount)) ?? execution.RecordCount ?? 0;
        var completed = tables is null
            ? result == RunResult.Succeeded ? all : 0
            : ExecutionStates.Total(tables.Where(table => table.Status == ExecutionStates.Completed).Select(table => table.RecordCount)) ?? 0;
        return new(result, Instant(execution.Time), Instant(execution.CompletedAt))
        {
            IsTest = execution.IsTest == true,
            IsPartial = execution.IsPartial == true,
            Records = completed,
            OtherRecords = all - completed,
            Status = execution.Status,
            Message = execution.StatusMessage,
        };
    }

    /// <summary>What an execution did with one of its tables. A run of some tables is a whole run to each of them.</summary>
    public static Run Of(BulkSyncExecution execution, BulkSyncSchemaExecution table)
    {
        var result = ResultOf(table.Status, table.CompletedAt);
        var isCompleted = table.Status == ExecutionStates.Completed;
        var records = table.RecordCount ?? 0;
        return new(
            result == RunResult.Succeeded && table.ErrorCount > 0 ? RunResult.Failed : result,
            Instant(table.StartedAt ?? execution.Time),
            Instant(table.CompletedAt ?? (result == RunResult.UnderWay ? null : execution.CompletedAt)))
        {
            IsTest = execution.IsTest == true,
            Records = isCompleted ? records : 0,
            OtherRecords = isCompleted ? 0 : records,
            Status = table.Status,
            Message = string.IsNullOrEmpty(table.StatusMessage) ? execution.StatusMessage : table.StatusMessage,
        };
    }

    /// <summary>The executions of a list, each once.</summary>
    public static IReadOnlyList<BulkSyncExecution> Distinct(IEnumerable<BulkSyncExecution> executions)
    {
        var seen = new HashSet<(Guid?, Guid)>();
        return [.. executions.Where(execution => execution.Id is not { } id || seen.Add((execution.SyncId, id)))];
    }

    /// <summary>A time without a zone is local.</summary>
    public static DateTimeOffset? Instant(DateTime? time) =>
        time is { } known ? new DateTimeOffset(known.ToUniversalTime(), TimeSpan.Zero) : null;

    private static RunResult ResultOf(string? status, DateTime? end) => status switch
    {
        ExecutionStates.Completed => RunResult.Succeeded,
        ExecutionStates.Canceled => RunResult.Canceled,
        _ when ExecutionStates.IsFailure(status) => RunResult.Failed,
        _ when end is not null && !ExecutionStates.GoesOn(status) => RunResult.Other,
        _ => RunResult.UnderWay,
    };
}
