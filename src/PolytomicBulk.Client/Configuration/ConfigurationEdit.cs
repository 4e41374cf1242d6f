namespace PolytomicBulk.Configuration;

/// <summary>
/// Changes a sync so that it has the settings that a configuration names, and only these: what the configuration leaves out stays, so do secrets, and
/// schedules keep their ids.
/// </summary>
internal static class ConfigurationEdit
{
    /// <summary>Makes the changes.</summary>
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
    /// The places of secrets that a change to a configuration would lose, since nobody can tell which item of a list they belong to, or since the
    /// service shows a mask in their place; and what of the sync cannot be read and the configuration does not replace.
    /// </summary>
    public static (IReadOnlyList<string> Secrets, string? Fault) FindLosses(BulkSyncConfiguration configuration, JsonObject sync)
    {
        var (settings, lost) = (configuration.ToSettings(), new List<string>());
        var differences = configuration.SettingsThatDifferFrom(BulkSyncConfiguration.FromService(sync, Selection.Empty, _ => null)).ToList();
        if (differences.Count == 0) return ([], null);
        var written = sync.DeepClone().AsObject();
        foreach (var (name, value) in settings)
        {
            if (Differs(name, differences)) written[name] = Merge(name, value, sync[name], lost);
        }

        var fault = BulkSyncOperations.FaultOf(sync) is null ? null : BulkSyncOperations.FaultOf(written);
        return ([.. lost.Concat(ResourceEdit.MasksIn(ApiTables.BulkSync, written)).Distinct()], fault);
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
            (JsonArray one, JsonArray other) when name == "additional_schedules" => WithIdsOf(other, one),
            (null, JsonObject other) when mayHoldSecrets && ConfigurationSecrets.Keep(name, [], other, lost) is { Count: > 0 } secrets => secrets,
            (null, _) => property is null ? SchemaForm.NothingLike(now) : property.Nothing,
            (JsonObject one, _) when !mayHoldSecrets => WithoutNothing(one.DeepClone().AsObject()),
            _ => wanted.DeepClone(),
        };
    }

    /// <summary>A schedule is written as a whole, in which what is not there is nothing.</summary>
    private static JsonObject WithoutNothing(JsonObject schedule)
    {
        RemoveNothing(schedule);
        return schedule;
    }

    /// <summary>Takes out of a schedule what says that something is not set.</summary>
    public static void RemoveNothing(JsonObject schedule)
    {
        foreach (var name in schedule.Where(property => JsonWords.IsEmpty(property.Value)).Select(property => property.Key).ToList()) schedule.Remove(name);
    }

    /// <summary>Schedules that stay the same keep their ids; those that change take the ids that are left, in order.</summary>
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
