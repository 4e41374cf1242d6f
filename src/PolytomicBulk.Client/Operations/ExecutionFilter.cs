namespace PolytomicBulk.Operations;

/// <summary>Which executions of a list are wanted, and where its reading can stop.</summary>
internal sealed class ExecutionFilter
{
    private readonly DateTime? _since;
    private readonly DateTime? _until;
    private readonly IReadOnlyCollection<string>? _statuses;
    private readonly bool _isOrderedByChange;

    public ExecutionFilter(DateTime? since, DateTime? until, IReadOnlyCollection<string>? statuses, bool isOrderedByChange) =>
        // A time without a time zone is local. DateTime.ToUniversalTime treats it so.
        (_since, _until, _statuses, _isOrderedByChange) = (since?.ToUniversalTime(), until?.ToUniversalTime(), statuses, isOrderedByChange);

    /// <summary>Whether some of what comes before the end is left out.</summary>
    public bool LeavesOut => _until is not null || _statuses is not null;

    /// <summary>Whether an execution is wanted.</summary>
    public bool Includes(BulkSyncExecution execution) =>
        execution.Time?.ToUniversalTime() is var time && !(time < _since)
        && (_until is null || time < _until)
        && (_statuses is null || _statuses.Contains(execution.Status, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether neither an execution nor an older one is wanted.</summary>
    public bool IsPast(BulkSyncExecution execution) =>
        (_isOrderedByChange ? execution.UpdatedAt : execution.StartedAt)?.ToUniversalTime() < _since;

    /// <summary>Whether neither an execution nor a newer one is wanted.</summary>
    public bool IsBefore(BulkSyncExecution execution) => !_isOrderedByChange && execution.StartedAt?.ToUniversalTime() >= _until;
}
