using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

public sealed partial class SandboxService
{
    private const int LargestSyncPage = 50;

    private static readonly string[] SetByService = ["id", "organization_id", "created_at", "created_by", "updated_at", "updated_by"];

    private IEnumerable<Route> BulkSyncRoutes() =>
    [
        new("GET", "api/bulk/syncs", (request, _) => ListSyncs(request)),
        new("POST", "api/bulk/syncs", (request, _) => CreateSync(request.ReadBody())),
        new("GET", "api/bulk/syncs/{id}", (_, path) => SandboxAnswer.Data(FindSync(path["id"]))),
        new("PUT", "api/bulk/syncs/{id}", (request, path) => UpdateSync(path["id"], request.ReadBody())),
        new("DELETE", "api/bulk/syncs/{id}", (_, path) => DeleteSync(path["id"])),
        new("POST", "api/bulk/syncs/{id}/activate", (request, path) => ActivateSync(path["id"], request.ReadBody())),
    ];

    private (int Status, JsonObject Body) ListSyncs(SandboxRequest request)
    {
        var syncs = _state.Syncs.OrderByDescending(sync => DateTimeOffset.Parse((string)sync["updated_at"]!, CultureInfo.InvariantCulture));
        return request.Parameter("active") is { } active
            ? Page(request, [.. syncs.Where(sync => (bool)sync["active"]! == (active == "true"))], LargestSyncPage)
            : Page(request, [.. syncs], LargestSyncPage);
    }

    private JsonObject FindSync(string id) => LookUpSync(id) ?? throw new SandboxError(404, "not_found", "bulk sync not found");

    private JsonObject? LookUpSync(string id) => _state.Syncs.Find(sync => string.Equals((string)sync["id"]!, id, StringComparison.OrdinalIgnoreCase));

    private (int Status, JsonObject Body) CreateSync(JsonObject settings)
    {
        CheckSettings(settings);
        var sync = new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["active"] = false,
            ["organization_id"] = _state.OrganizationId,
        };
        Configure(sync, settings);
        Sign(sync, "created");
        Sign(sync, "updated");
        ChooseSchemas(sync, settings["schemas"] as JsonArray);
        _state.Syncs.Add(sync);
        return SandboxAnswer.Data(sync);
    }

    /// <summary>Replaces the whole configuration: what is not given is as if the sync were new.</summary>
    private (int Status, JsonObject Body) UpdateSync(string id, JsonObject settings)
    {
        var sync = FindSync(id);
        CheckSettings(settings);
        Configure(sync, settings);
        if (!IsTrue(sync["active"])) RunningExecution(sync)?.Cancel(_clock.GetUtcNow());
        Sign(sync, "updated");
        if (!_updateIgnoresSchemas) ChooseSchemas(sync, settings["schemas"] as JsonArray);
        return SandboxAnswer.Data(sync);
    }

    private void CheckSettings(JsonObject settings)
    {
        foreach (var required in new[] { "name", "mode", "source_connection_id", "destination_connection_id", "destination_configuration", "default_schedule" })
        {
            if (settings[required] is null) throw Unprocessable($"{required} is required");
        }

        if ((string)settings["mode"]! is not ("replicate" or "snapshot")) throw Unprocessable("mode must be replicate or snapshot");
        if (settings["organization_id"] is { } organization && !string.Equals((string)organization!, _state.OrganizationId, StringComparison.OrdinalIgnoreCase)) throw new SandboxError(403, "forbidden", "the key is for another organization");
    }

    private void Configure(JsonObject sync, JsonObject settings)
    {
        var before = sync["default_schedule"] is null ? [] : SchedulesOf(sync);
        foreach (var name in sync.Select(setting => setting.Key).Except(SetByService).Where(name => name != "active").ToList()) sync.Remove(name);
        foreach (var setting in Defaults()) sync[setting.Key] = setting.Value!.DeepClone();
        foreach (var setting in settings.Where(setting => setting.Key != "schemas" && setting.Value is not null && !SetByService.Contains(setting.Key))) sync[setting.Key] = setting.Value!.DeepClone();
        foreach (var schedule in SchedulesOf(sync)) SignSchedule(schedule, before.Find(known => JsonNode.DeepEquals(known["id"], schedule["id"])));
    }

    /// <summary>A schedule that has not changed says so.</summary>
    private void SignSchedule(JsonObject schedule, JsonObject? before)
    {
        foreach (var name in SetByService.Skip(2)) schedule.Remove(name);
        foreach (var name in SetByService.Skip(2))
        {
            if (before?[name] is { } value) schedule[name] = value.DeepClone();
        }

        if (before is null) Sign(schedule, "created");
        if (!JsonNode.DeepEquals(schedule, before)) Sign(schedule, "updated");
    }

    private static JsonObject Defaults() => new()
    {
        ["source_configuration"] = new JsonObject(),
        ["automatically_add_new_objects"] = "none",
        ["automatically_add_new_fields"] = "all",
        ["normalize_names"] = "enabled",
        ["disable_record_timestamps"] = false,
        ["policies"] = new JsonArray(),
    };

    private (int Status, JsonObject Body) DeleteSync(string id)
    {
        var sync = FindSync(id);
        _state.Syncs.Remove(sync);
        _executions.Remove((string)sync["id"]!);
        return (200, []);
    }

    private (int Status, JsonObject Body) ActivateSync(string id, JsonObject input)
    {
        var sync = FindSync(id);
        sync["active"] = input["active"] is JsonValue value && value.TryGetValue<bool>(out var active) ? active : throw Unprocessable("active is required");
        if (!active) RunningExecution(sync)?.Cancel(_clock.GetUtcNow());
        Sign(sync, "updated");
        return SandboxAnswer.Data(new JsonObject { ["id"] = (string)sync["id"]!, ["active"] = active });
    }

    /// <summary>Says on an object who did something with it, and when. No two requests do things at one time.</summary>
    private void Sign(JsonObject item, string did)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        _lastSigned = _signing ??= now > _lastSigned ? now : _lastSigned.AddMilliseconds(1);
        item[$"{did}_at"] = _lastSigned.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        item[$"{did}_by"] = _isUser
            ? new JsonObject { ["id"] = (string)_state.Identity["id"]!, ["name"] = "Ana Lima", ["type"] = "user" }
            : new JsonObject { ["id"] = _state.OrganizationId, ["name"] = (string)_state.Identity["organization_name"]!, ["type"] = "organization" };
    }

    private static SandboxError Unprocessable(string message) => new(422, "unprocessable", message);

    private static (int Status, JsonObject Body) Page(SandboxRequest request, JsonObject[] all, int largest)
    {
        var start = request.Parameter("page_token") is { } token ? ReadToken(token) : 0;
        var size = int.TryParse(request.Parameter("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? Math.Min(limit, largest) : largest;
        var body = new JsonObject { ["data"] = new JsonArray([.. all.Skip(start).Take(size).Select(item => item.DeepClone())]) };
        if (start + size < all.Length) body["pagination"] = new JsonObject { ["next_page_token"] = WriteToken(start + size) };
        return (200, body);
    }

    // Tokens are opaque to a client; a client that looks inside should find nothing to hold on to.
    private static string WriteToken(int start) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"from {start}"));

    private static int ReadToken(string token)
    {
        try
        {
            if (Encoding.ASCII.GetString(Convert.FromBase64String(token)).Split(' ') is ["from", var text]
                && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var start)) return start;
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new SandboxError(400, "bad_request", "invalid page_token");
    }
}
