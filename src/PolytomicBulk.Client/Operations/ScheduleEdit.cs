using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Http;
using PolytomicBulk.Json;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Operations;

/// <summary>A schedule as the service holds it, with changes that are not written yet.</summary>
public sealed class ScheduleEdit
{
    private readonly JsonEdit _edit = new();
    private readonly JsonObject _json;

    internal ScheduleEdit(Guid syncId, Guid id, JsonObject json) => (SyncId, Id, _json) = (syncId, id, json);

    /// <summary>The bulk sync that the schedule belongs to.</summary>
    public Guid SyncId { get; }

    /// <summary>The schedule's id.</summary>
    public Guid Id { get; }

    /// <summary>What would change, such as <c>~ Hour: 4 -> 6</c>; empty when nothing would.</summary>
    public IReadOnlyList<string> Differences => _edit.Differences;

    /// <summary>How often the schedule fires, with the changes.</summary>
    public string? Frequency => ToSchedule().Frequency;

    /// <summary>Makes changes.</summary>
    /// <param name="change">The changes.</param>
    /// <returns>What the new frequency needs and the schedule does not have; empty where it has all.</returns>
    public IReadOnlyList<string> Apply(ScheduleChange change)
    {
        change.ApplyTo(_json, _edit);
        return change.Frequency is null ? [] : ScheduleChange.MissingIn(_json);
    }

    internal void ThrowIfChangedSince(DateTime? seen)
    {
        if (JsonWords.Instant(_json["updatedAt"]) is { } changed && changed > seen?.ToUniversalTime())
        {
            throw Failures.Changed($"schedule {Id} of bulk sync {SyncId}", JsonWords.Show(JsonWords.Text(_json["updatedBy"]), changed));
        }
    }

    internal BulkSyncSchedule ToSchedule() => _json.Deserialize(ApiJson.Default.BulkSyncSchedule)!;

    internal JsonObject ToBody()
    {
        var schedule = _json.DeepClone().AsObject();
        foreach (var name in ApiTables.ScheduleOfItsOwn.SetByService) schedule.Remove(name);
        return new JsonObject { ["schedule"] = schedule };
    }
}
