namespace PolytomicBulk.Operations;

/// <summary>Operations on schedules of bulk syncs.</summary>
public sealed class ScheduleOperations
{
    private readonly ApiRequestor _api;
    private readonly SyncNames _names;
    private readonly BulkSyncOperations _syncs;
    private readonly SilentWrites _silent;

    internal ScheduleOperations(ApiRequestor api, SyncNames names, BulkSyncOperations syncs, SilentWrites silent) =>
        (_api, _names, _syncs, _silent) = (api, names, syncs, silent);

    /// <summary>Lists the schedules of a bulk sync (schedules_list).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public Task<IReadOnlyList<BulkSyncSchedule>> ListAsync(Guid syncId, CancellationToken cancel = default) => ListAsync(syncId, sync: null, cancel);

    /// <summary>Lists the schedules of a bulk sync that was read, and completes what the list omits (schedules_list).</summary>
    /// <param name="sync">The bulk sync. It must have an id.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public Task<IReadOnlyList<BulkSyncSchedule>> ListAsync(BulkSync sync, CancellationToken cancel = default) => ListAsync(sync.Id!.Value, sync, cancel);

    private async Task<IReadOnlyList<BulkSyncSchedule>> ListAsync(Guid syncId, BulkSync? sync, CancellationToken cancel)
    {
        ApiRequest Page(string? token) => Request(HttpMethod.Get, $"list the schedules of {_names.InWords(syncId)}", syncId).With("page_token", token);

        var schedules = new List<BulkSyncSchedule>();
        await foreach (var schedule in _api.ListAsync(Page, ApiJson.Default.PageEnvelopeBulkSyncSchedule, cancel).ConfigureAwait(false))
        {
            schedules.Add(schedule);
        }

        await NameAsync(syncId, sync, schedules, cancel).ConfigureAwait(false);
        return [.. schedules.Select(schedule => Complete(syncId, id: null, schedule))];
    }

    /// <summary>Gets a schedule of a bulk sync (schedules_get).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="id">The schedule's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<BulkSyncSchedule> GetAsync(Guid syncId, Guid id, CancellationToken cancel = default) =>
        Complete(
            syncId,
            id,
            await _api.GetAsync(Request(HttpMethod.Get, "read", syncId, id), ApiJson.Default.EnvelopeBulkSyncSchedule, cancel).ConfigureAwait(false));

    /// <summary>
    /// Adds a schedule to a bulk sync and keeps the existing ones (schedules_create). If the answer does not identify it, it is found in the list
    /// (schedules_list).
    /// </summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="schedule">The settings of the schedule, by their names in the settings of a bulk sync.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<BulkSyncSchedule> CreateAsync(Guid syncId, JsonObject schedule, CancellationToken cancel = default)
    {
        var body = new JsonObject { ["schedule"] = InCamelCase(schedule) };
        var request = Request(HttpMethod.Post, $"add a schedule to {_names.InWords(syncId)}", syncId).WithBody(body);
        var wanted = schedule.Deserialize(ApiJson.Default.ScheduleSettings)!;
        return await _silent.CreateAsync(
            request,
            SendAsync,
            async () => (await ListAsync(syncId, cancel).ConfigureAwait(false))
                .Where(one => one.IsDefault != true && Times(one, one.SelectiveMode) == Times(wanted, wanted.SelectiveMode)),
            made => made.Id,
            made => made.CreatedAt,
            cancel).ConfigureAwait(false);

        async Task<BulkSyncSchedule> SendAsync(ApiRequest request)
        {
            var made = await _api.GetAsync(request, ApiJson.Default.EnvelopeBulkSyncSchedule, cancel).ConfigureAwait(false);
            await NameAsync(syncId, sync: null, [made], cancel).ConfigureAwait(false);
            return Complete(syncId, id: null, made);
        }
    }

    /// <summary>Reads a schedule to change it (schedules_get).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="id">The schedule's id.</param>
    /// <param name="changes">The changes, by their names in the settings of a bulk sync.</param>
    /// <param name="seen">When the schedule that the caller knows last changed. If it has changed since, the call fails.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<ResourceEdit> EditAsync(Guid syncId, Guid id, JsonObject changes, DateTime? seen = null, CancellationToken cancel = default)
    {
        var json = await _api.EditAsync(Request(HttpMethod.Get, "read", syncId, id), ApiJson.Default.BulkSyncSchedule, cancel).ConfigureAwait(false);
        var edit = ToEdit(syncId, id, json);
        if (edit.Version.IsAfter(seen)) throw Failures.Changed(edit.What, edit.Version.ToString());
        edit.Apply(InCamelCase(changes));
        return edit;
    }

    /// <summary>Replaces a schedule (schedules_update), and reads the answer.</summary>
    internal async Task<ResourceEdit> ReplaceAsync(ResourceEdit edit, CancellationToken cancel)
    {
        var id = Guid.Parse(edit.Id);
        var request = Request(HttpMethod.Put, "change", edit.OwnerId, id).WithBody(new JsonObject { ["schedule"] = edit.Body });
        return ToEdit(edit.OwnerId, id, await _api.EditAsync(request, ApiJson.Default.BulkSyncSchedule, cancel).ConfigureAwait(false));
    }

    /// <summary>Deletes a schedule. An execution that it started continues (schedules_delete).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="id">The schedule's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task DeleteAsync(Guid syncId, Guid id, CancellationToken cancel = default) =>
        _api.DeleteAsync(Request(HttpMethod.Delete, "remove", syncId, id), cancel);

    /// <summary>The schedule after the changes. If nothing changes, the one that the service returned.</summary>
    /// <param name="edit">The edit.</param>
    public BulkSyncSchedule Preview(ResourceEdit edit) => Complete(edit.OwnerId, Guid.Parse(edit.Id), edit.Preview(ApiJson.Default.BulkSyncSchedule));

    /// <summary>Describes a schedule, such as <c>daily 12:30 UTC</c>.</summary>
    /// <param name="settings">The settings, by their names in the settings of a bulk sync.</param>
    public static string Describe(JsonObject settings) => settings.Deserialize(ApiJson.Default.ScheduleSettings)!.ToString();

    private static JsonObject InCamelCase(JsonObject settings) =>
        new(settings.Select(setting => new KeyValuePair<string, JsonNode?>(ApiTables.CamelCase(setting.Key), setting.Value?.DeepClone())));

    private ResourceEdit ToEdit(Guid syncId, Guid id, JsonObject json) =>
        new(syncId, id.ToString(), $"schedule {id} of {_names.InWords(syncId)}", ApiTables.ScheduleOfItsOwn, json);

    private BulkSyncSchedule Complete(Guid syncId, Guid? id, BulkSyncSchedule schedule)
    {
        schedule.Id ??= id;
        (schedule.SyncId, schedule.SyncName) = (schedule.SyncId ?? syncId, _names.Get(syncId));
        var now = _api.Clock.GetUtcNow();
        schedule.Active ??= _names.IsActive(syncId, now);
        var fires = schedule.DeletedAt is null && schedule.Active != false;
        schedule.NextRun = fires ? ScheduleTimes.Next(schedule, now.UtcDateTime)?.ToLocalTime() : null;
        return schedule;
    }

    /// <summary>
    /// Finds the ids that the service omits in schedules. The settings of the bulk sync contain the same schedules with ids, and whether they are active.
    /// Identical schedules are matched in order. A schedule that could be any of several different ones gets no id.
    /// </summary>
    private async Task NameAsync(Guid syncId, BulkSync? sync, IReadOnlyCollection<BulkSyncSchedule> schedules, CancellationToken cancel)
    {
        var nameless = schedules.Where(schedule => schedule.Id is null).ToList();
        try
        {
            if (nameless.Count > 0) sync ??= await _syncs.GetAsync(syncId, cancel: cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException)
        {
            // A schedule without an id is still useful: it shows when the bulk sync runs.
            return;
        }

        if (sync is null) return;
        foreach (var schedule in schedules) schedule.Active = sync.Active;
        // A property that is missing on one side is ignored.
        var (tellsModes, tellsSchemas) = (schedules.Any(schedule => schedule.SyncMode is not null), schedules.Any(schedule => schedule.Schemas is not null));
        var others = (sync.AdditionalSchedules ?? []).FindAll(settings => settings.Id is { } id && schedules.All(schedule => schedule.Id != id));
        foreach (var schedule in nameless)
        {
            if (schedule.IsDefault == true)
            {
                schedule.Id = sync.DefaultSchedule?.Id;
                continue;
            }

            var alike = others.FindAll(settings => MayBe(schedule, settings, tellsModes, tellsSchemas));
            var createdAt = schedule.CreatedAt?.ToUniversalTime();
            var ofTheTime = alike.FindAll(settings => createdAt is not null && settings.CreatedAt?.ToUniversalTime() == createdAt);
            if (ofTheTime.Count > 0) alike = ofTheTime;
            if (alike.Count == 0 || alike.Exists(settings => !AreAlike(settings, alike[0]))) continue;
            schedule.Id = alike[0].Id;
            others.Remove(alike[0]);
        }
    }

    /// <summary>Whether a schedule can be one of those in the settings of a bulk sync.</summary>
    private static bool MayBe(BulkSyncSchedule schedule, ScheduleSettings settings, bool tellsModes, bool tellsSchemas) =>
        Times(schedule, schedule.SelectiveMode) == Times(settings, settings.SelectiveMode)
        && (!tellsModes || Mode(schedule.SyncMode) == Mode(settings.ResyncMode))
        && (!tellsSchemas || AreSame(schedule.Schemas, settings.Schemas));

    private static bool AreAlike(ScheduleSettings one, ScheduleSettings other) =>
        Times(one, one.SelectiveMode) == Times(other, other.SelectiveMode) && Mode(one.ResyncMode) == Mode(other.ResyncMode)
        && AreSame(one.Schemas, other.Schemas);

    private static bool AreSame(IEnumerable<string>? one, IEnumerable<string>? other) => new HashSet<string>(one ?? []).SetEquals(other ?? []);

    private static string Mode(string? mode) => string.IsNullOrEmpty(mode) ? "normal" : mode!;

    private static (string?, string?, string?, string?, string?, string?, string) Times(IScheduleTimes times, string? selectiveMode)
    {
        return (times.Frequency, Null(times.Minute), Null(times.Hour), Null(times.DayOfWeek), Null(times.DayOfMonth), Null(times.Month),
            Null(selectiveMode) ?? "none");

        static string? Null(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }

    private static ApiRequest Request(HttpMethod method, string action, Guid syncId) =>
        new(method, action, "api", "bulk", "syncs", syncId.ToString(), "schedules");

    private ApiRequest Request(HttpMethod method, string verb, Guid syncId, Guid id) =>
        new(method, $"{verb} schedule {id} of {_names.InWords(syncId)}", "api", "bulk", "syncs", syncId.ToString(), "schedules", id.ToString())
        {
            Resource = ResourceKind.Schedule,
            About = id.ToString(),
        };
}
