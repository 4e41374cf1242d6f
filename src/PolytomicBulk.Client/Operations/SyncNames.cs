using System.Collections.Concurrent;

namespace PolytomicBulk.Operations;

/// <summary>What the bulk syncs that have been read are called.</summary>
public sealed class SyncNames : Names
{
    /// <summary>Somebody else may have paused a sync since.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, (bool Active, DateTimeOffset At)> _active = new();

    internal SyncNames()
        : base("bulk sync")
    {
    }

    /// <summary>Whether a sync's schedules fire; null where that was not read within some minutes.</summary>
    internal bool? IsActive(Guid id, DateTimeOffset now) => _active.TryGetValue(id, out var known) && now - known.At < Lifetime ? known.Active : null;

    internal void LearnActive(Guid? id, bool? active, DateTimeOffset now)
    {
        if (id is { } known && active is { } fires && Knows(known)) _active[known] = (fires, now);
    }

    /// <summary>No more syncs than have names, so that a long list costs no memory.</summary>
    private bool Knows(Guid id) => Get(id) is not null || _active.ContainsKey(id);
}
