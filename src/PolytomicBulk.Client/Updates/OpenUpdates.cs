using System.Collections.Concurrent;
using PolytomicBulk.Editing;

namespace PolytomicBulk.Updates;

/// <summary>An update of a bulk sync that has been sent and not yet been checked.</summary>
/// <param name="Wanted">What the sync is to copy after it.</param>
/// <param name="Begun">When it began, in UTC.</param>
/// <param name="Answer">The version that the write was answered with; null as long as there is no answer.</param>
internal sealed record OpenUpdate(Selection Wanted, DateTime Begun, ResourceVersion? Answer)
{
    /// <summary>Whether it still says what the sync is to copy: nobody else has changed the sync since it was written.</summary>
    public bool HoldsFor(ResourceVersion now) => Answer is null || !now.IsOfAnotherSince(Answer);
}

/// <summary>
/// The updates that were broken off. Until they are finished, what a sync copies cannot be told from what the service has
/// made of it. There is no limit of age: what the service has switched on stays on however long nobody looks, and a later
/// change of somebody else's that is put back with it is told.
/// </summary>
/// <param name="clock">Where time comes from.</param>
internal sealed class OpenUpdates(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, OpenUpdate> _updates = new();

    /// <summary>The open update of a sync; null where there is none.</summary>
    public OpenUpdate? Get(Guid syncId) => _updates.TryGetValue(syncId, out var update) ? update : null;

    /// <summary>Keeps what a sync is to copy, from the first request that may change it until it has been checked after the last.</summary>
    public void Begin(Guid syncId, Selection wanted) =>
        _updates.AddOrUpdate(syncId, _ => new(wanted, clock.GetUtcNow().UtcDateTime, null), (_, update) => update with { Wanted = wanted });

    /// <summary>Keeps what the write was answered, so that a later change by somebody else is known for one.</summary>
    public void SetAnswer(Guid syncId, ResourceVersion answer)
    {
        if (Get(syncId) is { } update) _updates.TryUpdate(syncId, update with { Answer = answer }, update);
    }

    /// <summary>Forgets an update, since it has been checked, or somebody has chosen what the sync copies.</summary>
    public void Close(Guid syncId) => _updates.TryRemove(syncId, out _);

    /// <summary>Forgets an update, but not one that has begun meanwhile.</summary>
    public void Close(Guid syncId, OpenUpdate update) => ((ICollection<KeyValuePair<Guid, OpenUpdate>>)_updates).Remove(new(syncId, update));
}
