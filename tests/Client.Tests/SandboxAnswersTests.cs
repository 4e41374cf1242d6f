using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Client.Tests.Support;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>The sandbox answers like the service.</summary>
public sealed class SandboxAnswersTests : IDisposable
{
    private const string Sync = "api/bulk/syncs/" + SandboxHttp.Salesforce;

    private readonly SandboxHttp _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Every_read_matches_the_contract() => SandboxReading.All(_sandbox);

    [Fact]
    public void Missing_values_are_null_or_empty_as_in_the_contract()
    {
        var sync = _sandbox.Data("POST", "api/bulk/syncs", SandboxHttp.Settings())!.AsObject();
        foreach (var name in new[] { "additional_schedules", "concurrency_limit", "resync_concurrency_limit", "data_cutoff_timestamp", "source_configuration" }) AssertNull(sync, name);
        Assert.Equal("[]", sync["policies"]!.ToJsonString());

        var path = $"api/bulk/syncs/{sync["id"]}";
        AssertNull(_sandbox.Send("GET", $"{path}/executions").Body, "data");
        var schema = _sandbox.Get($"{path}/schemas/public.orders")!;
        foreach (var name in new[] { "partition_key", "tracking_field", "user_output_name" }) Assert.Equal("", (string?)schema[name]);
        AssertNull(schema, "data_cutoff_timestamp");
        AssertNull(_sandbox.Send("GET", $"{path}/schemas?enabled=false").Body, "data");
        AssertNull(_sandbox.Send("GET", "api/bulk/syncs/status").Body, "data");
        AssertNull(_sandbox.Get($"api/bulk/syncs/status?sync_id={sync["id"]}")![0], "schemas");
        AssertNull(_sandbox.Get($"{path}/status"), "next_execution_time");

        var run = _sandbox.Data("POST", $"{path}/executions", new JsonObject())!;
        AssertNull(run, "completed_at");
        AssertNull(run, "started_at");
        Assert.Equal("", (string?)run["status_message"]);
    }

    [Fact]
    public void An_execution_passes_through_its_statuses()
    {
        var id = _sandbox.Data("POST", $"{Sync}/executions", new JsonObject())!["id"];
        var (states, tables) = (new List<string>(), new List<string>());
        for (var second = 0; second <= 45; second++)
        {
            var run = _sandbox.Get($"{Sync}/executions/{id}")!;
            states.Add((string)run["status"]!);
            tables.Add((string)run["schemas"]![0]!["status"]!);
            _sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["created", "scheduled", "running", "exporting", "processing", "completed"], states.Distinct());
        Assert.Equal(["scheduled", "running", "exporting", "processing", "completed"], tables.Distinct());
    }

    [Fact]
    public void A_normal_run_uses_the_usual_fetch_mode_and_others_the_requested_one()
    {
        Assert.All(SandboxReading.Pages(_sandbox, $"{Sync}/executions"), run => Assert.Equal("none", (string?)run["fetch_mode"]));
        Assert.Equal("none", (string?)_sandbox.Data("POST", $"{Sync}/executions", new JsonObject())!["fetch_mode"]);
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("full", (string?)_sandbox.Data("POST", $"{Sync}/executions", new JsonObject { ["fetch_mode"] = "full" })!["fetch_mode"]);
    }

    [Fact]
    public void An_update_without_active_pauses_the_sync()
    {
        Assert.True((bool)_sandbox.Get(Sync)!["active"]!);
        Assert.False((bool)_sandbox.Data("PUT", Sync, SandboxHttp.Settings())!["active"]!);
    }

    [Fact]
    public void The_list_of_statuses_has_each_enabled_schema_even_if_the_last_run_was_partial()
    {
        var run = _sandbox.Data("POST", $"{Sync}/executions", new JsonObject { ["schemas"] = new JsonArray("Account") })!;
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        var status = _sandbox.Get($"api/bulk/syncs/status?sync_id={SandboxHttp.Salesforce}")![0]!;
        var enabled = _sandbox.Get($"{Sync}/schemas?enabled=true")!.AsArray().Select(schema => (string)schema!["id"]!);
        var tables = status["schemas"]!.AsArray();
        Assert.Equal(enabled.Order(StringComparer.Ordinal), tables.Select(table => (string)table!["schema"]!).Order(StringComparer.Ordinal));
        Assert.All(tables, table => Assert.Equal((string)table!["schema"]! == "Account", (string)table["execution_id"]! == (string)run["id"]!));
    }

    [Fact]
    public void A_console_log_has_its_last_fifty_entries_and_continues_after_any_of_them()
    {
        var execution = _sandbox.Get($"{Sync}/executions")![0]!["id"];
        var path = $"{Sync}/executions/{execution}/consolelog";
        var entries = _sandbox.Get(path)!["entries"]!.AsArray();
        Assert.Equal(50, entries.Count);
        AssertNull(_sandbox.Get(path), "next_cursor");
        Assert.All(entries, entry => Assert.Matches("^[0-9]{13}-[0-9]+$", (string)entry!["id"]!));
        Assert.All(entries, entry => Assert.True((string)entry!["level"]! is "INFO" or "WARN" or "ERROR"));

        var ids = entries.Select(entry => (string)entry!["id"]!).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(ids.Skip(20), Ids($"?after={ids[19]}"));
        Assert.Equal(ids.Skip(20).Take(5), Ids($"?after={ids[19]}&limit=5"));
        Assert.Equal(ids[24], (string?)_sandbox.Get($"{path}?after={ids[19]}&limit=5")!["next_cursor"]);
        AssertNull(_sandbox.Get($"{path}?after={ids[^1]}"), "entries");
        Assert.Equal(400, _sandbox.Send("GET", $"{path}?after=x").Status);

        IEnumerable<string> Ids(string query) => _sandbox.Get(path + query)!["entries"]!.AsArray().Select(entry => (string)entry!["id"]!);
    }

    [Fact]
    public void A_destination_says_which_settings_it_needs()
    {
        var form = _sandbox.Get($"api/connections/{SandboxHttp.Snowflake}/bulksync/target")!["configuration"]!;
        Assert.True((bool)form["schema"]!["required"]!);
        Assert.NotNull(form["schema"]!["default"]);
        Assert.Equal("boolean", (string?)form["advanced"]!["items"]!["hard_deletes"]!["type"]);
    }

    [Fact]
    public void The_schemas_of_a_new_connection_are_not_ready_at_once()
    {
        var connection = _sandbox.Data("POST", "api/connections", JsonNode.Parse("""{"name":"Twin","type":"postgresql","configuration":{"hostname":"h","port":5432,"database":"d","username":"u","password":"p"}}"""))!;
        Assert.Equal("********", (string?)connection["configuration"]!["password"]);
        var settings = SandboxHttp.Settings();
        settings["source_connection_id"] = connection["id"]!.DeepClone();
        var path = $"api/connections/{connection["id"]}";

        Assert.Equal("refreshing", (string?)_sandbox.Get($"{path}/schemas/status")!["cache_status"]);
        AssertUnready(422, "cache refresh in progress");
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(6));
        AssertUnready(400, "did not provide any schemas");
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("fresh", (string?)_sandbox.Get($"{path}/schemas/status")!["cache_status"]);
        var sync = _sandbox.Data("POST", "api/bulk/syncs", settings)!;
        Assert.NotNull(_sandbox.Get($"api/bulk/syncs/{sync["id"]}/schemas/public.orders"));

        void AssertUnready(int status, string message)
        {
            foreach (var (code, body) in new[] { _sandbox.Send("POST", "api/bulk/syncs", settings.ToJsonString()), _sandbox.Send("GET", $"{path}/schemas/public.orders") })
            {
                Assert.Equal((status, message), (code, (string?)body!["message"]));
            }
        }
    }

    [Fact]
    public void A_partner_has_a_second_organization_with_the_same_connection_names()
    {
        var organizations = _sandbox.Send("GET", "api/organizations", authorization: "Bearer " + SandboxOptions.PartnerKey).Body!["data"]!.AsArray();
        Assert.Equal(["Acme", "Acme Staging"], organizations.Select(organization => (string)organization!["name"]!));
        var (first, second) = (In(0, "api/connections"), In(1, "api/connections"));
        Assert.Equal(Values(first, "name"), Values(second, "name"));
        Assert.Empty(Values(first, "id").Intersect(Values(second, "id")));
        Assert.Null(In(1, "api/bulk/syncs"));

        // Neither organization can use objects of the other. The second can create a bulk sync with its own connections.
        var settings = SandboxHttp.Settings();
        Assert.Equal(422, _sandbox.Send("POST", "api/bulk/syncs", settings.ToJsonString(), Key(1)).Status);
        foreach (var (role, name) in new[] { ("source", "Orders database"), ("destination", "Snowflake") })
        {
            settings[role + "_connection_id"] = second!.AsArray().Single(connection => (string)connection!["name"]! == name)!["id"]!.DeepClone();
        }

        var sync = _sandbox.Send("POST", "api/bulk/syncs", settings.ToJsonString(), Key(1)).Body!["data"]!;
        Assert.NotNull(In(1, $"api/bulk/syncs/{sync["id"]}/schemas/public.orders"));
        Assert.Equal(404, _sandbox.Send("GET", $"api/bulk/syncs/{sync["id"]}").Status);

        string Key(int number) => "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{organizations[number]!["id"]}:{SandboxOptions.PartnerKey}"));
        JsonNode? In(int number, string path) => _sandbox.Send("GET", path, authorization: Key(number)).Body!["data"];
        IEnumerable<string> Values(JsonNode? list, string name) => list!.AsArray().Select(item => (string)item![name]!);
    }

    [Fact]
    public void Times_have_the_fractions_of_nanoseconds()
    {
        _sandbox.Clock.Advance(TimeSpan.FromTicks(1234567));
        var time = (string)_sandbox.Data("POST", "api/bulk/syncs", SandboxHttp.Settings())!["created_at"]!;
        Assert.Matches(new Regex(@"\.[0-9]{8,9}Z$"), time);
        Assert.Equal(_sandbox.Clock.GetUtcNow().UtcDateTime, DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime, TimeSpan.FromTicks(10));
    }

    [Theory]
    [InlineData("api/bulk/syncs/11111111-0000-4000-8000-000000000001")]
    [InlineData(Sync + "/schemas/nothing")]
    [InlineData(Sync + "/schedules/11111111-0000-4000-8000-000000000001")]
    [InlineData(Sync + "/executions/11111111-0000-4000-8000-000000000001")]
    [InlineData("api/connections/11111111-0000-4000-8000-000000000001")]
    [InlineData("api/connections/" + SandboxHttp.Orders + "/schemas/nothing")]
    [InlineData("api/jobs/exportlogs/11111111-0000-4000-8000-000000000001")]
    [InlineData("api/jobs/other/11111111-0000-4000-8000-000000000001")]
    public void An_unknown_object_is_not_found(string path)
    {
        var (status, body) = _sandbox.Send("GET", path);
        Assert.Equal((404, "not_found"), (status, (string?)body!["key"]));
        Assert.NotNull(body["metadata"]);
    }

    private static void AssertNull(JsonNode? json, string name)
    {
        Assert.True(json!.AsObject().ContainsKey(name), $"{name} is absent");
        Assert.Null(json[name]);
    }
}
