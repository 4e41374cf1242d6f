namespace PolytomicBulk.Editing;

/// <summary>A complete list of schedules that replaces the current one.</summary>
internal static class ScheduleList
{
    /// <summary>
    /// The wanted list. A schedule that the bulk sync already has stays as the service returned it, with its id. Otherwise the service would create it
    /// again with each update.
    /// </summary>
    public static JsonArray Keep(JsonArray wanted, JsonArray now)
    {
        var rest = now.OfType<JsonObject>().ToList();
        // A schedule with an id can be only that schedule.
        var same = wanted.OfType<JsonObject>().OrderBy(schedule => IdOf(schedule) is null).ToDictionary(schedule => schedule, Take);
        return same.Count == now.Count && same.Count == wanted.Count && !same.ContainsValue(null)
            ? now.DeepClone().AsArray()
            : new JsonArray([.. wanted.Select(item => (item is JsonObject schedule ? same[schedule] ?? item : item)?.DeepClone())]);

        JsonObject? Take(JsonObject schedule)
        {
            var found = rest.Find(candidate => IsSame(schedule, candidate));
            if (found is not null) rest.Remove(found);
            return found;
        }
    }

    private static bool IsSame(JsonObject wanted, JsonObject now) =>
        (IdOf(wanted) is not { } id || string.Equals(id, IdOf(now), StringComparison.OrdinalIgnoreCase))
        // The service may have a setting that this version does not know, so that nobody can specify it.
        && JsonDifference.Between(ApiTables.Schedule, SettingsOf(wanted), SettingsOf(now)).All(difference => difference is { Row: null, Expected: null });

    /// <summary>What users choose, without the modes that mean the same as no mode.</summary>
    private static JsonObject SettingsOf(JsonObject schedule)
    {
        var settings = Choices.In(ApiTables.Schedule, schedule);
        foreach (var (name, usual) in new[] { ("resync_mode", "normal"), ("selective_mode", "none") })
        {
            if (JsonWords.Text(settings[name]) == usual) settings.Remove(name);
        }

        return settings;
    }

    private static string? IdOf(JsonObject schedule) => JsonWords.Text(schedule["id"]) is { Length: > 0 } id ? id : null;
}
