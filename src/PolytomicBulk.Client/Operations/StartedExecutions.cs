namespace PolytomicBulk.Operations;

/// <summary>The executions that a session has started, the last one of each sync. Whoever waits for the sync waits for these.</summary>
internal sealed class StartedExecutions(TimeProvider clock)
{
    /// <summary>How long an execution that was just started may be unknown to the service's reads, which lag behind its writes.</summary>
    private static readonly TimeSpan ReadsLag = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Guid, (Guid ExecutionId, long Began)> _last = [];

    public void Add(Guid syncId, Guid? executionId)
    {
        if (executionId is not { } id) return;
        lock (_last) _last[syncId] = (id, clock.GetTimestamp());
    }

    /// <summary>Whether the session has started an execution, and no other of the sync since.</summary>
    public bool Has(Guid syncId, Guid? executionId)
    {
        lock (_last) return _last.TryGetValue(syncId, out var last) && last.ExecutionId == executionId;
    }

    /// <summary>The execution of a sync that was started so little ago that reads may not show it yet; null where there is none.</summary>
    public Guid? NewOf(Guid syncId)
    {
        lock (_last) return _last.TryGetValue(syncId, out var last) && clock.GetElapsedTime(last.Began) < ReadsLag ? last.ExecutionId : null;
    }
}
