using System.Text.Json.Nodes;
using Client.Tests.Support;
using Xunit;

namespace Client.Tests;

/// <summary>The schedules of the sandbox's bulk syncs.</summary>
public sealed class SandboxSchedulesTests : IDisposable
{
    private const string Sync = "api/bulk/syncs/" + SandboxHttp.Salesforce;
    private const string HubSpot = "api/bulk/syncs/92fbf44e-ce3e-5344-8eec-3fdb84311308";
    private const string Default = "fc329695-7a2c-5de6-9a68-93963cda9e68";
    private const string Weekly = "16ab2ad4-fae1-55d3-a0ad-7c66fbe28c4b";

    private readonly SandboxHttp _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Schedules_are_those_of_the_sync_itself_the_default_one_first()
    {
        foreach (var sync in SandboxReading.Pages(_sandbox, "api/bulk/syncs").ToList())
        {
            var path = $"api/bulk/syncs/{sync["id"]}";
            var schedules = _sandbox.Get($"{path}/schedules")!.AsArray();
            var own = _sandbox.Get(path)!;
            var inSync = (own["additional_schedules"] as JsonArray ?? []).Prepend(own["default_schedule"]).ToList();
            Assert.Equal(inSync.Select(schedule => Times(schedule!, "day_of_week", "resync_mode")), schedules.Select(schedule => Times(schedule!)));
            Assert.Equal(schedules.Select((_, number) => number == 0), schedules.Select(schedule => (bool)schedule!["isDefault"]!));
            Assert.All(schedules, schedule => Assert.Equal((string?)sync["id"], (string?)schedule!["syncId"]));
            foreach (var (schedule, answer) in inSync.Zip(schedules))
            {
                Assert.Equal(answer!.ToJsonString(), _sandbox.Get($"{path}/schedules/{schedule!["id"]}")!.ToJsonString());
            }
        }
    }

    [Fact]
    public void Two_schedules_with_the_same_settings_are_different_and_one_can_be_removed()
    {
        var (first, second) = (Add(), Add());
        Assert.NotEqual(first, second);
        Assert.Equal([first, second], Additional(HubSpot));
        Assert.Equal(200, _sandbox.Send("DELETE", $"{HubSpot}/schedules/{second}").Status);
        Assert.Equal([first], Additional(HubSpot));
        Assert.Equal(404, _sandbox.Send("GET", $"{HubSpot}/schedules/{second}").Status);
        Assert.Equal(200, _sandbox.Send("DELETE", $"{HubSpot}/schedules/{first}").Status);
        Assert.Equal("hourly", (string?)Assert.Single(_sandbox.Get($"{HubSpot}/schedules")!.AsArray())!["frequency"]);
    }

    [Fact]
    public void A_change_of_a_schedule_also_changes_its_sync()
    {
        var id = Add();
        _sandbox.Clock.Advance(TimeSpan.FromHours(1));
        _sandbox.Data("PUT", $"{HubSpot}/schedules/{id}", JsonNode.Parse(
            """{"schedule":{"frequency":"weekly","dayOfWeek":"friday","hour":"2","minute":"30","selectiveMode":"incrementalFields"}}"""));
        var now = _sandbox.Get($"{HubSpot}/schedules/{id}")!;
        Assert.Equal("weekly friday 2:30 incrementalFields normal", Times(now));
        Assert.False((bool)now["isDefault"]!);
        Assert.StartsWith("2026-06-01T12:00", (string?)now["createdAt"]);
        Assert.StartsWith("2026-06-01T13:00", (string?)now["updatedAt"]);
        Assert.Equal("weekly friday 2:30 incrementalFields normal", Times(_sandbox.Get(HubSpot)!["additional_schedules"]![0]!, "day_of_week", "resync_mode"));
    }

    [Fact]
    public void A_change_of_the_default_schedule_leaves_the_additional_one()
    {
        var before = _sandbox.Get(Sync)!["additional_schedules"]!.ToJsonString();
        _sandbox.Data("PUT", $"{Sync}/schedules/{Default}", JsonNode.Parse("""{"schedule":{"frequency":"daily","hour":"20","minute":"30"}}"""));
        var sync = _sandbox.Get(Sync)!;
        Assert.Equal("daily  20:30 none normal", Times(sync["default_schedule"]!, "day_of_week", "resync_mode"));
        Assert.Equal(before, sync["additional_schedules"]!.ToJsonString());
        Assert.Equal("weekly sunday 3:0 nonincrementalFields refetch", Times(sync["additional_schedules"]![0]!, "day_of_week", "resync_mode"));
    }

    [Fact]
    public void A_change_removes_omitted_settings_that_it_accepts()
    {
        Assert.Equal("weekly sunday 3:0 nonincrementalFields refetch", Times(_sandbox.Get($"{Sync}/schedules/{Weekly}")!));
        _sandbox.Data("PUT", $"{Sync}/schedules/{Weekly}", JsonNode.Parse("""{"schedule":{"frequency":"manual"}}"""));
        Assert.Equal("manual  : none refetch", Times(_sandbox.Get($"{Sync}/schedules/{Weekly}")!));
    }

    [Theory]
    [InlineData("POST", "/schedules", "{}", 400)]
    [InlineData("POST", "/schedules", """{"schedule":{}}""", 400)]
    [InlineData("POST", "/schedules", """{"schedule":{"frequency":"fortnightly"}}""", 400)]
    [InlineData("POST", "/schedules", """{"schedule":{"frequency":"daily","hour":4,"minute":"0"}}""", 400)]
    [InlineData("PUT", "/schedules/" + Weekly, """{"schedule":{"frequency":"weekly","hour":"4","minute":"0"}}""", 400)]
    [InlineData("DELETE", "/schedules/" + Default, null, 422)]
    public void A_refused_request_changes_no_schedule(string method, string path, string? body, int status)
    {
        var before = _sandbox.Get($"{Sync}/schedules")!.ToJsonString();
        Assert.Equal(status, _sandbox.Send(method, Sync + path, body).Status);
        Assert.Equal(before, _sandbox.Get($"{Sync}/schedules")!.ToJsonString());
    }

    [Fact]
    public void A_sync_that_does_not_exist_has_no_schedules() =>
        Assert.Equal(404, _sandbox.Send("GET", "api/bulk/syncs/11111111-0000-4000-8000-000000000001/schedules").Status);

    /// <summary>Adds a schedule that runs daily at 02:30.</summary>
    private string Add()
    {
        _sandbox.Data("POST", $"{HubSpot}/schedules", JsonNode.Parse("""{"schedule":{"frequency":"daily","hour":"2","minute":"30"}}"""));
        return Additional(HubSpot)[^1];
    }

    private List<string> Additional(string sync) => [.. _sandbox.Get(sync)!["additional_schedules"]!.AsArray().Select(schedule => (string)schedule!["id"]!)];

    /// <summary>The settings of a schedule, with the names of the schedule operations or of the bulk sync.</summary>
    private static string Times(JsonNode schedule, string day = "dayOfWeek", string mode = "syncMode") =>
        $"{schedule["frequency"]} {schedule[day]} {Number(schedule["hour"])}:{Number(schedule["minute"])} "
        + $"{schedule["selectiveMode"] ?? schedule["selective_mode"] ?? "none"} {schedule[mode] ?? "normal"}";

    private static string Number(JsonNode? text) => text is null ? "" : ((string)text!).TrimStart('0') is { Length: > 0 } number ? number : "0";
}
