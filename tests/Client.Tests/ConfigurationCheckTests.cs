using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>Faults of a file, and names and values that may be mistyped.</summary>
public sealed class ConfigurationCheckTests
{
    [Theory]
    [InlineData("schemas", """[{"id":"a"},{"id":"a"}]""", "schemas.a.id")]
    [InlineData("schemas", """[{"id":"a","fields":[{"id":"f"},{"id":"f"}]}]""", "schemas.a.fields.f.id")]
    // The schemas are checked before their fields.
    [InlineData("schemas", """[{"id":"a","fields":[{"id":"f"},{"id":"f"}]},{"id":"b"},{"id":"b"}]""", "schemas.b.id")]
    [InlineData("schemas", """[{"id":"a","fields":[7]},{"id":""}]""", "schemas")]
    // Only some schedules take patterns.
    [InlineData("default_schedule", """{"frequency":"daily","hour":"*","minute":"5"}""", "default_schedule.hour")]
    [InlineData("default_schedule", """{"frequency":"custom","hour":"*/x"}""", "default_schedule.hour")]
    [InlineData("default_schedule", """{"frequency":"custom","hour":"*/2","minute":"0-30"}""", null)]
    [InlineData("additional_schedules", """[{"frequency":"builder","hour":"1,2"}]""", null)]
    // Their times are in properties that the API does not describe.
    [InlineData("default_schedule", """{"frequency":"runafter","minute":[1]}""", null)]
    [InlineData("default_schedule", """{"frequency":"hourly","minute":[1]}""", "default_schedule.minute")]
    // The service does not accept null for these.
    [InlineData("automatically_add_new_fields", "null", "automatically_add_new_fields")]
    [InlineData("automatically_add_new_objects", "null", "automatically_add_new_objects")]
    [InlineData("normalize_names", "null", "normalize_names")]
    [InlineData("normalize_names", "\"\"", "normalize_names")]
    [InlineData("concurrency_limit", "null", null)]
    [InlineData("data_cutoff_timestamp", "null", null)]
    [InlineData("source_configuration", "null", null)]
    // Only an additional schedule has these, whatever its frequency is.
    [InlineData("default_schedule", """{"frequency":"manual","resync_mode":"normal"}""", "default_schedule.resync_mode")]
    [InlineData("default_schedule", """{"frequency":"multi","selective_mode":"none"}""", "default_schedule.selective_mode")]
    [InlineData("default_schedule", """{"frequency":"manual","schemas":["a"]}""", "default_schedule.schemas")]
    [InlineData("default_schedule", """{"frequency":"manual","resync_mode":null,"selective_mode":"","schemas":[]}""", null)]
    [InlineData("additional_schedules", """[{"frequency":"manual","resync_mode":"refetch","selective_mode":"none","schemas":["a"]}]""", null)]
    public void A_fault_names_its_property(string name, string value, string? property) =>
        Assert.Equal(property, ConfigurationCheck.FindFault(SampleFile.Json((name, value)))?.Property);

    [Theory]
    [InlineData("id", "\"11111111-2222-3333-4444-555555555555\"", "id")]
    [InlineData("id", "null", "id")]
    [InlineData("organization_id", "\"11111111-2222-3333-4444-555555555555\"", "organization_id")]
    [InlineData("created_at", "\"2026-01-01T00:00:00Z\"", "created_at")]
    [InlineData("updated_by", "{}", "updated_by")]
    // Such a name is always that of a count of the service.
    [InlineData("runs_count", "5", "runs_count")]
    [InlineData("source_connection", $$"""{"id":"{{SampleFile.Source}}","name":"a","type":"hubspot"}""", "source_connection.type")]
    [InlineData("destination_connection", $$"""{"id":"{{SampleFile.Source}}","nam":"a"}""", "destination_connection.nam")]
    [InlineData("policies", $$"""["{{SampleFile.Source}}",{"id":"{{SampleFile.Source}}","nam":"a"}]""", "policies.nam")]
    public void A_property_that_is_never_written_is_a_fault_with_its_line(string name, string value, string property)
    {
        var json = SampleFile.Json();
        json.Remove(name);
        json[name] = JsonNode.Parse(value);
        var text = json.ToString();
        var fault = Assert.Throws<InvalidConfigurationException>(() => BulkSyncConfiguration.Parse(text));
        var word = $"\"{property[(property.LastIndexOf('.') + 1)..]}\": ";
        Assert.Equal((property, "a", Line(text, word)), (fault.Property, fault.SyncName, fault.Line));
        Facts.Hold(fault.Message, [.. property.Split('.').Select(part => $"'{part}'"), $"line {fault.Line}"]);
        Assert.Null(ConfigurationCheck.FindFaultInShape(json));

        static long Line(string text, string word) => 1 + text[..text.LastIndexOf(word, StringComparison.Ordinal)].Count(letter => letter == '\n');
    }

    [Theory]
    [InlineData("mode", "", "modee", "mode", "'modee'")]
    [InlineData("destination_configuration", "", "destination_configurations", "destination_configuration", "'destination_configurations'")]
    // These names are not similar.
    [InlineData("mode", "", "zebra", "mode")]
    [InlineData("schemas", "", "zebra", "schemas")]
    // The property itself has the fault.
    [InlineData("mode", "5", "Mode", "mode")]
    [InlineData("default_schedule", "[]", "default_schedules", "default_schedule")]
    public void Only_a_similar_unknown_name_is_probably_the_missing_one(string name, string value, string other, string property, params string[] facts)
    {
        var json = SampleFile.Json((name, value));
        json.Insert(0, other, "x");
        var fault = Assert.Throws<InvalidConfigurationException>(() => BulkSyncConfiguration.Parse(json.ToString()));
        Assert.Equal(property, fault.Property);
        Facts.Hold(fault.Message, [$"'{name}'", .. facts]);
        if (facts.Length > 0) Assert.Equal(2, fault.Line);
        else Assert.DoesNotMatch($"''|'{other}'", fault.Message);
        if (value.Length > 0) Assert.True(fault.Line > 2, fault.Message);
    }

    [Theory]
    [InlineData("""{"frequency":"weekly","day_of_week":"friday"}""")]
    [InlineData("""{"frequency":"weekly","day_of_week":"freitag"}""", "freitag")]
    [InlineData("""{"frequency":"weekly","day_of_week":"1-5"}""", "1-5")]
    [InlineData("""{"frequency":"custom","day_of_week":"1-5"}""")]
    [InlineData("""{"frequency":"custom","day_of_week":"freitag"}""", "freitag")]
    // Any name is possible in these schedules, but only there.
    [InlineData("""{"frequency":"runafter","later":1}""", "runafter")]
    [InlineData("""{"frequency":"multi","later":1}""", "multi")]
    [InlineData("""{"frequency":"daily","later":1}""", "later")]
    [InlineData("""{"frequency":"hourlly"}""", "hourlly")]
    public void A_name_or_value_of_a_schedule_may_be_mistyped_if_the_schedule_cannot_have_it(string schedule, params string[] doubts)
    {
        var settings = new[] { ("default_schedule", schedule), ("frequency", "\"multi\""), ("frequenzy", "1") };
        var found = ConfigurationCheck.FindDoubts(SampleFile.Parse(settings), new([]));
        // A bulk sync has no frequency.
        Assert.Equal(["frequency", "frequenzy", .. doubts], found.Select(doubt => doubt.Text));
    }

    [Fact]
    public void Only_a_day_can_be_a_pattern_instead_of_a_known_value()
    {
        var file = SampleFile.Parse(("additional_schedules", """[{"frequency":"custom","minute":"1","day_of_week":"1-5","selective_mode":"1-6"}]"""));
        Assert.Equal(["1-6"], ConfigurationCheck.FindDoubts(file, new([])).Select(doubt => doubt.Text));
    }

    [Fact]
    public void The_vocabulary_contains_only_what_is_unknown()
    {
        var odd = ConfigurationVocabulary.OddIn(SampleFile.Json(
            ("source_connection_id", "\"x\""),
            ("tomorrow", "1"),
            ("mode", "\"mirror\""),
            ("automatically_add_new_fields", "\"none\""),
            ("default_schedule", """{"frequency":"daily","hour":"4","later":1}"""),
            ("additional_schedules", """[{"frequency":"manual","resync_mode":"soon","selective_mode":null}]"""),
            ("schemas", """[{"id":"a","name":1,"fields":[{"id":"f","mode":"x"}],"filters":[{"field_id":"f","function":"Equality","value":"x"},{"function":"Near"}]}]""")));
        Assert.Equal(
            [
                " mode=mirror", " source_connection_id", " tomorrow", "additional_schedules resync_mode=soon", "default_schedule later", "fields mode",
                "filters function=Near", "schemas name",
            ],
            odd.Select(word => $"{word.Kind} {word.Name}{(word.Value is null ? "" : "=" + word.Value)}").Order(StringComparer.Ordinal));
        Assert.Empty(ConfigurationVocabulary.OddIn(SampleFile.Json()));
    }
}
