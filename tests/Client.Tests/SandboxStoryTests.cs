using System.Globalization;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Sandbox;
using TestSupport;
using Xunit;

namespace Client.Tests;

/// <summary>The history of the sandbox's organization: its bulk syncs, and the results of their executions.</summary>
public sealed class SandboxStoryTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 21, 0, 0, TimeSpan.Zero);

    private readonly SandboxHttp _sandbox = At(Now);

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void The_same_clock_gives_the_same_history()
    {
        using var other = At(Now);
        foreach (var sync in Syncs()) Assert.Equal(Runs(_sandbox, sync).Select(run => run.ToJsonString()), Runs(other, sync).Select(run => run.ToJsonString()));
    }

    [Fact]
    public void A_run_does_not_depend_on_when_the_sandbox_starts()
    {
        using var later = At(Now.AddDays(3));
        var runs = Runs(later, "Stripe to BigQuery").ToDictionary(run => (string)run["id"]!, run => run.ToJsonString());
        var known = Runs("Stripe to BigQuery").Where(run => runs.ContainsKey((string)run["id"]!)).ToList();
        Assert.True(known.Count > 50, $"{known.Count} runs");
        Assert.All(known, run => Assert.Equal(runs[(string)run["id"]!], run.ToJsonString()));
    }

    [Fact]
    public void Each_table_has_its_own_time_within_its_run()
    {
        foreach (var run in Syncs().SelectMany(sync => Runs(sync).Take(3)).Append(Started("Salesforce to Snowflake")))
        {
            var tables = run["schemas"]!.AsArray();
            Assert.True(tables.Count > 3);
            if ((string?)run["status"] is "canceled") continue;
            Assert.Equal(tables.Count, tables.Select(table => Duration(table!)).Distinct().Count());
            Assert.All(tables, table => Assert.InRange(Time(table!, "started_at"), Time(run, "started_at"), Time(run, "completed_at")));
            Assert.Equal(Time(run, "completed_at"), tables.Max(table => Time(table!, "completed_at")));
        }
    }

    [Fact]
    public void A_sync_with_a_broken_connection_fails_with_the_reason_of_the_connection()
    {
        var reason = (string)_sandbox.Get("api/connections")!.AsArray().Single(connection => (string?)connection!["status"] != "healthy")!["status_error"]!;
        Assert.NotEmpty(reason);
        var runs = Runs("Zendesk to Snowflake").ToList();
        Assert.True(runs.Count > 10);
        Assert.Contains(runs, run => (string?)run["status"] == "completed");
        Assert.All(runs.Take(4).Append(Started("Zendesk to Snowflake")), run =>
        {
            Assert.Equal(("failed", reason, 0L), ((string?)run["status"], (string?)run["status_message"], (long)run["record_count"]!));
            Assert.All(run["schemas"]!.AsArray(), table => Assert.Equal(("failed", reason), ((string?)table!["status"], (string?)table["status_message"])));
        });
        Assert.Contains(reason, (string)Log("Zendesk to Snowflake", runs[0]).Last()["message"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(Syncs().Where(sync => sync != "Zendesk to Snowflake"), sync => Runs(sync).All(run => (string?)run["status"] == "failed") && Runs(sync).Count > 0);
    }

    [Fact]
    public void One_sync_is_slow()
    {
        Assert.All(Completed("Stripe to BigQuery"), run => Assert.InRange(Duration(run), TimeSpan.FromHours(2), TimeSpan.FromHours(5)));
        Assert.All(Completed("Salesforce to Snowflake"), run => Assert.InRange(Duration(run), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)));
        Assert.All(Completed("Orders database to BigQuery"), run => Assert.InRange(Duration(run), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void One_sync_always_has_warnings()
    {
        var runs = Completed("HubSpot to Snowflake");
        Assert.All(runs, run => Assert.True((long)run["warning_count"]! > 0));
        Assert.Contains(Log("HubSpot to Snowflake", runs[0]), entry => (string?)entry["level"] == "WARN");
        Assert.Contains(Completed("Stripe to BigQuery"), run => (long)run["warning_count"]! == 0);
    }

    [Fact]
    public void One_sync_has_never_run()
    {
        Assert.Empty(Runs("Salesforce snapshot for finance"));
        var status = _sandbox.Get($"api/bulk/syncs/{IdOf("Salesforce snapshot for finance")}/status")!;
        Assert.Null(status["last_execution"]);
        Assert.Null(status["current_execution"]);
    }

    [Fact]
    public void A_monthly_sync_ran_each_month_and_runs_next_month()
    {
        // The bulk sync was created on 3 November 2025, and runs on the first of each month at 02:00 UTC.
        var expected = Enumerable.Range(0, 12).Select(number => new DateTimeOffset(2026, 11, 1, 2, 0, 0, TimeSpan.Zero).AddMonths(-number));
        Assert.Equal(expected, Runs("Orders archive to S3").Select(run => Time(run, "created_at")));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 2, 0, 0, TimeSpan.Zero), Time(_sandbox.Get($"api/bulk/syncs/{IdOf("Orders archive to S3")}/status")!, "next_execution_time"));
    }

    [Fact]
    public void An_additional_schedule_runs_from_its_creation()
    {
        var resyncs = Runs("Salesforce to Snowflake").Where(run => (bool)run["is_resync"]!).Select(run => Time(run, "created_at"));
        Assert.Equal([new DateTimeOffset(2026, 11, 29, 3, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero)], resyncs);
    }

    [Theory]
    [InlineData("America/New_York", 2026, 11, 1)]
    [InlineData("Europe/Berlin", 2026, 10, 25)]
    public void A_clock_change_in_the_history_changes_no_instant(string zone, int year, int month, int day)
    {
        var clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var runs = Runs("Stripe to BigQuery").Select(run => Time(run, "created_at")).Order().ToList();
        Assert.Contains(runs, run => run < new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero));
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.Equal(TimeSpan.FromDays(1), pair.Second - pair.First));
        // The same time of day in UTC is two different times of day in the zone.
        Assert.Equal(2, runs.Select(run => TimeZoneInfo.ConvertTime(run, clock).TimeOfDay).Distinct().Count());
    }

    [Fact]
    public void The_duration_of_a_run_across_a_clock_change_is_the_elapsed_time()
    {
        var run = Runs("Stripe to BigQuery").Single(run => Time(run, "created_at") == new DateTimeOffset(2026, 11, 1, 4, 0, 0, TimeSpan.Zero));
        var clock = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var (from, to) = (TimeZoneInfo.ConvertTime(Time(run, "started_at"), clock), TimeZoneInfo.ConvertTime(Time(run, "completed_at"), clock));
        Assert.NotEqual(from.Offset, to.Offset);
        Assert.True(to - from > TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.FromHours(1), to - from - (to.DateTime - from.DateTime));
    }

    [Fact]
    public void A_sync_has_the_schemas_of_its_source()
    {
        foreach (var sync in SandboxReading.Pages(_sandbox, "api/bulk/syncs").ToList())
        {
            var offered = _sandbox.Get($"api/connections/{sync["source_connection_id"]}/bulksync/source")!["schemas"]!.AsArray();
            var had = _sandbox.Get($"api/bulk/syncs/{sync["id"]}/schemas")!.AsArray();
            Assert.Equal(offered.Select(schema => (string)schema!["id"]!), had.Select(schema => (string)schema!["id"]!));
            foreach (var schema in offered)
            {
                var fields = _sandbox.Get($"api/bulk/syncs/{sync["id"]}/schemas/{Uri.EscapeDataString((string)schema!["id"]!)}")!["fields"]!.AsArray();
                Assert.Equal(schema["fields"]!.AsArray().Select(field => (string)field!["id"]!), fields.Select(field => (string)field!["id"]!));
            }
        }
    }

    [Theory]
    [InlineData("""{"frequency":"continuous"}""", "2026-11-29T21:15:00Z")]
    [InlineData("""{"frequency":"hourly","minute":"30"}""", "2026-11-29T21:30:00Z")]
    [InlineData("""{"frequency":"daily","hour":"21","minute":"0"}""", "2026-11-30T21:00:00Z")]
    [InlineData("""{"frequency":"weekly","day_of_week":"sunday","hour":"20","minute":"0"}""", "2026-12-06T20:00:00Z")]
    [InlineData("""{"frequency":"custom","day_of_month":"31","hour":"2"}""", "2026-12-31T02:00:00Z")]
    [InlineData("""{"frequency":"custom","day_of_month":"29","month":"feb"}""", "2028-02-29T00:00:00Z")]
    [InlineData("""{"frequency":"custom","minute":"*/20","hour":"8-10,22"}""", "2026-11-29T22:00:00Z")]
    [InlineData("""{"frequency":"custom","day_of_month":"15","day_of_week":"wed","hour":"1","minute":"5"}""", "2026-12-02T01:05:00Z")]
    [InlineData("""{"frequency":"custom","day_of_week":"7","hour":"*/6"}""", "2026-12-06T00:00:00Z")]
    [InlineData("""{"frequency":"custom","day_of_month":"31","month":"2"}""", null)]
    [InlineData("""{"frequency":"manual"}""", null)]
    public void A_sync_runs_next_when_its_schedule_says(string schedule, string? next)
    {
        var settings = SandboxHttp.Settings();
        (settings["active"], settings["default_schedule"]) = (true, JsonNode.Parse(schedule));
        var sync = _sandbox.Data("POST", "api/bulk/syncs", settings)!;
        Assert.Equal(next, (string?)_sandbox.Get($"api/bulk/syncs/{sync["id"]}/status")!["next_execution_time"]);
        Assert.Null(_sandbox.Send("GET", $"api/bulk/syncs/{sync["id"]}/executions").Body!["data"]);
    }

    private static SandboxHttp At(DateTimeOffset now)
    {
        var clock = new TestClock();
        clock.Advance(now - clock.GetUtcNow());
        return new(new SandboxOptions { Clock = clock });
    }

    private List<string> Syncs() => [.. SandboxReading.Pages(_sandbox, "api/bulk/syncs").Select(sync => (string)sync["name"]!)];

    private string IdOf(string sync) => IdOf(_sandbox, sync);

    private static string IdOf(SandboxHttp sandbox, string sync) => (string)SandboxReading.Pages(sandbox, "api/bulk/syncs").Single(other => (string)other["name"]! == sync)["id"]!;

    private List<JsonNode> Runs(string sync) => Runs(_sandbox, sync);

    private static List<JsonNode> Runs(SandboxHttp sandbox, string sync) => [.. SandboxReading.Pages(sandbox, $"api/bulk/syncs/{IdOf(sandbox, sync)}/executions")];

    private List<JsonNode> Completed(string sync)
    {
        var runs = Runs(sync).FindAll(run => (string?)run["status"] == "completed" && !(bool)run["is_resync"]!);
        Assert.True(runs.Count > 20, $"{runs.Count} runs");
        return runs;
    }

    /// <summary>Starts an execution, and returns it after it has ended.</summary>
    private JsonNode Started(string sync)
    {
        var path = $"api/bulk/syncs/{IdOf(sync)}/executions";
        var id = _sandbox.Data("POST", path, new JsonObject())!["id"];
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        return _sandbox.Get($"{path}/{id}")!;
    }

    private IEnumerable<JsonNode> Log(string sync, JsonNode run) =>
        _sandbox.Get($"api/bulk/syncs/{IdOf(sync)}/executions/{run["id"]}/consolelog")!["entries"]!.AsArray().Select(entry => entry!);

    private static DateTimeOffset Time(JsonNode item, string property) => DateTimeOffset.Parse((string)item[property]!, CultureInfo.InvariantCulture);

    private static TimeSpan Duration(JsonNode item) => Time(item, "completed_at") - Time(item, "started_at");
}
