namespace PolytomicBulk.Updates;

/// <summary>
/// Replaces a schedule of a bulk sync: reads it, writes it, and checks the result. Properties that the schedule operations return but do not accept are
/// restored by an update of the bulk sync.
/// </summary>
internal sealed class SafeScheduleWrite(
    ScheduleOperations schedules,
    BulkSyncOperations syncs,
    OpenUpdates open,
    TimeProvider clock,
    Func<ResourceEdit, CancellationToken, Task<BulkSyncUpdate>> update,
    Func<Guid, CancellationToken, Task<BulkSyncUpdate?>> finish)
{
    /// <summary>Writes the changes.</summary>
    public async Task<ScheduleUpdate> WriteAsync(ResourceEdit edit, DateTime? seen, CancellationToken cancel)
    {
        ResourceEdit after, now;
        ResourceEdit? answer;
        string written;
        var finished = await finish(edit.OwnerId, cancel).ConfigureAwait(false);
        using (await open.HoldAsync(edit.OwnerId, edit.What, cancel).ConfigureAwait(false))
        {
            // Somebody may have changed it while the user was asked.
            now = edit.On(await ReadAsync(edit, seen, cancel).ConfigureAwait(false));
            if (now.Missing.Count > 0) throw Failures.Changed(now.What, now.Version.ToString());
            if (now.Differences.Count == 0) return new(schedules.Preview(now)) { Finished = finished };
            (answer, var lost) = await TryWriteAsync(now, cancel).ConfigureAwait(false);
            written = LostAnswer.Written([now], lost);
            after = await LookAsync(now, answer, lost, written, cancel).ConfigureAwait(false);
        }

        var gone = GoneIn(now, after);
        var (left, sync) = await PutBackAsync(now, gone, IsOurs(after, answer), cancel).AfterAsync(written).ConfigureAwait(false);
        if (sync is not null)
        {
            after = await ReadAsync(edit, seen: null, cancel).AfterAsync(written).ConfigureAwait(false);
            left = [.. GoneIn(now, after)];
        }

        return new(schedules.Preview(after))
        {
            What = edit.What,
            Finished = finished,
            Repaired = sync is null ? [] : InWords(gone.Where(difference => !left.Exists(one => one.Property == difference.Property))),
            Left = InWords(OthersIn(now, after).Concat(left)),
            Sync = sync,
        };
    }

    private Task<ResourceEdit> ReadAsync(ResourceEdit edit, DateTime? seen, CancellationToken cancel) =>
        schedules.EditAsync(edit.OwnerId, Guid.Parse(edit.Id), [], seen, cancel);

    /// <summary>Writes the schedule. If it is unknown whether it was written, the failure is returned, not thrown.</summary>
    private async Task<(ResourceEdit? Answer, PolytomicApiException? Lost)> TryWriteAsync(ResourceEdit edit, CancellationToken cancel)
    {
        try
        {
            return (await schedules.ReplaceAsync(edit, cancel).ConfigureAwait(false), null);
        }
        catch (PolytomicApiException failure) when (LostAnswer.LeavesOpen(failure))
        {
            return (null, failure);
        }
    }

    /// <summary>Polls until the change is visible.</summary>
    private async Task<ResourceEdit> LookAsync(
        ResourceEdit edit, ResourceEdit? answer, PolytomicApiException? lost, string written, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        for (var pauses = 0; ; pauses++)
        {
            var after = await ReadAsync(edit, seen: null, cancel).AfterAsync(written).ConfigureAwait(false);
            var isOld = after.Version.UpdatedAt < answer?.Version.UpdatedAt;
            if (!isOld && edit.IsSeenIn(after)) return after;
            if (clock.GetElapsedTime(began) >= UpdateWatch.Limit)
            {
                var open = edit.DifferencesIn(after).Select(difference => difference.ToString()).ToList();
                throw (lost ?? (isOld ? Failures.Stale(edit.What, clock.GetElapsedTime(began)) : Failures.NotTaken(edit.What)))
                    .With($"These settings are not as requested: {JsonWords.Some(open)}.");
            }

            await clock.DelayAsync(SelectionReader.Pauses.After(pauses), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Properties that the schedule operations do not accept, and that differ.</summary>
    private static List<JsonDifference> GoneIn(ResourceEdit before, ResourceEdit after) =>
    [
        .. from property in ApiTables.ScheduleOfItsOwn.Properties
           where property.Name is "syncMode" or "schemas"
           let old = before.Original[property.Name]
           let now = after.Original[property.Name]
           where !AreSame(property.Name, old, now)
           select new JsonDifference(property.Label, old, now),
    ];

    /// <summary>Other differences. A property that no table knows may be computed.</summary>
    private static IEnumerable<JsonDifference> OthersIn(ResourceEdit edit, ResourceEdit after) =>
        edit.DifferencesIn(after).Where(difference => difference.Row is not null);

    /// <summary>Whether nobody has changed the schedule since the write.</summary>
    private static bool IsOurs(ResourceEdit after, ResourceEdit? answer) => answer is not null && !(after.Version.UpdatedAt > answer.Version.UpdatedAt);

    /// <summary>Restores what the write dropped, by an update of the bulk sync. Returns what remains.</summary>
    private async Task<(List<JsonDifference> Left, BulkSyncUpdate? Sync)> PutBackAsync(
        ResourceEdit edit, List<JsonDifference> gone, bool isOurs, CancellationToken cancel)
    {
        // A change that somebody may have made is undone only if that copies less data.
        var undone = gone.FindAll(difference => isOurs
            ? JsonWords.IsEmpty(difference.Actual) || JsonWords.Text(difference.Actual) == "normal"
            : difference.Property == "Schemas" && JsonWords.IsEmpty(difference.Actual));
        if (undone.Count == 0) return (gone, null);
        var sync = await syncs.EditAsync(edit.OwnerId, seen: null, cancel).ConfigureAwait(false);
        if (Find(sync["additional_schedules"], edit.Id) is null) return (gone, null);
        sync.Edit(sync => PutBack(sync, edit, undone));
        // If the settings of the bulk sync still contain it, only the other answer omitted it.
        return ([.. gone.Except(undone)], sync.Differences.Count == 0 ? null : await update(sync, cancel).ConfigureAwait(false));
    }

    /// <summary>Sets the values in the settings of a bulk sync, with the requested changes, because the bulk sync may be older than the write.</summary>
    private static void PutBack(ResourceEdit sync, ResourceEdit edit, List<JsonDifference> undone)
    {
        var schedules = sync["additional_schedules"]?.DeepClone();
        if (Find(schedules, edit.Id) is not { } schedule) return;
        var named = edit.ChangedProperties;
        foreach (var property in ApiTables.ScheduleOfItsOwn.Properties)
        {
            if (!named.Contains(property.Label) && !undone.Exists(difference => difference.Property == property.Label)) continue;
            var (name, value) = (InSync(property.Name), edit[property.Name]);
            if (AreSame(property.Name, value, schedule[name])) continue;
            sync.Note(new($"AdditionalSchedules.{edit.Id}.{ApiTables.Schedule.LabelOf(name)}", value, schedule[name]?.DeepClone()));
            schedule[name] = value?.DeepClone();
        }

        sync.Put("additional_schedules", schedules);
    }

    private static JsonObject? Find(JsonNode? schedules, string id) =>
        (schedules as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(one => string.Equals(JsonWords.Text(one["id"]), id, StringComparison.OrdinalIgnoreCase));

    private static List<string> InWords(IEnumerable<JsonDifference> differences) => [.. differences.Select(difference => difference.ToString())];

    /// <summary>The name in the settings of a bulk sync for a property in the schedule operations.</summary>
    private static string InSync(string shown) =>
        shown == "syncMode" ? "resync_mode" : ApiTables.Schedule.Properties.First(property => ApiTables.CamelCase(property.Name) == shown).Name;

    /// <summary>Whether two values mean the same: no mode means normal, and the order of schemas does not matter.</summary>
    private static bool AreSame(string shown, JsonNode? one, JsonNode? other)
    {
        return shown switch
        {
            "syncMode" => Mode(one) == Mode(other),
            "schemas" => new HashSet<string?>(Ids(one), StringComparer.Ordinal).SetEquals(Ids(other)),
            _ => JsonDifference.AreSame(ApiTables.ScheduleOfItsOwn.Get(shown), one, other),
        };

        static string Mode(JsonNode? mode) => JsonWords.Text(mode) is { Length: > 0 } text ? text : "normal";

        static IEnumerable<string?> Ids(JsonNode? ids) => (ids as JsonArray ?? []).Select(JsonWords.Text);
    }
}
