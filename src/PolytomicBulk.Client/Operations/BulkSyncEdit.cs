using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Http;
using PolytomicBulk.Json;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Operations;

/// <summary>
/// A bulk sync as the service holds it, with changes that are not written yet. It is the service's own JSON to the
/// last digit, so that what was not named goes back as it came.
/// </summary>
public sealed class BulkSyncEdit
{
    private readonly JsonEdit _edit = new();
    private readonly JsonObject _original;
    private readonly JsonObject _json;
    private readonly List<Action<JsonObject, JsonEdit>> _changes = [];

    internal BulkSyncEdit(Guid id, JsonObject json) => (Id, _original, _json) = (id, json, json.DeepClone().AsObject());

    /// <summary>The sync's id.</summary>
    public Guid Id { get; }

    /// <summary>The sync's name before the changes, or its id where it has none.</summary>
    public string Name => OwnName ?? Id.ToString();

    /// <summary>What would change, such as <c>~ Name: 'A' -> 'B'</c>; empty when nothing would.</summary>
    public IReadOnlyList<string> Differences => _edit.Differences;

    /// <summary>What an update must hold and neither the service nor a change names.</summary>
    public IReadOnlyList<string> Missing => [.. ApiTables.BulkSync.Required.Where(name => JsonWords.IsEmpty(_json[name])).Select(JsonWords.Label)];

    /// <summary>What the default schedule's frequency needs and the schedule does not have.</summary>
    public IReadOnlyList<string> MissingInSchedule => _json["default_schedule"] is JsonObject schedule ? ScheduleChange.MissingIn(schedule) : [];

    /// <summary>How often the default schedule fires.</summary>
    public string? Frequency => JsonWords.Text((_json["default_schedule"] as JsonObject)?["frequency"]);

    /// <summary>The sync's name before the changes.</summary>
    internal string? OwnName => JsonWords.Text(_original["name"]);

    /// <summary>When the sync last changed, in UTC.</summary>
    internal DateTime? UpdatedAt => JsonWords.Instant(_original["updated_at"]);

    /// <summary>Who last changed the sync.</summary>
    internal string? UpdatedBy => _original["updated_by"] is JsonObject actor ? JsonWords.Text(actor["name"]) ?? JsonWords.Text(actor["id"]) : null;

    internal string? UpdatedById => (_original["updated_by"] as JsonObject)?["id"] is { } id ? JsonWords.Text(id) : null;

    /// <summary>Whether new schemas are synced without anybody choosing them.</summary>
    internal bool AddsSchemas => Adds("automatically_add_new_objects");

    /// <summary>Whether new fields are synced without anybody choosing them.</summary>
    internal bool AddsFields => Adds("automatically_add_new_fields");

    /// <summary>The sync as it was read.</summary>
    public BulkSync ToSync() => _original.Deserialize(ApiJson.Default.BulkSync)!;

    /// <summary>Changes the settings that an object names, by the API's own names. Objects within are changed in the same way; lists are replaced.</summary>
    /// <param name="changes">The new values.</param>
    public void Apply(JsonObject changes)
    {
        var copy = changes.DeepClone().AsObject();
        Apply((json, edit) => edit.Merge(json, copy));
    }

    /// <summary>What the sync is called in messages.</summary>
    public override string ToString() => $"bulk sync '{Name}' ({Id})";

    internal string ChangeInWords => JsonWords.Show(UpdatedBy, UpdatedAt);

    /// <summary>Whether somebody else has changed the sync since an answer. What the service itself does later carries the same name.</summary>
    internal bool IsChangedByAnotherSince(BulkSyncEdit? answer) => answer is not null && UpdatedAt > answer.UpdatedAt && UpdatedById != answer.UpdatedById;

    internal void ThrowIfChangedSince(DateTime? seen)
    {
        if (UpdatedAt > seen?.ToUniversalTime()) throw Failures.Changed(ToString(), ChangeInWords);
    }

    internal void Apply(Action<JsonObject, JsonEdit> change)
    {
        _changes.Add(change);
        change(_json, _edit);
    }

    /// <summary>The same changes, of a sync that has been read again.</summary>
    internal BulkSyncEdit On(BulkSyncEdit again)
    {
        var edit = new BulkSyncEdit(Id, again._original);
        foreach (var change in _changes) edit.Apply(change);
        return edit;
    }

    /// <summary>In what settings the sync, read again, is not as it was to be.</summary>
    internal IReadOnlyList<JsonDifference> DifferencesIn(BulkSyncEdit again) => [.. JsonDifference.Between(Settings(_json), Settings(again._original))];

    internal JsonObject ToBody(Selection? selection)
    {
        var body = _json.DeepClone().AsObject();
        foreach (var name in ApiTables.BulkSync.SetByService) body.Remove(name);
        foreach (var schedule in SchedulesOf(body))
        {
            foreach (var name in ApiTables.Schedule.SetByService) schedule.Remove(name);
        }

        if (selection is not null) body["schemas"] = selection.ToCreateForm();
        return body;
    }

    /// <summary>The settings without what the service alone says, and without the schedules' ids: it gives those as it likes.</summary>
    internal static JsonObject Settings(JsonObject sync)
    {
        var settings = sync.DeepClone().AsObject();
        settings.Remove("organization_id");
        foreach (var item in SchedulesOf(settings).Prepend(settings).ToList())
        {
            foreach (var name in item.Select(property => property.Key).Where(name => name == "id" || IsPassing(item, name)).ToList()) item.Remove(name);
        }

        return settings;
    }

    /// <summary>
    /// Whether a property tells of the past, or counts, and is nobody's choice. Who did something stands beside when; a
    /// table's <c>cluster_by</c> does not. The endings count and not the names of today, since a time or count of tomorrow,
    /// taken for a choice, would look in every update like one that the service did not take. It goes back as it came.
    /// </summary>
    internal static bool IsPassing(JsonObject item, string name) =>
        name.EndsWith("_at", StringComparison.Ordinal) || name.EndsWith("_count", StringComparison.Ordinal) || (name.EndsWith("_by", StringComparison.Ordinal) && item.ContainsKey(name[..^2] + "at"));

    private static IEnumerable<JsonObject> SchedulesOf(JsonObject sync) =>
        new[] { sync["default_schedule"] }.Concat(sync["additional_schedules"] as JsonArray ?? []).OfType<JsonObject>();

    private bool Adds(string name) => JsonWords.Text(_json[name]) is not (null or "none");
}
