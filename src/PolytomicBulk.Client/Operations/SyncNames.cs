namespace PolytomicBulk.Operations;

/// <summary>The names of bulk syncs that were read.</summary>
public sealed class SyncNames : Names
{
    /// <summary>After this time, somebody else may have paused the bulk sync.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Guid, (bool Active, DateTimeOffset At)> _active = [];

    internal SyncNames()
        : base("bulk sync")
    {
    }

    /// <summary>Whether a bulk sync is active. Null if that was not read in the last minutes.</summary>
    internal bool? IsActive(Guid id, DateTimeOffset now)
    {
        lock (_active) return _active.TryGetValue(id, out var known) && now - known.At < Lifetime ? known.Active : null;
    }

    internal void LearnActive(Guid? id, bool? active, DateTimeOffset now)
    {
        if (id is not { } known || active is not { } fires) return;
        // Only the bulk syncs with known names are kept, to save memory.
        var hasName = Get(known) is not null;
        lock (_active)
        {
            if (hasName || _active.ContainsKey(known)) _active[known] = (fires, now);
        }
    }
}
