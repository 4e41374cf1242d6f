namespace PolytomicBulk.Configuration;

/// <summary>
/// Changes a bulk sync so that its settings match a configuration. Settings that the configuration omits stay unchanged, secrets are kept, and
/// schedules keep their ids.
/// </summary>
internal static class ConfigurationEdit
{
    /// <summary>Changes the settings that differ.</summary>
    public static void Change(BulkSyncConfiguration configuration, ResourceEdit edit)
    {
        var (sync, settings) = (edit.Original, configuration.ToSettings());
        var differences = configuration.SettingsThatDifferFrom(BulkSyncConfiguration.FromService(sync, Selection.Empty, _ => null)).ToList();
        foreach (var difference in differences) edit.Note(difference);
        foreach (var (name, value) in settings)
        {
            if (Differs(name, differences)) edit.Put(name, Merge(name, value, sync[name], []));
        }
    }

    /// <summary>
    /// Finds the secrets that an update would lose, because the service masks them or because several items of their list have changed. Also finds a
    /// value that cannot be read and that the update does not replace.
    /// </summary>
    public static (IReadOnlyList<string> Secrets, string? Fault) FindLosses(BulkSyncConfiguration configuration, JsonObject sync)
    {
        var lost = new List<string>();
        var written = ToWrite(configuration, sync, lost);
        if (written is null) return ([], null);
        var fault = BulkSyncOperations.FaultOf(sync) is null ? null : BulkSyncOperations.FaultOf(written);
        return ([.. lost.Concat(Choices.MasksIn(ApiTables.BulkSync, written)).Distinct()], fault);
    }

    /// <summary>The settings that an update writes. Null if none differ.</summary>
    public static JsonObject? ToWrite(BulkSyncConfiguration configuration, JsonObject sync, List<string> lost)
    {
        var differences = configuration.SettingsThatDifferFrom(BulkSyncConfiguration.FromService(sync, Selection.Empty, _ => null)).ToList();
        if (differences.Count == 0) return null;
        var written = sync.DeepClone().AsObject();
        foreach (var (name, value) in configuration.ToSettings())
        {
            if (Differs(name, differences)) written[name] = Merge(name, value, sync[name], lost);
        }

        return written;
    }

    private static bool Differs(string name, List<JsonDifference> differences)
    {
        var label = JsonWords.Label(name.EndsWith("_connection_id", StringComparison.Ordinal) ? name[..^3] : name);
        return differences.Exists(difference => difference.Property == label || difference.Property.StartsWith(label + ".", StringComparison.Ordinal));
    }

    private static JsonNode? Merge(string name, JsonNode? wanted, JsonNode? now, List<string> lost)
    {
        var property = ApiTables.BulkSync.Get(name);
        var mayHoldSecrets = property?.Kind == PropertyKind.Free;
        return (wanted, now) switch
        {
            (JsonObject one, JsonObject other) when mayHoldSecrets => ConfigurationSecrets.Keep(name, LeftOut.Fill(table: null, one, other), other, lost),
            (JsonObject one, JsonObject other) => WithoutNothing(LeftOut.Fill(property?.Table, one, other)),
            // The service can omit the list if it is empty.
            (JsonArray one, _) when name == "additional_schedules" => WithIdsOf(now as JsonArray ?? [], one),
            (null, JsonObject other) when mayHoldSecrets && ConfigurationSecrets.Keep(name, [], other, lost) is { Count: > 0 } secrets => secrets,
            (JsonObject one, _) when !mayHoldSecrets => WithoutNothing(one.DeepClone().AsObject()),
            _ => wanted?.DeepClone(),
        };
    }

    /// <summary>Removes empty properties. A schedule is always written completely, so an omitted property is empty.</summary>
    private static JsonObject WithoutNothing(JsonObject schedule)
    {
        RemoveNothing(schedule);
        return schedule;
    }

    /// <summary>Removes empty properties from a schedule.</summary>
    public static void RemoveNothing(JsonObject schedule)
    {
        foreach (var name in schedule.Where(property => JsonWords.IsEmpty(property.Value)).Select(property => property.Key).ToList()) schedule.Remove(name);
    }

    /// <summary>Unchanged schedules keep their ids. Changed schedules get the remaining ids, in order.</summary>
    private static JsonArray WithIdsOf(JsonArray now, JsonArray wanted)
    {
        var left = now.OfType<JsonObject>().ToList();
        var kept = wanted.OfType<JsonObject>()
            .Select(schedule => (Schedule: schedule, Same: Take(left.Find(candidate => IsSame(schedule, candidate)))))
            .ToList();
        var whole = kept.Select(pair => LeftOut.Fill(ApiTables.Schedule, pair.Schedule, pair.Same ?? Take(left.FirstOrDefault()) ?? []));
        return new JsonArray([.. whole.Select(WithoutNothing)]);

        static bool IsSame(JsonObject wanted, JsonObject now) => !JsonDifference.Between(ApiTables.Schedule, wanted, now, Comparing.OnlyNamed).Any();

        JsonObject? Take(JsonObject? schedule)
        {
            if (schedule is not null) left.Remove(schedule);
            return schedule;
        }
    }
}
