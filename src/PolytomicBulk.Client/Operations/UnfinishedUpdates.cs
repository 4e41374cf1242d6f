using System.Collections.Concurrent;

namespace PolytomicBulk.Operations;

/// <summary>
/// What bulk syncs copied before an update that was not seen through. Until it is, what they copy now cannot be
/// told from what the service has made of it.
/// </summary>
internal sealed class UnfinishedUpdates
{
    private readonly ConcurrentDictionary<Guid, (Selection Selection, DateTime? WrittenAt)> _updates = new();

    /// <summary>Keeps a selection from before the write until it has been checked after it.</summary>
    public void Begin(Guid syncId, Selection before) => _updates[syncId] = (before, null);

    /// <summary>Says when the write was made, so that a later change by somebody else is known for one.</summary>
    public void Written(Guid syncId, DateTime? at)
    {
        if (_updates.TryGetValue(syncId, out var update)) _updates[syncId] = (update.Selection, at);
    }

    /// <summary>Forgets a selection, since it has been put back or somebody has chosen another.</summary>
    public void End(Guid syncId) => _updates.TryRemove(syncId, out _);

    /// <summary>The selection from before, unless the sync has been changed since by somebody else.</summary>
    public Selection? Of(BulkSyncEdit sync) =>
        _updates.TryGetValue(sync.Id, out var update) && (update.WrittenAt is null || sync.UpdatedAt is null || sync.UpdatedAt <= update.WrittenAt) ? update.Selection : null;
}
