using System.Collections.Concurrent;

namespace PolytomicBulk.Operations;

/// <summary>The names of bulk syncs that were read.</summary>
public sealed class SyncNames : Names
{
    /// <summary>After this time, somebody else may have paused the bulk sync.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, (bool Active, DateTimeOffset At)> _active = new();

    internal SyncNames()
        : base("bulk sync")
    {
    }

    /// <summary>Whether a bulk sync is active. Null if that was not read in the last minutes.</summary>
    internal bool? IsActive(Guid id, DateTimeOffset now) => _active.TryGetValue(id, out var known) && now - known.At < Lifetime ? known.Active : null;

    internal void LearnActive(Guid? id, bool? active, DateTimeOffset now)
    {
        if (id is { } known && active is { } fires && Knows(known)) _active[known] = (fires, now);
    }

    /// <summary>Limits the bulk syncs to those with known names, to save memory.</summary>
    private bool Knows(Guid id) => Get(id) is not null || _active.ContainsKey(id);
}
