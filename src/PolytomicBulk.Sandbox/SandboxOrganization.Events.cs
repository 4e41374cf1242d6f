namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    private const int LargestEventPage = 100;
    private const int UsualEventPage = 10;

    private static readonly TimeSpan EventsAreKept = TimeSpan.FromHours(48);

    private static readonly string[] EventTypes =
    [
        "bulk_sync.running", "bulk_sync.completed", "bulk_sync.completed_with_error", "bulk_sync.failed", "bulk_sync.canceled",
        "sync.running", "sync.completed", "sync.completed_with_errors", "sync.failed", "sync.canceled",
    ];

    private Dictionary<string, Func<SandboxCall, SandboxReply>> EventOperations => new()
    {
        ["events_list"] = ListEvents,
        ["events_getTypes"] = _ => SandboxReply.Data(new JsonArray([.. EventTypes.Select(type => JsonValue.Create(type))])),
    };

    private SandboxReply ListEvents(SandboxCall call)
    {
        var (now, type) = (_clock.GetUtcNow(), call.Parameter("type"));
        if (type is not null && !EventTypes.Contains(type)) throw SandboxError.Invalid("type", $"must be one of {string.Join(", ", EventTypes)}");
        var (after, before) = (Bound("starting_after") ?? DateTimeOffset.MinValue, Bound("ending_before") ?? DateTimeOffset.MaxValue);
        var organization = call.Parameter("organization_id");
        var events =
            from sync in _state.Syncs
            from execution in ExecutionsOf(sync)
            from one in EventsOf(sync, execution, now)
            where one.At <= now && one.At > now - EventsAreKept && one.At > after && one.At < before
            where (type is null || one.Type == type) && (organization is null || IsSame(organization, Id))
            orderby one.At descending, (string)one.Json["id"]! descending
            select (JsonNode)one.Json;
        var page = events.Take(call.Parameter("limit") is null ? UsualEventPage : call.Limit(LargestEventPage)).ToArray();
        return SandboxReply.Data(page.Length == 0 ? null : new JsonArray(page));

        DateTimeOffset? Bound(string name) =>
            call.Parameter(name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
    }

    private IEnumerable<(DateTimeOffset At, string Type, JsonObject Json)> EventsOf(JsonObject sync, SandboxExecution execution, DateTimeOffset now)
    {
        if (execution.Begins) yield return Event(execution.StartsAt, "bulk_sync.running");
        if (!execution.IsOver(now)) yield break;
        var json = execution.ToJson(now);
        yield return Event(execution.EndsAt, (string)json["status"]! switch
        {
            "failed" or "interrupted" => "bulk_sync.failed",
            "canceled" => "bulk_sync.canceled",
            "errors" => "bulk_sync.completed_with_error",
            _ => "bulk_sync.completed",
        });

        (DateTimeOffset At, string Type, JsonObject Json) Event(DateTimeOffset at, string type)
        {
            var about = new JsonObject
            {
                ["sync_id"] = (string)sync["id"]!,
                ["sync_name"] = (string)sync["name"]!,
                ["execution_id"] = execution.Id.ToString(),
                ["source_connection_id"] = (string)sync["source_connection_id"]!,
                ["destination_connection_id"] = (string)sync["destination_connection_id"]!,
                ["organization_id"] = Id,
            };
            if (type is not ("bulk_sync.running" or "bulk_sync.canceled")) about["trigger_source"] = execution.Type == "manual" ? "manual" : "schedule";
            if (type == "bulk_sync.failed") about["error"] = execution.Message ?? "";
            return (at, type, new JsonObject
            {
                ["id"] = SandboxHistory.IdOf($"{execution.Id} {type}"), ["type"] = type, ["created_at"] = SandboxTime.Text(at),
                ["organization_id"] = Id, ["event"] = about,
            });
        }
    }
}
