namespace PolytomicBulk.Waiting;

/// <summary>An execution to wait for, and what is known about it.</summary>
/// <param name="syncId">The id of the bulk sync.</param>
/// <param name="executionId">The id of the execution. Null for the current execution of the bulk sync or, if none is running, its last one.</param>
public sealed class ExecutionWatch(Guid syncId, Guid? executionId = null) : Watch
{
    /// <summary>The id of the bulk sync.</summary>
    public Guid SyncId { get; } = syncId;

    /// <summary>The id of the execution. Null until it is known.</summary>
    public Guid? ExecutionId { get; private set; } = executionId;

    /// <summary>Whether to wait until the bulk sync has no running execution, instead of for one execution.</summary>
    public bool UntilIdle { get; init; }

    /// <summary>
    /// Whether this is the execution to wait for: it was named, started by this session, or seen running. Otherwise it is the last execution of a bulk
    /// sync that was idle from the start.
    /// </summary>
    public bool IsAwaited { get; private set; } = executionId is not null;

    /// <summary>The last status.</summary>
    public string? Status { get; private set; }

    /// <summary>The number of records synced so far.</summary>
    public long RecordCount { get; private set; }

    /// <summary>The number of schemas to sync.</summary>
    public int SchemaCount { get; private set; }

    /// <summary>The number of completed schemas.</summary>
    public int SchemasDone { get; private set; }

    /// <summary>The completed execution. If the bulk sync is idle, the last one, or null if it never ran.</summary>
    public BulkSyncExecution? Execution { get; private set; }

    /// <summary>Whether the bulk sync has no running execution.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Whether the execution ended without success.</summary>
    public bool HasFailed => IsAwaited && !UntilIdle && Execution is not null && ExecutionStates.IsFailure(Execution.Status);

    private protected override bool HasEnded => UntilIdle ? IsIdle : IsIdle || Execution is not null;

    /// <summary>Waits for an execution that this session started.</summary>
    internal void Await(Guid executionId) => (ExecutionId, IsAwaited) = (executionId, true);

    /// <summary>Updates the state from the list of all statuses. Returns true if only the execution itself can show whether it is over.</summary>
    internal bool See(BulkSyncExecutionStatus? status)
    {
        // A bulk sync that never ran is listed without a status, or not at all.
        if (status?.Status is null) return true;
        if (UntilIdle)
        {
            Show(status.Status, status.RecordCount ?? 0, status.Schemas ?? []);
            return status.IsTerminal || !ExecutionStates.IsKnown(status.Status);
        }

        // A schema that the current execution omits still shows the execution that synced it last.
        var running = status.Schemas?.Find(schema => schema.ExecutionId is not null && !schema.IsTerminal);
        if (!status.IsTerminal) ExecutionId ??= running?.ExecutionId;
        // The row may be about another execution.
        if (ExecutionId is not null && status.Schemas?.Exists(schema => schema.ExecutionId == ExecutionId) != true) return true;
        var own = (status.Schemas ?? []).FindAll(schema => ExecutionId is null || schema.ExecutionId is null || schema.ExecutionId == ExecutionId);
        var isOver = status.IsTerminal || (own.Count == 0 && status.Schemas is { Count: > 0 });
        if (!isOver || own.Count > 0) Show(status.Status, ExecutionStates.Total(own.Select(schema => schema.RecordCount)) ?? 0, own);
        // The row does not show when it ended. For an unknown status, only that shows that it ended.
        if (!ExecutionStates.IsKnown(status.Status)) return true;
        if (!isOver) IsAwaited = true;

        // If a bulk sync always runs, each status is about the next execution.
        return isOver || (ExecutionId is not null && own.Count > 0 && own.TrueForAll(schema => schema.IsTerminal));
    }

    /// <summary>Updates the state from the execution itself.</summary>
    internal void See(BulkSyncExecution execution, bool isStarted)
    {
        if (!UntilIdle) ExecutionId ??= execution.Id;
        Show(execution.Status, execution.RecordCount ?? 0, execution.Schemas ?? []);
        IsAwaited |= isStarted || !execution.IsTerminal;
        if (execution.IsTerminal) Execution = execution;
    }

    /// <summary>Records that the bulk sync has no running execution.</summary>
    internal void SeeIdle(BulkSyncExecution? last)
    {
        if (last is not null) Show(last.Status, last.RecordCount ?? 0, last.Schemas ?? []);
        (Execution, IsIdle) = (last, true);
    }

    private void Show(string? status, long records, List<BulkSyncSchemaExecution> schemas) =>
        (Status, RecordCount, SchemaCount, SchemasDone) = (status, records, schemas.Count, schemas.Count(schema => schema.IsTerminal));
}
