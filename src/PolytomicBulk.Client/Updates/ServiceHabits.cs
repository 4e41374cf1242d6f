using System.Collections.Concurrent;

namespace PolytomicBulk.Updates;

/// <summary>What a session has learned of the service it writes to, and cannot be read of it.</summary>
internal sealed class ServiceHabits
{
    private readonly ConcurrentDictionary<string, bool> _keeps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTime> _lastWrites = new();

    /// <summary>Whether the time of a sync's last change moves though nobody changes it.</summary>
    public bool MovesUpdatedAt { get; set; }

    /// <summary>Whether the service has answered what it held before a write.</summary>
    public bool AnswersLate { get; set; }

    /// <summary>Whether somebody has changed a sync since another reading of it, as far as its time and its last user tell.</summary>
    public bool IsTouched(ResourceVersion now, ResourceVersion since) =>
        now.UpdatedById != since.UpdatedById || (now.UpdatedAt != since.UpdatedAt && !MovesUpdatedAt);

    /// <summary>Whether a write of a sync keeps a property of its schemas; null where that is not known.</summary>
    public bool? Keeps(string property) => _keeps.TryGetValue(property, out var keeps) ? keeps : null;

    /// <summary>Learns what a write did.</summary>
    public void Learn(PutEffect effect)
    {
        foreach (var (property, isKept) in effect.Habits) _keeps[property] = isKept;
    }

    /// <summary>When this session last wrote a sync, by the service's clock; null where it has not.</summary>
    public DateTime? LastWrite(Guid syncId) => _lastWrites.TryGetValue(syncId, out var time) ? time : null;

    /// <summary>Learns when this session wrote a sync.</summary>
    public void LearnWrite(Guid syncId, DateTime? updatedAt)
    {
        if (updatedAt is { } time) _lastWrites.AddOrUpdate(syncId, time, (_, earlier) => earlier > time ? earlier : time);
    }
}
