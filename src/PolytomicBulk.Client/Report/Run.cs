namespace PolytomicBulk.Report;

/// <summary>The result of an execution, or of one schema of an execution.</summary>
/// <param name="Result">The result.</param>
/// <param name="Start">When it began. Null if it has not begun.</param>
/// <param name="End">When it ended. Null if it has not ended.</param>
internal sealed record Run(RunResult Result, DateTimeOffset? Start, DateTimeOffset? End)
{
    /// <summary>Whether it is a test.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whether it was limited to some schemas.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The number of records of schemas that completed.</summary>
    public long Records { get; init; }

    /// <summary>The number of records of schemas that did not complete.</summary>
    public long OtherRecords { get; init; }

    /// <summary>The status, as the service returns it.</summary>
    public string? Status { get; init; }

    /// <summary>The message of the service.</summary>
    public string? Message { get; init; }

    /// <summary>Whether it counts: it has ended, and was neither a test nor canceled. Canceled executions are shown separately.</summary>
    public bool Counts => IsOver && Result != RunResult.Canceled;

    /// <summary>Whether it has ended, and was not a test.</summary>
    public bool IsOver => Result != RunResult.UnderWay && !IsTest;

    /// <summary>Whether it succeeded, and was neither a test nor limited to some schemas.</summary>
    public bool IsFullSuccess => Result == RunResult.Succeeded && !IsTest && !IsPartial;

    /// <summary>The duration of a full success. Null for any other result.</summary>
    public TimeSpan? Duration => IsFullSuccess && End >= Start ? End - Start : null;

    /// <summary>The result of an execution.</summary>
    public static Run Of(BulkSyncExecution execution)
    {
        var schemas = execution.Schemas;
        var result = ResultOf(execution.Status, execution.CompletedAt);
        // Without schemas, the execution is all that is known.
        var all = ExecutionStates.Total(schemas?.Select(schema => schema.RecordCount)) ?? execution.RecordCount ?? 0;
        var completed = schemas is null
            ? result == RunResult.Succeeded ? all : 0
            : ExecutionStates.Total(schemas.Where(schema => schema.Status == ExecutionStates.Completed).Select(schema => schema.RecordCount)) ?? 0;
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

    /// <summary>The result of one schema of an execution. If the execution was limited to some schemas, it is still complete for each of them.</summary>
    public static Run Of(BulkSyncExecution execution, BulkSyncSchemaExecution schema)
    {
        var result = ResultOf(schema.Status, schema.CompletedAt);
        var isCompleted = schema.Status == ExecutionStates.Completed;
        var records = schema.RecordCount ?? 0;
        return new(
            result == RunResult.Succeeded && schema.ErrorCount > 0 ? RunResult.Failed : result,
            Instant(schema.StartedAt ?? execution.Time),
            Instant(schema.CompletedAt ?? (result == RunResult.UnderWay ? null : execution.CompletedAt)))
        {
            IsTest = execution.IsTest == true,
            Records = isCompleted ? records : 0,
            OtherRecords = isCompleted ? 0 : records,
            Status = schema.Status,
            Message = string.IsNullOrEmpty(schema.StatusMessage) ? execution.StatusMessage : schema.StatusMessage,
        };
    }

    /// <summary>Removes duplicate executions.</summary>
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
