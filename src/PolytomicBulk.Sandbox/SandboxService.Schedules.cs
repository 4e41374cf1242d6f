using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

public sealed partial class SandboxService
{
    /// <summary>A schedule's settings: their names here, and in a bulk sync's own JSON, which is where they are kept.</summary>
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

    private static readonly string[] Frequencies = ["manual", "continuous", "hourly", "daily", "weekly", "custom", "builder", "runafter", "multi", "dbtcloud"];

    private IEnumerable<Route> ScheduleRoutes() =>
    [
        new("GET", "api/bulk/syncs/{id}/schedules", (_, path) => ListSchedules(FindSync(path["id"]))),
        new("POST", "api/bulk/syncs/{id}/schedules", (request, path) => CreateSchedule(request, FindSync(path["id"]))),
        new("GET", "api/bulk/syncs/{id}/schedules/{schedule_id}", (_, path) => GetSchedule(FindSync(path["id"]), path["schedule_id"])),
        new("PUT", "api/bulk/syncs/{id}/schedules/{schedule_id}", (request, path) => ReplaceSchedule(request, FindSync(path["id"]), path["schedule_id"])),
        new("DELETE", "api/bulk/syncs/{id}/schedules/{schedule_id}", (_, path) => DeleteSchedule(FindSync(path["id"]), path["schedule_id"])),
    ];

    private static (int Status, JsonObject Body) ListSchedules(JsonObject sync) =>
        SandboxAnswer.Data(new JsonArray([.. SchedulesOf(sync).Select(schedule => ToSchedule(sync, schedule))]));

    private static (int Status, JsonObject Body) GetSchedule(JsonObject sync, string id) => SandboxAnswer.Data(ToSchedule(sync, FindSchedule(sync, id)));

    private (int Status, JsonObject Body) CreateSchedule(SandboxRequest request, JsonObject sync)
    {
        var schedule = new JsonObject { ["id"] = Guid.NewGuid().ToString() };
        Write(schedule, ReadSchedule(request));
        Sign(schedule, "created");
        if (sync["additional_schedules"] is not JsonArray) sync["additional_schedules"] = new JsonArray();
        sync["additional_schedules"]!.AsArray().Add((JsonNode)schedule);
        Sign(sync, "updated");
        return SandboxAnswer.Data(ToSchedule(sync, schedule));
    }

    private (int Status, JsonObject Body) ReplaceSchedule(SandboxRequest request, JsonObject sync, string id)
    {
        var schedule = FindSchedule(sync, id);
        Write(schedule, ReadSchedule(request));
        Sign(sync, "updated");
        return SandboxAnswer.Data(ToSchedule(sync, schedule));
    }

    private (int Status, JsonObject Body) DeleteSchedule(JsonObject sync, string id)
    {
        var schedule = FindSchedule(sync, id);
        if (IsDefault(sync, schedule)) throw new SandboxError(400, "bad_request", "a bulk sync keeps its default schedule; make it manual instead");
        sync["additional_schedules"]!.AsArray().Remove(schedule);
        Sign(sync, "updated");
        return (200, new JsonObject());
    }

    /// <summary>The default schedule and the others; each has an id from the first look on.</summary>
    private static List<JsonObject> SchedulesOf(JsonObject sync)
    {
        List<JsonObject> schedules = [sync["default_schedule"]!.AsObject(), .. (sync["additional_schedules"] as JsonArray ?? []).Select(schedule => schedule!.AsObject())];
        foreach (var schedule in schedules) schedule["id"] ??= Guid.NewGuid().ToString();
        return schedules;
    }

    private static JsonObject FindSchedule(JsonObject sync, string id) =>
        SchedulesOf(sync).Find(schedule => string.Equals((string)schedule["id"]!, id, StringComparison.OrdinalIgnoreCase))
        ?? throw new SandboxError(404, "not_found", "schedule not found");

    private static bool IsDefault(JsonObject sync, JsonObject schedule) => ReferenceEquals(sync["default_schedule"], schedule);

    private static JsonObject ReadSchedule(SandboxRequest request)
    {
        var schedule = request.ReadBody()["schedule"] as JsonObject ?? throw new SandboxError(400, "bad_request", "schedule is required");
        var frequency = Text("frequency") ?? throw new SandboxError(400, "bad_request", "frequency is required");
        if (Array.IndexOf(Frequencies, frequency) < 0) throw new SandboxError(400, "bad_request", $"'{frequency}' is not a frequency");
        string[] needed = frequency switch
        {
            "hourly" => ["minute"],
            "daily" => ["hour", "minute"],
            "weekly" => ["dayOfWeek", "hour", "minute"],
            _ => [],
        };
        if (Array.Find(needed, name => Text(name) is null) is { } missing) throw new SandboxError(400, "bad_request", $"a schedule that is {frequency} needs {missing}");
        return schedule;

        string? Text(string name) => schedule[name] switch
        {
            null => null,
            { } value when value.GetValueKind() == JsonValueKind.String => (string)value! is { Length: > 0 } text ? text : null,
            _ => throw new SandboxError(400, "bad_request", $"{name} is not a string"),
        };
    }

    private static JsonObject ToSchedule(JsonObject sync, JsonObject schedule)
    {
        // As the contract has it, a schedule does not say its own id; the sync's settings do.
        var json = new JsonObject { ["syncId"] = sync["id"]!.DeepClone(), ["isDefault"] = IsDefault(sync, schedule) };
        foreach (var (here, inSync) in ScheduleNames)
        {
            if (schedule[inSync] is { } value) json[here] = value.DeepClone();
        }

        json["selectiveMode"] ??= "none";
        json["syncMode"] ??= "normal";
        foreach (var (at, by, atInSync, byInSync) in new[] { ("createdAt", "createdBy", "created_at", "created_by"), ("updatedAt", "updatedBy", "updated_at", "updated_by") })
        {
            if (schedule[atInSync] is { } time) json[at] = time.DeepClone();
            if (schedule[byInSync]?["id"] is { } actor) json[by] = actor.DeepClone();
        }

        return json;
    }

    /// <summary>Replaces all settings: what is not given is gone.</summary>
    private void Write(JsonObject schedule, JsonObject settings)
    {
        foreach (var (here, inSync) in ScheduleNames) SetOrRemove(schedule, inSync, settings[here]);
        if ((string?)schedule["selective_mode"] == "none") schedule.Remove("selective_mode");
        if ((string?)schedule["resync_mode"] == "normal") schedule.Remove("resync_mode");
        Sign(schedule, "updated");
    }
}
