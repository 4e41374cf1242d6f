namespace PolytomicBulk.Operations;

/// <summary>The last execution of each bulk sync that the session started, which waits use.</summary>
internal sealed class StartedExecutions(TimeProvider clock)
{
    /// <summary>How long an execution that was just started may be unknown to reads of the service.</summary>
    private static readonly TimeSpan ReadsLag = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Guid, (Guid ExecutionId, long Began)> _last = [];

    public void Add(Guid syncId, Guid? executionId)
    {
        if (executionId is not { } id) return;
        lock (_last) _last[syncId] = (id, clock.GetTimestamp());
    }

    /// <summary>Whether the session started an execution, and no later one of the same bulk sync.</summary>
    public bool Has(Guid syncId, Guid? executionId)
    {
        lock (_last) return _last.TryGetValue(syncId, out var last) && last.ExecutionId == executionId;
    }

    /// <summary>An execution that was started so recently that reads may not show it. Null if there is none.</summary>
    public Guid? NewOf(Guid syncId)
    {
        lock (_last) return _last.TryGetValue(syncId, out var last) && clock.GetElapsedTime(last.Began) < ReadsLag ? last.ExecutionId : null;
    }
}
