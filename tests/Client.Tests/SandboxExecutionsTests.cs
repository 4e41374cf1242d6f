using System.Globalization;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using Xunit;

namespace Client.Tests;

/// <summary>Executions in the sandbox: history, progress, and canceling.</summary>
public sealed class SandboxExecutionsTests : IDisposable
{
    private const string Salesforce = "api/bulk/syncs/" + SandboxHttp.Salesforce;

    private readonly SandboxHttp _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void A_history_has_every_outcome_and_nothing_of_the_future()
    {
        var runs = Syncs().SelectMany(sync => Runs(PathOf(sync))).ToList();
        Assert.True(runs.Count > 200, $"{runs.Count} runs");
        Assert.Equal(["canceled", "completed", "errors", "failed", "interrupted"], Distinct(runs));
        Assert.True(runs.Count(run => (long)run["warning_count"]! > 0) > 5);
        Assert.All(runs.Where(run => (string?)run["status"] == "failed"), run => Assert.NotEqual("", (string?)run["status_message"]));
        Assert.All(runs, run => Assert.True(Time(run, "completed_at") <= _sandbox.Clock.GetUtcNow()));
        Assert.Equal(runs.Count, Ids(runs).Distinct().Count());
    }

    [Theory]
    [InlineData("POST", Salesforce + "/activate", """{"active":false}""")]
    [InlineData("PUT", Salesforce, """{"active":false}""")]
    [InlineData("PUT", Salesforce, """{"source_connection_id":"5f88ea52-5af3-57d3-bdf1-2f249dac4bdf"}""")]
    [InlineData("PUT", Salesforce, """{"default_schedule":{"frequency":"hourly","minute":"5"}}""")]
    [InlineData("PATCH", Salesforce + "/schemas", """{"schemas":[{"id":"Contact","enabled":false}]}""")]
    public void A_history_is_the_same_after_any_change(string method, string path, string body)
    {
        using var other = new SandboxHttp();
        var settings = method == "PUT" ? other.Get(path)!.DeepClone().AsObject() : [];
        foreach (var (name, value) in JsonNode.Parse(body)!.AsObject()) settings[name] = value?.DeepClone();
        other.Data(method, path, settings);
        AssertSameHistory(_sandbox, other, Salesforce);
    }

    [Fact]
    public void A_history_is_the_same_after_a_start()
    {
        using var other = new SandboxHttp();
        var path = PathOf("Zendesk to Snowflake");
        Assert.False((bool)_sandbox.Get(path)!["active"]!);
        other.Data("POST", $"{path}/activate", new JsonObject { ["active"] = true });
        AssertSameHistory(_sandbox, other, path);
    }

    [Fact]
    public void A_history_is_the_same_after_a_new_schedule()
    {
        using var other = new SandboxHttp();
        var id = other.Get(Salesforce)!["default_schedule"]!["id"];
        other.Data("PUT", $"{Salesforce}/schedules/{id}", JsonNode.Parse("""{"schedule":{"frequency":"daily","hour":"3","minute":"0"}}"""));
        Assert.Equal("3", (string?)other.Get(Salesforce)!["default_schedule"]!["hour"]);
        AssertSameHistory(_sandbox, other, Salesforce);
    }

    [Fact]
    public void A_list_of_runs_has_pages_in_either_order_and_can_contain_only_ended_runs()
    {
        var path = PathOf("Orders database to BigQuery");
        var running = Start(path);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        var all = Runs(path);
        Assert.True(all.Count > 100, $"{all.Count} runs");
        Assert.Equal(100, _sandbox.Get($"{path}/executions")!.AsArray().Count);
        Assert.Equal((string?)running["id"], (string?)all[0]["id"]);
        Assert.Equal(all.OrderByDescending(run => Time(run, "created_at")).Select(run => (string)run["id"]!), Ids(all));
        Assert.Equal(Ids(all).Reverse(), Ids(Runs(path, "?ascending=true")));

        var over = Runs(path, "?only_terminal=true");
        Assert.Equal(Ids(all.Skip(1)).Order(StringComparer.Ordinal), Ids(over).Order(StringComparer.Ordinal));
        var changes = over.Select(run => Time(run, "updated_at")).ToList();
        Assert.Equal(changes.OrderDescending(), changes);
        Assert.Equal(Ids(over).Reverse(), Ids(Runs(path, "?only_terminal=true&ascending=true")));
    }

    [Fact]
    public void The_records_of_a_run_grow_with_the_clock_for_38_seconds()
    {
        var path = Stripe;
        var run = Start(path);
        Assert.Equal(("created", 0L, null), ((string?)run["status"], (long)run["record_count"]!, (string?)run["started_at"]));
        var at10 = After(10, path, run);
        var at30 = After(20, path, run);
        Assert.Equal(("running", "running"), ((string?)at10["status"], (string?)at30["status"]));
        Assert.Null(at10["completed_at"]);
        Assert.InRange((long)at10["record_count"]!, 1, (long)at30["record_count"]! - 1);
        Assert.Equal(["completed", "processing", "running"], Distinct(Tables(at30)));
        var status = _sandbox.Get($"{path}/status")!;
        Assert.Equal((string?)run["id"], (string?)status["current_execution"]!["id"]);
        Assert.NotEqual((string?)run["id"], (string?)status["last_execution"]!["id"]);

        var end = After(10, path, run);
        Assert.Equal(("completed", TimeSpan.FromSeconds(38)), ((string?)end["status"], Duration(end)));
        Assert.Equal(Tables(end).Sum(table => (long)table["record_count"]!), (long)end["record_count"]!);
        Assert.Equal(Enumerable.Repeat("completed", 6), Tables(end).Select(Status));
        status = _sandbox.Get($"{path}/status")!;
        Assert.Null(status["current_execution"]);
        Assert.Equal((string?)run["id"], (string?)status["last_execution"]!["id"]);
    }

    [Fact]
    public void A_sync_has_one_run_at_a_time()
    {
        var path = Stripe;
        var run = Start(path);
        AssertBusy(path);
        Assert.Equal("processing", Status(After(39.9, path, run)));
        AssertBusy(path);
        Assert.Equal("completed", Status(After(0.1, path, run)));
        Assert.NotEqual((string?)run["id"], (string?)Start(path)["id"]);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("executions/{0}/cancel")]
    public void A_run_takes_time_to_be_canceled(string cancel)
    {
        var path = Stripe;
        var run = Start(path);
        After(12, path, run);
        Cancel();
        var canceling = After(0, path, run);
        Assert.Equal(("canceling", null), (Status(canceling), (string?)canceling["completed_at"]));
        AssertBusy(path);

        // A second request does not extend the time.
        Assert.Equal("canceling", Status(After(5.9, path, run)));
        Cancel();
        var canceled = After(0.1, path, run);
        Assert.Equal(("canceled", TimeSpan.FromSeconds(16)), (Status(canceled), Duration(canceled)));
        Assert.True((long)canceling["record_count"]! > 0);
        Assert.Equal((long)canceling["record_count"]!, (long)canceled["record_count"]!);
        Assert.Equal(Enumerable.Repeat("canceled", 6), Tables(canceled).Select(Status));
        Assert.Equal("created", Status(Start(path)));

        void Cancel() => _sandbox.Data("POST", $"{path}/{string.Format(CultureInfo.InvariantCulture, cancel, run["id"])}", body: null);
    }

    [Theory]
    [InlineData("""{"resync_mode":"rebuild"}""", "none", "rebuild", true, false, false)]
    [InlineData("""{"resync_mode":"resync"}""", "none", "truncate", true, false, false)]
    [InlineData("""{"test":true}""", "none", "retain", false, false, true)]
    [InlineData("""{"schemas":["charges"],"fetch_mode":"none"}""", "none", "retain", false, true, false)]
    public void A_run_has_the_requested_modes(string body, string fetchMode, string disposition, bool isResync, bool isPartial, bool isTest)
    {
        var run = Start(Stripe, body);
        Assert.Equal((fetchMode, disposition), ((string?)run["fetch_mode"], (string?)run["output_disposition"]));
        Assert.Equal((isResync, isPartial, isTest), ((bool)run["is_resync"]!, (bool)run["is_partial"]!, (bool)run["is_test"]!));
        if (isPartial) Assert.Equal(["charges"], Names(run));
        else Assert.Equal(6, Tables(run).Count);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("events")]
    public void A_run_of_a_schema_that_is_not_enabled_is_refused(string schema)
    {
        var path = Stripe;
        var (status, answer) = _sandbox.Send("POST", $"{path}/executions", $$"""{"schemas":["{{schema}}"]}""");
        Assert.Equal(400, status);
        Assert.Contains($"'{schema}'", answer!.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Null(_sandbox.Get($"{path}/status")!["current_execution"]);
    }

    [Fact]
    public void A_run_has_the_enabled_schemas_with_their_output_names()
    {
        var ran = 0;
        foreach (var path in Syncs().Select(PathOf))
        {
            var enabled = _sandbox.Get($"{path}/schemas?enabled=true")!.AsArray().Select(schema => schema!).ToList();
            if (_sandbox.Get($"{path}/executions") is { } runs)
            {
                ran++;
                Assert.Equal(Ids(enabled), Names(runs[0]!));
            }

            var changes = new JsonArray(
                new JsonObject { ["id"] = (string)enabled[0]["id"]!, ["enabled"] = false },
                new JsonObject { ["id"] = (string)enabled[1]["id"]!, ["user_output_name"] = "of_our_own" });
            _sandbox.Data("PATCH", $"{path}/schemas", new JsonObject { ["schemas"] = changes });
            var run = Start(path);
            Assert.Equal(Ids(enabled.Skip(1)), Names(run));
            var outputs = enabled.Skip(2).Select(schema => (string)schema["output_name"]!).Prepend("of_our_own");
            Assert.Equal(outputs, Tables(run).Select(table => (string)table["output_name"]!));
        }

        // One of them has never run.
        Assert.Equal((7, 6), (Syncs().Count, ran));
    }

    [Fact]
    public void A_schema_takes_time_to_be_canceled_and_the_others_continue()
    {
        var path = Stripe;
        var run = Start(path);
        After(5, path, run);
        foreach (var table in new[] { "charges", "refunds" }) _sandbox.Data("POST", $"{path}/schemas/{table}/cancel", body: null);
        var working = After(0, path, run);
        Assert.Equal(("running", "running", "scheduled"), (Status(working), Status(Table(working, "charges")), Status(Table(working, "refunds"))));

        var stopped = After(7, path, run);
        Assert.Equal(("running", "canceled", "canceled"), (Status(stopped), Status(Table(stopped, "charges")), Status(Table(stopped, "refunds"))));
        Assert.True((long)Table(working, "charges")["record_count"]! > 0);
        Assert.Equal((long)Table(working, "charges")["record_count"]!, (long)Table(stopped, "charges")["record_count"]!);
        Assert.Equal(0, (long)Table(stopped, "refunds")["record_count"]!);
        Assert.Equal(Time(run, "created_at").AddSeconds(11), Time(Table(stopped, "charges"), "completed_at"));

        var end = After(28, path, run);
        AssertEnd(end);
        // Nothing of it is left to cancel.
        _sandbox.Data("POST", $"{path}/schemas/customers/cancel", body: null);
        AssertEnd(After(0, path, run));

        static void AssertEnd(JsonNode end)
        {
            Assert.Equal("completed", Status(end));
            Assert.Equal(["charges", "refunds"], Names(end, "canceled").Order(StringComparer.Ordinal));
            Assert.Equal(4, Names(end, "completed").Count());
        }
    }

    [Fact]
    public void A_run_is_canceled_once_all_its_schemas_are()
    {
        var path = Stripe;
        var run = Start(path);
        After(5, path, run);
        foreach (var table in Names(run)) _sandbox.Data("POST", $"{path}/schemas/{table}/cancel", body: null);
        Assert.Equal("canceled", Status(After(6, path, run)));
        var end = After(0, path, run);
        Assert.Equal(Enumerable.Repeat("canceled", 6), Tables(end).Select(Status));
        Assert.Equal(TimeSpan.FromSeconds(9), Duration(end));
    }

    [Fact]
    public void A_run_is_canceled_when_its_sync_is_paused_and_deleted_with_its_sync()
    {
        var path = Stripe;
        var run = Start(path);
        _sandbox.Data("POST", $"{path}/activate", new JsonObject { ["active"] = false });
        Assert.Equal("canceling", Status(After(0, path, run)));
        _sandbox.Send("DELETE", path);
        Assert.Equal(404, _sandbox.Send("GET", $"{path}/executions/{run["id"]}").Status);
    }

    [Fact]
    public void A_new_sync_has_no_run_and_can_start_one()
    {
        var path = $"api/bulk/syncs/{_sandbox.Data("POST", "api/bulk/syncs", SandboxHttp.Settings())!["id"]}";
        Assert.Empty(Runs(path));
        var run = Start(path);
        Assert.Equal("completed", Status(After(40, path, run)));
        Assert.Equal([(string)run["id"]!], Ids(Runs(path)));
    }

    [Fact]
    public void Statuses_can_be_read_for_all_active_or_specified_syncs()
    {
        var syncs = SandboxReading.Pages(_sandbox, "api/bulk/syncs").ToList();
        var active = syncs.Where(sync => (bool)sync["active"]!).ToList();
        Assert.InRange(active.Count, 1, syncs.Count - 1);
        Assert.Equal(Ids(syncs).Order(StringComparer.Ordinal), Of("all=true").Order(StringComparer.Ordinal));
        Assert.Equal(Ids(active).Order(StringComparer.Ordinal), Of("active=true").Order(StringComparer.Ordinal));
        Assert.Equal(Ids([syncs[3], syncs[1]]), Of($"sync_id={syncs[3]["id"]}&sync_id={syncs[1]["id"]}"));
        Assert.All(syncs.Except(active), sync => Assert.Null(_sandbox.Get($"api/bulk/syncs/{sync["id"]}/status")!["next_execution_time"]));
        Assert.Equal(new DateTimeOffset(2026, 6, 2, 4, 0, 0, TimeSpan.Zero), Time(_sandbox.Get($"{Stripe}/status")!, "next_execution_time"));

        IEnumerable<string> Of(string query) => _sandbox.Get($"api/bulk/syncs/status?{query}")!.AsArray().Select(state => (string)state!["sync_id"]!);
    }

    private string Stripe => PathOf("Stripe to BigQuery");

    private List<string> Syncs() => [.. SandboxReading.Pages(_sandbox, "api/bulk/syncs").Select(sync => (string)sync["name"]!)];

    private string PathOf(string sync) => PathOf(_sandbox, sync);

    private static string PathOf(SandboxHttp sandbox, string sync) =>
        $"api/bulk/syncs/{SandboxReading.Pages(sandbox, "api/bulk/syncs").Single(other => (string)other["name"]! == sync)["id"]}";

    private List<JsonNode> Runs(string path, string query = "") => [.. SandboxReading.Pages(_sandbox, $"{path}/executions{query}")];

    private JsonNode Start(string path, string body = "{}") => _sandbox.Data("POST", $"{path}/executions", JsonNode.Parse(body))!;

    /// <summary>The execution after some seconds.</summary>
    private JsonNode After(double seconds, string path, JsonNode run)
    {
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(seconds));
        return _sandbox.Get($"{path}/executions/{run["id"]}")!;
    }

    private void AssertBusy(string path)
    {
        var (status, answer) = _sandbox.Send("POST", $"{path}/executions", "{}");
        Assert.Equal((409, "conflict"), (status, (string?)answer!["key"]));
    }

    /// <summary>The history of a bulk sync is the same as in an unchanged sandbox.</summary>
    private static void AssertSameHistory(SandboxHttp unchanged, SandboxHttp changed, string path)
    {
        var runs = SandboxReading.Pages(unchanged, $"{path}/executions").Select(run => run.ToJsonString()).ToList();
        Assert.NotEmpty(runs);
        Assert.Equal(runs, SandboxReading.Pages(changed, $"{path}/executions").Select(run => run.ToJsonString()));
    }

    private static List<JsonNode> Tables(JsonNode run) => [.. run["schemas"]!.AsArray().Select(table => table!)];

    private static JsonNode Table(JsonNode run, string name) => Tables(run).Single(table => (string)table["schema"]! == name);

    private static IEnumerable<string> Names(JsonNode run, string? status = null) =>
        Tables(run).Where(table => status is null || Status(table) == status).Select(table => (string)table["schema"]!);

    private static string Status(JsonNode item) => (string)item["status"]!;

    private static IEnumerable<string> Distinct(IEnumerable<JsonNode> items) => items.Select(Status).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Ids(IEnumerable<JsonNode> items) => items.Select(item => (string)item["id"]!);

    private static DateTimeOffset Time(JsonNode item, string property) => DateTimeOffset.Parse((string)item[property]!, CultureInfo.InvariantCulture);

    private static TimeSpan Duration(JsonNode item) => Time(item, "completed_at") - Time(item, "started_at");
}
