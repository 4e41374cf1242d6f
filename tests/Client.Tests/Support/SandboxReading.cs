using System.Text.Json.Nodes;
using Xunit;

namespace Client.Tests.Support;

/// <summary>Reads everything in a sandbox, and compares each answer with the contract.</summary>
internal static class SandboxReading
{
    /// <summary>Reads everything once. Reads at most the specified number of connections and bulk syncs in detail.</summary>
    public static void All(SandboxHttp sandbox, int most = int.MaxValue)
    {
        sandbox.Get("api/me");
        sandbox.Get("api/bulk/syncs/status?all=true");
        sandbox.Get("api/bulk/syncs/status?active=true");
        foreach (var type in Items(sandbox.Get("api/connection_types"))) sandbox.Send("GET", $"api/connection_types/{Escape(type["id"])}");
        sandbox.Get("api/organization");
        sandbox.Get($"api/organizations/{SandboxHttp.Organization}");
        sandbox.Get($"api/entities/{SandboxHttp.Organization}");
        sandbox.Get("api/events_types");
        sandbox.Send("GET", "api/notifications/global-error-subscribers");
        foreach (var one in Items(sandbox.Get("api/events?limit=100")).Take(3)) sandbox.Get($"api/entities/{Escape(one["event"]!["execution_id"])}");
        foreach (var policy in Items(sandbox.Get("api/permissions/policies"))) sandbox.Get($"api/permissions/policies/{Escape(policy["id"])}");
        foreach (var connection in Items(sandbox.Get("api/connections")).Take(most)) Connection(sandbox, (string)connection["id"]!);
        foreach (var sync in Pages(sandbox, "api/bulk/syncs").Take(most)) Sync(sandbox, (string)sync["id"]!);
    }

    /// <summary>All pages of a list.</summary>
    public static IEnumerable<JsonNode> Pages(SandboxHttp sandbox, string path)
    {
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (var next = path; next is not null;)
        {
            var (status, page) = sandbox.Send("GET", next);
            Assert.Equal(200, status);
            foreach (var item in Items(page!["data"])) yield return item;
            next = (string?)page["pagination"]?["next_page_token"] is { } token ? $"{path}{separator}page_token={Uri.EscapeDataString(token)}" : null;
        }
    }

    private static void Connection(SandboxHttp sandbox, string id)
    {
        var path = $"api/connections/{id}";
        sandbox.Get(path);
        sandbox.Get($"{path}/schemas/status");
        sandbox.Get($"{path}/shared");
        sandbox.Get($"{path}/parameter_values");
        sandbox.Get($"api/entities/{id}");
        sandbox.Send("GET", $"{path}/bulksync/target");
        var (status, source) = sandbox.Send("GET", $"{path}/bulksync/source");
        if (status != 200) return;
        foreach (var schema in Items(source!["data"]!["schemas"]))
        {
            sandbox.Get($"{path}/schemas/{Escape(schema["id"])}");
            sandbox.Get($"{path}/schemas/{Escape(schema["id"])}/records");
        }
    }

    private static void Sync(SandboxHttp sandbox, string id)
    {
        var path = $"api/bulk/syncs/{id}";
        var sync = sandbox.Get(path)!;
        sandbox.Get($"{path}/status");
        sandbox.Get($"{path}/schedules");
        foreach (var schedule in Items(sync["additional_schedules"]).Append(sync["default_schedule"]!)) sandbox.Get($"{path}/schedules/{Escape(schedule["id"])}");
        foreach (var schema in Items(sandbox.Get($"{path}/schemas"))) sandbox.Get($"{path}/schemas/{Escape(schema["id"])}");
        foreach (var execution in Pages(sandbox, $"{path}/executions?only_terminal=false").Take(3))
        {
            var run = $"{path}/executions/{Escape(execution["id"])}";
            sandbox.Get(run);
            sandbox.Get($"{run}/consolelog");
            sandbox.Get($"{run}/logs");
            foreach (var table in Items(execution["schemas"])) sandbox.Get($"{run}/schemas/{Escape(table["schema"])}/consolelog");
        }
    }

    private static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).Select(item => item!);

    private static string Escape(JsonNode? id) => Uri.EscapeDataString((string)id!);
}
