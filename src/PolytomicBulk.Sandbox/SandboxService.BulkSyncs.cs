using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

public sealed partial class SandboxService
{
    private const int LargestSyncPage = 50;

    private IEnumerable<Route> BulkSyncRoutes() =>
    [
        new("GET", "api/bulk/syncs", (request, _) => ListSyncs(request)),
        new("POST", "api/bulk/syncs", (request, _) => CreateSync(request.ReadBody())),
        new("GET", "api/bulk/syncs/{id}", (_, path) => SandboxAnswer.Data(FindSync(path["id"]))),
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

    private JsonObject FindSync(string id) =>
        _state.Syncs.Find(sync => string.Equals((string)sync["id"]!, id, StringComparison.OrdinalIgnoreCase))
        ?? throw new SandboxError(404, "not_found", "bulk sync not found");

    private (int Status, JsonObject Body) CreateSync(JsonObject settings)
    {
        foreach (var required in new[] { "name", "mode", "source_connection_id", "destination_connection_id", "destination_configuration", "default_schedule" })
        {
            if (settings[required] is null) throw Unprocessable($"{required} is required");
        }

        if ((string)settings["mode"]! is not ("replicate" or "snapshot")) throw Unprocessable("mode must be replicate or snapshot");
        if (settings["organization_id"] is { } organization && !string.Equals((string)organization!, _state.OrganizationId, StringComparison.OrdinalIgnoreCase)) throw new SandboxError(403, "forbidden", "the key is for another organization");

        var sync = new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["active"] = false,
            ["organization_id"] = _state.OrganizationId,
            ["source_configuration"] = new JsonObject(),
            ["automatically_add_new_objects"] = "none",
            ["automatically_add_new_fields"] = "all",
            ["normalize_names"] = "enabled",
            ["disable_record_timestamps"] = false,
            ["policies"] = new JsonArray(),
        };
        foreach (var setting in settings.Where(setting => setting.Key != "schemas" && setting.Value is not null)) sync[setting.Key] = setting.Value!.DeepClone();
        foreach (var schedule in new[] { sync["default_schedule"] }.Concat(sync["additional_schedules"] as JsonArray ?? []))
        {
            schedule!["id"] = Guid.NewGuid().ToString();
            Sign(schedule.AsObject(), "created");
            Sign(schedule.AsObject(), "updated");
        }

        Sign(sync, "created");
        Sign(sync, "updated");
        ChooseSchemas(sync, settings["schemas"] as JsonArray);
        _state.Syncs.Add(sync);
        return SandboxAnswer.Data(sync);
    }

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

    /// <summary>Says on an object who did something with it, and when.</summary>
    private void Sign(JsonObject item, string did)
    {
        item[$"{did}_at"] = _clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        item[$"{did}_by"] = new JsonObject { ["id"] = (string)_state.Identity["id"]!, ["name"] = "Ana Lima", ["type"] = "user" };
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
