using System.Text.Json.Nodes;
using PolytomicBulk.Editing;
using PolytomicBulk.Json;
using PolytomicBulk.Updates;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Configuration;

/// <summary>Changes a sync so that it has the settings of a configuration, and only these. Secrets stay, and schedules keep their ids.</summary>
internal static class ConfigurationEdit
{
    /// <summary>Makes the changes.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="edit">The sync.</param>
    public static void Change(BulkSyncConfiguration configuration, ResourceEdit edit)
    {
        var (sync, settings) = (edit.Original, configuration.ToSettings());
        var differences = configuration.SettingsThatDifferFrom(BulkSyncConfiguration.FromService(sync, Selection.Empty, _ => null)).ToList();
        foreach (var difference in differences) edit.Note(difference);

        foreach (var name in settings.Select(setting => setting.Key).Concat(sync.Select(setting => setting.Key)).Distinct())
        {
            var label = JsonWords.Label(name.EndsWith("_connection_id", StringComparison.Ordinal) ? name[..^3] : name);
            if (differences.Exists(difference => IsWithin(difference.Property, label))) edit.Put(name, Merge(name, settings[name], sync[name]));
        }

        static bool IsWithin(string property, string label) => property == label || property.StartsWith(label + ".", StringComparison.Ordinal);
    }

    private static JsonNode? Merge(string name, JsonNode? wanted, JsonNode? now)
    {
        var property = ApiTables.BulkSync.Get(name);
        var mayHoldSecrets = property?.Kind == PropertyKind.Free;
        return (wanted, now) switch
        {
            (JsonObject one, JsonObject other) when mayHoldSecrets => ConfigurationSecrets.Keep(one, other),
            (JsonObject one, JsonObject other) => WithIdOf(other, one),
            (JsonArray one, JsonArray other) when name == "additional_schedules" => WithIdsOf(other, one),
            (null, JsonObject other) when mayHoldSecrets && ConfigurationSecrets.Keep([], other) is { Count: > 0 } secrets => secrets,
            (null, _) => property is null ? SchemaForm.NothingLike(now) : property.Nothing,
            _ => wanted.DeepClone(),
        };
    }

    private static JsonObject WithIdOf(JsonObject now, JsonObject wanted)
    {
        var result = wanted.DeepClone().AsObject();
        if (now["id"] is { } id) result["id"] = id.DeepClone();
        return result;
    }

    /// <summary>Schedules that stay the same keep their ids; those that change take the ids that are left, in order.</summary>
    private static JsonArray WithIdsOf(JsonArray now, JsonArray wanted)
    {
        var left = now.OfType<JsonObject>().ToList();
        var kept = wanted.OfType<JsonObject>()
            .Select(schedule => (Schedule: schedule, Same: Take(left.Find(candidate => IsSame(candidate, schedule)))))
            .ToList();
        return new JsonArray([.. kept.Select(pair => WithIdOf(pair.Same ?? Take(left.FirstOrDefault()) ?? [], pair.Schedule))]);

        static bool IsSame(JsonObject now, JsonObject wanted) => JsonNode.DeepEquals(ConfigurationForm.NormalizeSchedule(now), wanted);

        JsonObject? Take(JsonObject? schedule)
        {
            if (schedule is not null) left.Remove(schedule);
            return schedule;
        }
    }
}
