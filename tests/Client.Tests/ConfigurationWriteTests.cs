using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Configuration;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>What a configuration writes: all settings, the settings of a new bulk sync, the changes that connections can refuse, and a selection.</summary>
public sealed class ConfigurationWriteTests
{
    private const string Other = "11111111-2222-3333-4444-555555555555";
    private const string Hourly = """{"frequency":"hourly","minute":"5","schemas":["account"]}""";
    private const string Account = """{"id":"account","enabled":true,"fields":[{"id":"a","enabled":true},{"id":"b","enabled":false}]}""";
    private const string WithA = """{"id":"account","enabled":true,"fields":[{"id":"a","enabled":true}]}""";
    private const string WithBoth = """{"id":"account","enabled":true,"fields":[{"id":"a","enabled":true},{"id":"b","enabled":true}]}""";

    [Fact]
    public void Settings_have_the_ids_of_connections_and_no_schemas() => Assert.Equal(
        World.Exact(SampleFile.Sync(("policies", $"""["{Other}"]"""))),
        World.Exact(SampleFile.Parse(("schemas", $"[{Account}]"), ("policies", $$"""[{"id":"{{Other}}","name":"P"}]""")).ToSettings()));

    [Fact]
    public void A_new_bulk_sync_gets_no_empty_settings() => Assert.Equal(
        World.Exact(SampleFile.Sync(("default_schedule", """{"frequency":"daily","hour":"4"}"""), ("additional_schedules", """[{"frequency":"manual"}]"""))),
        World.Exact(SampleFile.Parse(
            ("concurrency_limit", "null"),
            ("data_cutoff_timestamp", "\"\""),
            ("default_schedule", """{"frequency":"daily","hour":"4","minute":"","schemas":[]}"""),
            ("additional_schedules", """[{"frequency":"manual","selective_mode":null,"schemas":[]}]""")).ToNewSettings()));

    [Theory]
    [InlineData("mode", "\"replicate\"", """{"schemas":[]}""")]
    [InlineData("mode", "\"snapshot\"", """{"mode":"snapshot","schemas":[]}""")]
    [InlineData("destination_configuration", """{"schema":"y","prefix":"p"}""", """{"destination_configuration":{"schema":"y"},"schemas":[]}""")]
    [InlineData("default_schedule", """{"frequency":"daily"}""", """{"default_schedule":{"frequency":"daily"},"schemas":[]}""")]
    // The source has the schemas of the bulk sync, so only another one is checked.
    [InlineData("additional_schedules", """[{"frequency":"hourly","minute":"6","schemas":["account","contact"]}]""",
        """{"additional_schedules":[{"frequency":"hourly","minute":"6","schemas":["contact"]}],"schemas":[]}""")]
    [InlineData("schemas", $"[{WithBoth}]", $$"""{"schemas":[{{WithBoth}}]}""")]
    [InlineData("schemas", """[{"id":"account","enabled":false}]""", """{"schemas":[]}""")]
    // A disabled schema is checked for the fields that its settings use. If the bulk sync does not have it, it is not written.
    [InlineData("schemas", """[{"id":"account","enabled":false,"tracking_field":"b","fields":[{"id":"a","enabled":true}]}]""",
        """{"schemas":[{"id":"account","enabled":false,"fields":[],"tracking_field":"b"}]}""")]
    [InlineData("schemas", $$"""[{{Account}},{"id":"contact","enabled":false,"tracking_field":"b"}]""", """{"schemas":[]}""")]
    // With other connections, all settings are checked that depend on them.
    [InlineData("source_connection", $$"""{"id":"{{Other}}"}""",
        $$"""{"default_schedule":{"frequency":"manual"},"additional_schedules":[{{Hourly}}],"schemas":[{{WithA}}]}""")]
    [InlineData("destination_connection", $$"""{"id":"{{Other}}"}""", $$"""{"mode":"replicate","destination_configuration":{},"schemas":[{{WithA}}]}""")]
    public void Only_changes_that_the_connections_can_refuse_are_checked(string name, string value, string checks)
    {
        (string Name, string Value)[] now =
        [
            ("destination_configuration", """{"schema":"x","prefix":"p"}"""), ("additional_schedules", $"[{Hourly}]"), ("schemas", $"[{Account}]"),
        ];
        Assert.Equal(World.Exact(JsonNode.Parse(checks)), Checked(SampleFile.Parse([.. now, (name, value)]).ToChanges(SampleFile.Parse(now))));
    }

    [Fact]
    public void All_settings_of_a_new_bulk_sync_are_checked()
    {
        const string Off = """{"id":"contact","enabled":false,"fields":[],"partition_key":"x"}""";
        const string Bare = """{"id":"deal","enabled":false,"fields":[{"id":"x","enabled":true}]}""";
        var file = SampleFile.Parse(("additional_schedules", $"[{Hourly}]"), ("schemas", $"[{Account},{Off},{Bare}]"));
        Assert.Equal(
            World.Exact(JsonNode.Parse(
                $$"""
                {"mode":"replicate","destination_configuration":{"schema":"x"},"default_schedule":{"frequency":"manual"},
                "additional_schedules":[{{Hourly}}],"schemas":[{{WithA}},{{Off}}]}
                """)),
            Checked(file.ToChanges(actual: null)));
    }

    [Theory]
    // Fields that the file omits are disabled.
    [InlineData("""{"enabled":true}""", """{"enabled":false,"fields":[{"id":"a","enabled":true}]}""", """{"enabled":true,"fields":[]}""")]
    // Fields of the file keep what it omits.
    [InlineData("""{"fields":[{"id":"a","enabled":true}]}""", """{"fields":[{"id":"a","enabled":false,"user_output_name":"A"},{"id":"b","enabled":true}]}""",
        """{"fields":[{"id":"a","enabled":true,"user_output_name":"A"}]}""")]
    // Empty values of properties that the service omits are omitted too.
    [InlineData("""{"disable_data_cutoff":false,"tracking_field":null}""", """{"partition_key":"a"}""", """{"partition_key":"a"}""", true)]
    [InlineData("""{"fields":[{"id":"b","enabled":true,"obfuscated":false,"user_output_name":""}]}""",
        """{"fields":[{"id":"a","enabled":true,"obfuscated":false},{"id":"b","enabled":true}]}""", """{"fields":[{"id":"b","enabled":true}]}""")]
    // A value that the service has can be cleared.
    [InlineData("""{"disable_data_cutoff":false,"fields":[{"id":"a","obfuscated":false}]}""",
        """{"disable_data_cutoff":true,"fields":[{"id":"a","enabled":false,"obfuscated":true}]}""",
        """{"disable_data_cutoff":false,"fields":[{"id":"a","enabled":false,"obfuscated":false}]}""")]
    public void A_new_bulk_sync_gets_the_selection_of_its_file(string wanted, string now, string expected, bool hasNoFields = false)
    {
        var file = SampleFile.Parse(("schemas", $"[{WithId(wanted)}]"));
        var whole = WithId(expected);
        whole["enabled"] ??= false;
        if (hasNoFields) whole["fields"] = new JsonArray();
        Assert.Equal(World.Exact(whole), World.Exact(Assert.Single(file.OverNew(new Selection([WithId(now)])).Schemas)));
    }

    private static JsonObject WithId(string schema)
    {
        var json = OneSync.Parse(schema);
        json["id"] = "account";
        return json;
    }

    private static string Checked(JsonObject changes) => World.Exact(new JsonObject(
        changes.Where(one => one.Key is "mode" or "destination_configuration" or "default_schedule" or "additional_schedules" or "schemas")
            .Select(one => new KeyValuePair<string, JsonNode?>(one.Key, one.Value?.DeepClone()))));
}
