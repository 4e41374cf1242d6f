using System.Text.Json.Nodes;

namespace TestSupport.Fake;

/// <content>Schedules. They are stored with their bulk sync. The schedule endpoints use other names for the settings.</content>
public sealed partial class FakeService
{
    /// <summary>The names of a schedule's settings at the endpoints, and whether requests can contain them.</summary>
    private static readonly (string Stored, string Shown, bool IsTaken)[] ScheduleNames =
    [
        ("frequency", "frequency", true), ("hour", "hour", true), ("minute", "minute", true), ("month", "month", true), ("day_of_week", "dayOfWeek", true),
        ("day_of_month", "dayOfMonth", true), ("selective_mode", "selectiveMode", true), ("resync_mode", "syncMode", false), ("schemas", "schemas", false),
    ];

    private Route[] ScheduleRoutes() =>
    [
        new("GET", "/api/bulk/syncs/*/schedules", ResourceKind.Schedules, call =>
            FakeAnswer.Data(List(SchedulesOf(Stored(call[0])).Select(schedule => SeenSchedule(call[0], schedule))))),
        new("POST", "/api/bulk/syncs/*/schedules", ResourceKind.Schedules, call =>
        {
            var sync = Stored(call[0]);
            var schedule = Schedule(Taken(call.Body), null);
            sync["additional_schedules"]!.AsArray().Add(schedule);
            Normal(sync);
            SchemaWritten(call[0]);
            return FakeAnswer.Data(SeenSchedule(call[0], schedule));
        }),
        new("GET", "/api/bulk/syncs/*/schedules/*", ResourceKind.Schedules, call =>
            FakeAnswer.Data(SeenSchedule(call[0], StoredSchedule(call[0], call[1])))),
        new("PUT", "/api/bulk/syncs/*/schedules/*", ResourceKind.Schedules, call =>
        {
            var before = StoredSchedule(call[0], call[1]);
            var wanted = Taken(call.Body);
            foreach (var (name, _, isTaken) in ScheduleNames)
            {
                if (KeepsRestOfSchedule && !isTaken && before[name] is { } value) wanted[name] = value.DeepClone();
            }

            var schedule = Schedule(wanted, before);
            before.ReplaceWith(schedule);
            Normal(Stored(call[0]));
            SchemaWritten(call[0]);
            return FakeAnswer.Data(SeenSchedule(call[0], schedule));
        }),
        new("DELETE", "/api/bulk/syncs/*/schedules/*", ResourceKind.Schedules, call =>
        {
            var schedule = StoredSchedule(call[0], call[1]);
            if (schedule.Parent is not JsonArray additional) throw new Refusal(400, "bad_request", "the default schedule cannot be deleted");
            additional.Remove(schedule);
            SchemaWritten(call[0]);
            return new(200, "");
        }),
    ];

    private static IEnumerable<JsonObject> SchedulesOf(JsonObject sync) =>
        (sync["additional_schedules"] as JsonArray ?? []).Prepend(sync["default_schedule"]).OfType<JsonObject>();

    private JsonObject StoredSchedule(string syncId, string id) =>
        SchedulesOf(Stored(syncId)).FirstOrDefault(schedule => FakeRule.IsOf(schedule, id)) ?? throw NotFound("schedule", id);

    private static JsonObject Taken(JsonObject body)
    {
        var sent = body["schedule"] as JsonObject ?? throw new Refusal(400, "bad_request", "schedule is required");
        return Renamed(sent, name => name.IsTaken ? name.Shown : "", name => name.Stored);
    }

    private static JsonObject Renamed(
        JsonObject schedule, Func<(string Stored, string Shown, bool IsTaken), string> from, Func<(string Stored, string Shown, bool IsTaken), string> to) =>
        new(ScheduleNames.Where(name => schedule[from(name)] is not null).Select(name => KeyValuePair.Create(to(name), schedule[from(name)]?.DeepClone())));

    /// <summary>A schedule in the stored form. An unchanged schedule keeps its times.</summary>
    private JsonObject Schedule(JsonObject body, JsonObject? before)
    {
        if (body["frequency"] is null) throw new Refusal(400, "bad_request", "frequency is required");
        var schedule = Renamed(body, name => name.Stored, name => name.Stored);
        var isSame = before is not null && ScheduleNames.All(name => JsonNode.DeepEquals(schedule[name.Stored], before[name.Stored]));
        if (isSame) return before!.DeepClone().AsObject();
        var stamp = Stamp();
        schedule["id"] = (string?)before?["id"] ?? NewId();
        (schedule["created_at"], schedule["created_by"]) = (before?["created_at"]?.DeepClone() ?? stamp, before?["created_by"]?.DeepClone() ?? Actor(Me));
        (schedule["updated_at"], schedule["updated_by"]) = (stamp, Actor(Me));
        return schedule;
    }

    private JsonObject SeenSchedule(string syncId, JsonObject stored)
    {
        var schedule = Renamed(stored, name => name.Stored, name => name.Shown);
        (schedule["syncId"], schedule["isDefault"]) = (syncId, stored.Parent is not JsonArray);
        (schedule["createdAt"], schedule["createdBy"]) = ((string?)stored["created_at"], (string?)stored["created_by"]?["id"]);
        (schedule["updatedAt"], schedule["updatedBy"]) = ((string?)stored["updated_at"], (string?)stored["updated_by"]?["id"]);
        if (SchedulesHaveIds) schedule["id"] = (string?)stored["id"];
        return schedule;
    }
}
