namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    /// <summary>The names of a schedule's settings in the schedule operations, and in the JSON of the bulk sync that stores them.</summary>
    private static readonly (string Here, string InSync)[] ScheduleNames =
    [
        ("frequency", "frequency"),
        ("minute", "minute"),
        ("hour", "hour"),
        ("dayOfWeek", "day_of_week"),
        ("dayOfMonth", "day_of_month"),
        ("month", "month"),
        ("selectiveMode", "selective_mode"),
        ("syncMode", "resync_mode"),
        ("schemas", "schemas"),
    ];

    /// <summary>The settings that the schedule operations accept. Other settings can be changed only with the bulk sync.</summary>
    private static readonly string[] OfRequest = ["frequency", "minute", "hour", "day_of_week", "day_of_month", "month", "selective_mode"];

    // A limit, so that a bulk sync does not grow without bound.
    private const int MostSchedules = 100;

    private Dictionary<string, Func<SandboxCall, SandboxReply>> ScheduleOperations => new()
    {
        ["schedules_list"] = call => ListSchedules(FindSync(call["sync_id"])),
        ["schedules_create"] = call => CreateSchedule(call, FindSync(call["sync_id"])),
        ["schedules_get"] = call => GetSchedule(FindSync(call["sync_id"]), call["schedule_id"]),
        ["schedules_update"] = call => ReplaceSchedule(call, FindSync(call["sync_id"])),
        ["schedules_delete"] = call => DeleteSchedule(FindSync(call["sync_id"]), call["schedule_id"]),
    };

    private SandboxReply ListSchedules(JsonObject sync) =>
        SandboxReply.Data(new JsonArray([.. SchedulesOf(sync).Select(schedule => ToSchedule(sync, schedule))]));

    private SandboxReply GetSchedule(JsonObject sync, string id) => SandboxReply.Data(ToSchedule(sync, FindSchedule(sync, id)));

    private SandboxReply CreateSchedule(SandboxCall call, JsonObject sync)
    {
        var settings = ReadSchedule(call);
        if (SchedulesOf(sync).Count >= MostSchedules)
            throw SandboxError.Invalid("schedule", $"would exceed the limit of {MostSchedules} schedules of a bulk sync");
        var schedule = new JsonObject { ["id"] = _ids.Next().ToString() };
        Write(schedule, settings);
        Sign(schedule, "created");
        if (sync["additional_schedules"] is not JsonArray) sync["additional_schedules"] = new JsonArray();
        sync["additional_schedules"]!.AsArray().Add((JsonNode)schedule);
        Sign(sync, "updated");
        return SandboxReply.Data(ToSchedule(sync, schedule));
    }

    private SandboxReply ReplaceSchedule(SandboxCall call, JsonObject sync)
    {
        var (schedule, settings) = (FindSchedule(sync, call["schedule_id"]), ReadSchedule(call));
        if (IsDefault(sync, schedule) && (string?)settings["selective_mode"] is not (null or "none"))
            throw SandboxError.Invalid("schedule.selectiveMode", "cannot be given to the default schedule");
        Write(schedule, settings);
        Sign(sync, "updated");
        return SandboxReply.Data(ToSchedule(sync, schedule));
    }

    private SandboxReply DeleteSchedule(JsonObject sync, string id)
    {
        var schedule = FindSchedule(sync, id);
        if (IsDefault(sync, schedule)) throw SandboxError.Invalid("schedule_id", "is the default schedule, which cannot be deleted; make it manual instead");
        sync["additional_schedules"]!.AsArray().Remove(schedule);
        Sign(sync, "updated");
        return SandboxReply.Nothing;
    }

    /// <summary>The default schedule and the additional schedules. Gives an id to each schedule that has none.</summary>
    private List<JsonObject> SchedulesOf(JsonObject sync)
    {
        List<JsonObject> schedules =
            [sync["default_schedule"]!.AsObject(), .. (sync["additional_schedules"] as JsonArray ?? []).Select(schedule => schedule!.AsObject())];
        foreach (var schedule in schedules) schedule["id"] ??= _ids.Next().ToString();
        return schedules;
    }

    private JsonObject FindSchedule(JsonObject sync, string id) =>
        SchedulesOf(sync).Find(schedule => string.Equals((string)schedule["id"]!, id, StringComparison.OrdinalIgnoreCase))
        ?? throw SandboxError.NotFound("schedule");

    private static bool IsDefault(JsonObject sync, JsonObject schedule) => ReferenceEquals(sync["default_schedule"], schedule);

    private static JsonObject ReadSchedule(SandboxCall call)
    {
        var schedule = call.Body["schedule"]!.AsObject();
        var inSync = new JsonObject();
        foreach (var (here, there) in ScheduleNames) if (schedule[here] is { } value) inSync[there] = value.DeepClone();
        SandboxScheduleRules.Check(inSync, name => "schedule." + Array.Find(ScheduleNames, names => names.InSync == name).Here);
        return inSync;
    }

    private void CheckSchedule(JsonObject schedule, string name, string destination, Dictionary<string, HashSet<string>> tables)
    {
        SandboxScheduleRules.Check(schedule, property => $"{name}.{property}");
        foreach (var (table, number) in Items(schedule["schemas"])) Table(tables, (string)table!, $"{name}.schemas[{number}]");
        if ((string?)schedule["resync_mode"] is { } mode and not "normal") CheckResyncMode(mode, destination, $"{name}.resync_mode");
    }

    private static JsonObject ToSchedule(JsonObject sync, JsonObject schedule)
    {
        // In the contract, a schedule does not contain its id. The settings of the bulk sync do.
        var json = new JsonObject { ["syncId"] = sync["id"]!.DeepClone(), ["isDefault"] = IsDefault(sync, schedule) };
        foreach (var (here, inSync) in ScheduleNames)
        {
            if (schedule[inSync] is { } value) json[here] = value.DeepClone();
        }

        json["selectiveMode"] ??= "none";
        json["syncMode"] ??= "normal";
        foreach (var (at, by, atInSync, byInSync) in new[]
            { ("createdAt", "createdBy", "created_at", "created_by"), ("updatedAt", "updatedBy", "updated_at", "updated_by") })
        {
            if (schedule[atInSync] is { } time) json[at] = time.DeepClone();
            if (schedule[byInSync]?["id"] is { } actor) json[by] = actor.DeepClone();
        }

        return json;
    }

    /// <summary>Replaces the settings that the schedule operations accept, and removes those that the request omits.</summary>
    private void Write(JsonObject schedule, JsonObject settings)
    {
        foreach (var name in OfRequest)
        {
            if (settings[name] is { } value && (string)value! is not ("" or "none")) schedule[name] = value.DeepClone();
            else schedule.Remove(name);
        }

        Sign(schedule, "updated");
    }
}
