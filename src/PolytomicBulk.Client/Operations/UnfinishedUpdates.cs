using System.Collections.Concurrent;

namespace PolytomicBulk.Operations;

/// <summary>
/// What bulk syncs were to copy after an update that was not seen through. Until it is, what they copy now cannot be
/// told from what the service has made of it. There is no limit of age: what the service has switched on stays on
/// however long nobody looks, and a later change of somebody else's that is put back with it is told.
/// </summary>
/// <param name="clock">Where time comes from.</param>
internal sealed class UnfinishedUpdates(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, (Selection Wanted, DateTime Begun, BulkSyncEdit? Answer)> _updates = new();

    /// <summary>Keeps what a sync is to copy, from the first request that may change it until it has been checked after the last.</summary>
    public void Begin(Guid syncId, Selection wanted) =>
        _updates.AddOrUpdate(syncId, _ => (wanted, clock.GetUtcNow().UtcDateTime, null), (_, update) => update with { Wanted = wanted });

    /// <summary>Says what the write was answered, so that a later change by somebody else is known for one.</summary>
    public void Written(BulkSyncEdit answer)
    {
        if (_updates.TryGetValue(answer.Id, out var update)) _updates.TryUpdate(answer.Id, update with { Answer = answer }, update);
    }

    /// <summary>Forgets an update, since it has been seen through or somebody has chosen what the sync copies.</summary>
    public void End(Guid syncId) => _updates.TryRemove(syncId, out _);

    /// <summary>What the sync was to copy and when that update began. An update after which somebody else has changed the sync is forgotten.</summary>
    public (Selection Wanted, DateTime Begun)? Of(BulkSyncEdit sync)
    {
        if (!_updates.TryGetValue(sync.Id, out var update)) return null;
        if (update.Answer is null || !sync.IsChangedByAnotherSince(update.Answer)) return (update.Wanted, update.Begun);
        // Not one that has begun meanwhile.
        ((ICollection<KeyValuePair<Guid, (Selection, DateTime, BulkSyncEdit?)>>)_updates).Remove(new(sync.Id, update));
        return null;
    }
}
