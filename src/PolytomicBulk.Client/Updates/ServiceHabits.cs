using System.Collections.Concurrent;

namespace PolytomicBulk.Updates;

/// <summary>What a session has learned about the behavior of the service.</summary>
internal sealed class ServiceHabits
{
    private readonly ConcurrentDictionary<string, bool> _keeps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTime> _lastWrites = new();

    /// <summary>Whether the update time of a bulk sync changes although nobody changes it.</summary>
    public bool MovesUpdatedAt { get; set; }

    /// <summary>Whether the service has returned the state before a write.</summary>
    public bool AnswersLate { get; set; }

    /// <summary>Whether somebody has changed a bulk sync since another reading, by its time and user.</summary>
    public bool IsTouched(ResourceVersion now, ResourceVersion since) =>
        now.UpdatedById != since.UpdatedById || (now.UpdatedAt != since.UpdatedAt && !MovesUpdatedAt);

    /// <summary>Whether updates of a bulk sync keep a property of its schemas. Null if unknown.</summary>
    public bool? Keeps(string property) => _keeps.TryGetValue(property, out var keeps) ? keeps : null;

    /// <summary>Records the effect of an update.</summary>
    public void Learn(PutEffect effect)
    {
        foreach (var (property, isKept) in effect.Habits) _keeps[property] = isKept;
    }

    /// <summary>When this session last updated a bulk sync, by the clock of the service. Null if never.</summary>
    public DateTime? LastWrite(Guid syncId) => _lastWrites.TryGetValue(syncId, out var time) ? time : null;

    /// <summary>Records when this session updated a bulk sync.</summary>
    public void LearnWrite(Guid syncId, DateTime? updatedAt)
    {
        if (updatedAt is { } time) _lastWrites.AddOrUpdate(syncId, time, (_, earlier) => earlier > time ? earlier : time);
    }
}
