namespace PolytomicBulk.Operations;

/// <summary>Which executions to return, and where to stop reading.</summary>
internal sealed class ExecutionFilter
{
    private readonly DateTime? _since;
    private readonly DateTime? _until;
    private readonly IReadOnlyCollection<string>? _statuses;
    private readonly bool _isOrderedByChange;

    public ExecutionFilter(DateTime? since, DateTime? until, IReadOnlyCollection<string>? statuses, bool isOrderedByChange) =>
        // DateTime.ToUniversalTime treats a time without a time zone as local.
        (_since, _until, _statuses, _isOrderedByChange) = (since?.ToUniversalTime(), until?.ToUniversalTime(), statuses, isOrderedByChange);

    /// <summary>Whether some executions before the end are dropped.</summary>
    public bool LeavesOut => _until is not null || _statuses is not null;

    /// <summary>Whether to return an execution.</summary>
    public bool Includes(BulkSyncExecution execution) =>
        execution.Time?.ToUniversalTime() is var time && !(time < _since)
        && (_until is null || time < _until)
        && (_statuses is null || _statuses.Contains(execution.Status, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether this and all older executions are not needed.</summary>
    public bool IsPast(BulkSyncExecution execution) =>
        (_isOrderedByChange ? execution.UpdatedAt : execution.StartedAt)?.ToUniversalTime() < _since;

    /// <summary>Whether this and all newer executions are not needed.</summary>
    public bool IsBefore(BulkSyncExecution execution) => !_isOrderedByChange && execution.StartedAt?.ToUniversalTime() >= _until;
}
