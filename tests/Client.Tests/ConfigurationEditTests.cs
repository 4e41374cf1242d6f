using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>What an import writes to a bulk sync that exists, and what it still needs.</summary>
public sealed class ConfigurationEditTests
{
    private const string Source = "11111111-0000-4000-8000-000000000001";
    private const string Destination = "11111111-0000-4000-8000-000000000002";
    private const string NewSchedule = """[{"frequency":"weekly","hour":"4","day_of_week":null,"resync_mode":null,"selective_mode":null,"schemas":[]}]""";

    [Theory]
    [InlineData("default_schedule", """{"frequency":"manual","hour":"","day_of_week":null,"schemas":[]}""", null, """{"frequency":"manual"}""")]
    [InlineData("default_schedule", """{"frequency":"manual","hour":"","day_of_week":null,"schemas":[]}""", "\"daily\"", """{"frequency":"manual"}""")]
    [InlineData("default_schedule", """{"frequency":"manual","hour":""}""", """{"frequency":"daily","hour":"4"}""", """{"frequency":"manual"}""")]
    [InlineData("default_schedule", """{"frequency":"manual"}""", """{"frequency":"daily","later":1}""", """{"frequency":"manual","later":1}""")]
    [InlineData("destination_configuration", """{"schema":"","list":[],"unset":null}""", null, """{"list":[],"schema":"","unset":null}""")]
    [InlineData("destination_configuration", """{"schema":"","list":[],"unset":null}""", "\"raw\"", """{"list":[],"schema":"","unset":null}""")]
    [InlineData("destination_configuration", """{"schema":"x"}""", """{"schema":"y","size":3}""", """{"schema":"x","size":3}""")]
    [InlineData("source_configuration", "null", """{"size":3}""", null)]
    [InlineData("source_configuration", "null", """{"size":3,"password":"p"}""", """{"password":"p"}""")]
    [InlineData("concurrency_limit", "null", "7", null)]
    [InlineData("concurrency_limit", "null", "[7]", null)]
    [InlineData("policies", "null", $"""["{Source}"]""", "[]")]
    [InlineData("additional_schedules", "null", """[{"frequency":"hourly","minute":"1"}]""", "[]")]
    [InlineData("additional_schedules", NewSchedule, null, """[{"frequency":"weekly","hour":"4"}]""")]
    [InlineData("additional_schedules", NewSchedule, "null", """[{"frequency":"weekly","hour":"4"}]""")]
    [InlineData("additional_schedules", NewSchedule, "[]", """[{"frequency":"weekly","hour":"4"}]""")]
    // A null clears the value of a schedule that exists.
    [InlineData("additional_schedules", NewSchedule, """[{"frequency":"weekly","hour":"4","resync_mode":"refetch","later":1}]""",
        """[{"frequency":"weekly","hour":"4","later":1}]""")]
    public void A_setting_is_written_in_the_form_that_the_service_accepts(string name, string wanted, string? now, string? written)
    {
        var sync = Sync();
        if (now is null) sync.Remove(name);
        else sync[name] = JsonNode.Parse(now);
        var lost = new List<string>();
        var whole = ConfigurationEdit.ToWrite(Parse(name, wanted), sync, lost)!;
        Assert.Equal(written, whole[name]?.ToJsonString());
        Assert.Empty(lost);
        // Everything else stays.
        sync.Remove(name);
        foreach (var (other, value) in sync) Assert.True(JsonNode.DeepEquals(value, whole[other]), other);
    }

    [Theory]
    [InlineData("source_connection")]
    [InlineData("destination_connection")]
    public void Another_connection_is_written(string role)
    {
        var other = "22222222-0000-4000-8000-000000000000";
        var whole = ConfigurationEdit.ToWrite(Parse(role, $$"""{"id":"{{other}}"}"""), Sync(), [])!;
        var expected = role == "source_connection" ? (other, Destination) : (Source, other);
        Assert.Equal(expected, ((string?)whole["source_connection_id"], (string?)whole["destination_connection_id"]));
    }

    [Theory]
    [InlineData("""[{"frequency":"hourly","minute":"5"}]""", "hourly 5 2")]
    [InlineData("""[{"frequency":"hourly","minute":"6"}]""", "hourly 6 1")]
    [InlineData("""[{"frequency":"daily","hour":"6","minute":"0"},{"frequency":"hourly","minute":"5"}]""", "daily 0 1", "hourly 5 2")]
    [InlineData("""[{"frequency":"continuous"},{"frequency":"hourly","minute":"5"},{"frequency":"manual"}]""", "continuous  1", "hourly 5 2", "manual  3")]
    [InlineData(
        """[{"frequency":"continuous"},{"frequency":"daily","hour":"4","minute":"0"},{"frequency":"hourly","minute":"5"}]""",
        "continuous  3",
        "daily 0 1",
        "hourly 5 2")]
    [InlineData(
        """[{"frequency":"continuous"},{"frequency":"hourly","minute":"5"},{"frequency":"hourly","minute":"6"},{"frequency":"hourly","minute":"7"}]""",
        "continuous  1",
        "hourly 5 2",
        "hourly 6 3",
        "hourly 7 ")]
    [InlineData("""[{"frequency":"hourly","minute":"5"},{"frequency":"hourly","minute":"5"}]""", "hourly 5 2", "hourly 5 1")]
    public void An_unchanged_schedule_keeps_its_id_and_changed_ones_get_the_remaining_ids(string wanted, params string[] written)
    {
        var sync = Sync();
        sync["additional_schedules"] = JsonNode.Parse("""
            [{"id":"1","frequency":"daily","hour":"4","minute":"0"},{"id":"2","frequency":"hourly","minute":"5"},
             {"id":"3","frequency":"weekly","day_of_week":"monday","hour":"4","minute":"0"}]
            """);
        var schedules = ConfigurationEdit.ToWrite(Parse("additional_schedules", wanted), sync, [])!["additional_schedules"]!.AsArray();
        Assert.Equal(written, schedules.Select(schedule => $"{schedule!["frequency"]} {schedule["minute"]} {schedule["id"]}"));
    }

    [Fact]
    public void Equal_schedules_each_keep_their_own_id()
    {
        var sync = Sync();
        sync["additional_schedules"] = JsonNode.Parse("""
            [{"id":"1","frequency":"hourly","minute":"5"},{"id":"2","frequency":"hourly","minute":"5"},{"id":"3","frequency":"hourly","minute":"6"}]
            """);
        var file = Parse(
            "additional_schedules", """[{"frequency":"hourly","minute":"5"},{"frequency":"hourly","minute":"5"},{"frequency":"hourly","minute":"7"}]""");
        var schedules = ConfigurationEdit.ToWrite(file, sync, [])!["additional_schedules"]!.AsArray();
        Assert.Equal(["1", "2", "3"], schedules.Select(schedule => (string?)schedule!["id"]));
    }

    [Theory]
    // With this frequency, a file can contain values that this version does not know.
    [InlineData("""{"frequency":"multi","hour":[1,2]}""", "{}", null)]
    [InlineData("""{"frequency":"continuous"}""", "{}", null)]
    [InlineData("""{"frequency":"continuous"}""", """{"default_schedule":"daily"}""", null)]
    [InlineData("""{"frequency":"continuous"}""", """{"policies":"none"}""", "policies")]
    [InlineData("""{"frequency":"continuous"}""", """{"default_schedule":{"frequency":"manual","selective_mode":[1]}}""", "selective_mode")]
    public void Only_an_invalid_value_of_the_service_that_stays_prevents_an_update(string wanted, string odd, string? fault)
    {
        var file = Parse("default_schedule", wanted);
        var sync = Sync();
        foreach (var (name, value) in JsonNode.Parse(odd)!.AsObject()) sync[name] = value!.DeepClone();
        var found = ConfigurationEdit.FindLosses(file, sync).Fault;
        if (fault is null) Assert.Null(found);
        else Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"a","enabled":true,"fields":[]}""", true)]
    [InlineData("""{"id":"a","enabled":false,"fields":[{"id":"x","enabled":true},{"id":"y","enabled":false}]}""", true)]
    [InlineData("""{"id":"a","enabled":false,"fields":[{"id":"x","enabled":false}]}""", false)]
    [InlineData("""{"id":"a","enabled":false,"fields":[]}""", false)]
    [InlineData("""{"id":"b","enabled":true,"fields":[{"id":"x","enabled":true}]}""", false)]
    public void A_schema_can_be_enabled_without_its_fields_if_it_already_syncs_some(string actual, bool isEnough)
    {
        var step = new ConfigurationStep(ConfigurationStepKind.Update, "a")
        {
            Wanted = Parse("schemas", """[{"id":"a","enabled":true}]"""),
            Actual = Parse("schemas", $"[{actual}]"),
        };
        Assert.Equal(isEnough ? [] : ["schemas.a.fields"], ConfigurationNeeds.Find(step).Select(reason => reason.Property));
    }

    [Theory]
    [InlineData("custom", true)]
    [InlineData("builder", true)]
    [InlineData("weekly", false)]
    public void A_schedule_needs_all_of_its_times_or_at_least_one(string frequency, bool isOne)
    {
        var wanted = Parse("default_schedule", $"{{\"frequency\":\"{frequency}\"}}");
        var words = Assert.Single(ConfigurationNeeds.Find(new(ConfigurationStepKind.Create, "a") { Wanted = wanted })).Words;
        Assert.Equal(isOne, words.Contains("at least one", StringComparison.Ordinal));
        Assert.Equal(!isOne, words.Contains("' and '", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_value_is_described_with_similar_ones_or_with_all()
    {
        Assert.Equal(["'mode'", "'replicat'", "'replicate'"], Quoted(new("mode", "replicat", IsValue: true, ["replicate", "snapshot"])));
        Assert.Equal(["'mode'", "'mirror'", "replicate", "snapshot"], Quoted(new("mode", "mirror", IsValue: true, ["replicate", "snapshot"])));
        Assert.Equal(["'modee'", "'mode'"], Quoted(new("modee", "modee", IsValue: false, ["mode", "active"])));
        Assert.Equal(["'zzzzzz'"], Quoted(new("zzzzzz", "zzzzzz", IsValue: false, ["mode", "active"])));

        // The words in quotation marks and the known words, in order.
        static IEnumerable<string> Quoted(ConfigurationDoubt doubt) =>
            from match in Regex.Matches(doubt.ToString(), @"'\w+'|\b(replicate|snapshot|active)\b").Cast<Match>()
            select match.Value;
    }

    private static BulkSyncConfiguration Parse(string name, string value)
    {
        var json = JsonNode.Parse($$"""
            {"name":"A","mode":"replicate","source_connection":{"id":"{{Source}}"},"destination_connection":{"id":"{{Destination}}"},
             "destination_configuration":{"schema":"s"},"default_schedule":{"frequency":"manual"},"schemas":[]}
            """)!.AsObject();
        json[name] = JsonNode.Parse(value);
        return BulkSyncConfiguration.Parse(json.ToJsonString());
    }

    private static JsonObject Sync() => JsonNode.Parse($$"""
        {"id":"33333333-0000-4000-8000-000000000000","name":"A","mode":"replicate",
         "source_connection_id":"{{Source}}","destination_connection_id":"{{Destination}}",
         "destination_configuration":{"schema":"s"},"default_schedule":{"frequency":"manual"},"later":{"x":1} }
        """)!.AsObject();
}
