using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Editing;
using Xunit;

namespace Client.Tests;

/// <summary>A complete list of schedules that replaces the current one. Schedules that stay are written back as the service returned them.</summary>
public sealed class ScheduleListTests
{
    private const string Daily = """{"id":"1","frequency":"daily","hour":"1","minute":"0","created_at":"2026-01-01T00:00:00Z"}""";
    private const string Modes = """{"id":"2","frequency":"hourly","minute":"5","resync_mode":"refetch","schemas":["a","b"],"tomorrow":1}""";

    [Theory]
    // Without ids, in another order, and as the service does not write it.
    [InlineData("""{"frequency":"daily","hour":"1","minute":"0"}""", Daily)]
    [InlineData("""{"frequency":"daily","hour":"01","minute":"00","resync_mode":"normal","selective_mode":"none","schemas":[]}""", Daily)]
    [InlineData("""{"frequency":"hourly","minute":"5","resync_mode":"refetch","schemas":["b","a"]},{"frequency":"daily","hour":"1","minute":"0"}""",
        Daily + "," + Modes)]
    [InlineData("""{"frequency":"daily","hour":"1","minute":"0"},{"id":"1","frequency":"daily","hour":"1","minute":"0"}""",
        Daily + """,{"id":"3","frequency":"daily","hour":"1","minute":"0"}""")]
    [InlineData("", "")]
    public void The_same_schedules_are_the_list_of_the_service(string wanted, string now) => Assert.Equal($"[{now}]", Keep(wanted, now));

    [Theory]
    [InlineData("""{"frequency":"daily","hour":"2","minute":"0"}""", Daily)]
    // No mode is not the mode that the schedule has.
    [InlineData("""{"frequency":"hourly","minute":"5","schemas":["a","b"]}""", Modes)]
    [InlineData("""{"frequency":"hourly","minute":"5","resync_mode":"refetch","schemas":["a","b"],"tomorrow":2}""", Modes)]
    [InlineData("""{"id":"9","frequency":"daily","hour":"1","minute":"0"}""", Daily)]
    [InlineData("""{"id":"1","frequency":"daily","hour":"3","minute":"0"}""", Daily)]
    [InlineData("", Daily)]
    [InlineData("5", Daily)]
    public void Other_schedules_are_kept_as_they_are(string wanted, string now) => Assert.Equal($"[{wanted}]", Keep(wanted, now));

    [Fact]
    public void Each_schedule_stands_for_one_of_the_service()
    {
        const string bare = """{"frequency":"daily","hour":"1","minute":"0"}""";
        Assert.Equal($"[{Daily},{bare}]", Keep($"{bare},{bare}", Daily));
        Assert.Equal($"[{Daily}]", Keep(bare, $"{Daily},{Modes}"));
        Assert.Equal($$"""[{{Daily}},{"frequency":"manual"}]""", Keep(bare + """,{"frequency":"manual"}""", $"{Daily},{Modes}"));
    }

    private static string Keep(string wanted, string now) =>
        ScheduleList.Keep(JsonNode.Parse($"[{wanted}]")!.AsArray(), JsonNode.Parse($"[{now}]")!.AsArray()).ToJsonString();
}
