using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>The normal form of a configuration: a file contains what it says, and an export everything that a user can set.</summary>
public sealed class ConfigurationFormTests
{
    [Theory]
    [InlineData("name", "\"a\"", "\"a\"")]
    [InlineData("tomorrow", "null", null)]
    [InlineData("tomorrow", """{"b":null,"a":""}""", "{}")]
    [InlineData("concurrency_limit", "null", "null")]
    [InlineData("source_connection", $$"""{"id":"{{SampleFile.Source}}","name":null}""", $$"""{"id":"{{SampleFile.Source}}"}""")]
    [InlineData("default_schedule", """{"frequency":"custom","minute":"*"}""", """{"frequency":"custom","minute":"*"}""")]
    [InlineData("schemas", """[{"id":"a","filters":[{"function":"IsNull","value":null}]}]""", """[{"id":"a","enabled":false,"filters":[{"function":"IsNull"}]}]""")]
    public void A_file_contains_only_what_it_says(string name, string value, string? normal)
    {
        foreach (var file in new[] { SampleFile.Parse((name, value)), Moved(name, value) })
        {
            var json = OneSync.Parse(file.ToText());
            Assert.Equal(normal ?? "", json[name] is { } there ? there.ToJsonString() : json.ContainsKey(name) ? "null" : "");
            Assert.Empty(json.Select(one => one.Key).Except(SampleFile.Json().Select(one => one.Key)).Except([name]));
        }

        // The same file after its destination was replaced.
        static BulkSyncConfiguration Moved(string name, string value) => SampleFile.Parse((name, value)).WithConnections(
            connection => $"{connection.Id}" == SampleFile.Destination ? (Guid.NewGuid(), "New") : connection);
    }

    [Theory]
    [InlineData("default_schedule", """{"frequency":"manual"}""", """{"frequency":"manual"}""")]
    // The service ignores these in the default schedule.
    [InlineData("default_schedule", """{"frequency":"manual","resync_mode":"refetch","selective_mode":null,"schemas":["a"]}""", """{"frequency":"manual"}""")]
    [InlineData("additional_schedules", """[{"frequency":"manual"}]""", """[{"frequency":"manual","selective_mode":null,"resync_mode":null,"schemas":[]}]""")]
    [InlineData("default_schedule", """{"frequency":"custom","minute":"5"}""",
        """{"frequency":"custom","minute":"5","hour":null,"day_of_week":null,"day_of_month":null,"month":null}""")]
    [InlineData("default_schedule", "", null)]
    [InlineData("concurrency_limit", "", "null")]
    [InlineData("active", "", "false")]
    [InlineData("additional_schedules", "", "[]")]
    // An import could not write an empty value.
    [InlineData("normalize_names", "", null)]
    [InlineData("normalize_names", "null", null)]
    // The service sets these, or they are unknown.
    [InlineData("organization_id", "\"x\"", null)]
    [InlineData("created_at", "\"2026-01-01T00:00:00Z\"", null)]
    [InlineData("tomorrow", "null", null)]
    public void An_export_contains_each_setting_even_if_it_is_empty(string name, string value, string? normal)
    {
        var json = OneSync.Parse(SampleFile.FromService("[]", (name, value)).ToText());
        // Filters are left to nodes.
        var other = OneSync.Parse(SampleFile.FromService("""[{"id":"a","filters":[{"function":"IsNull"}]}]""", (name, value)).ToText());
        foreach (var one in new[] { json, other }) Assert.Equal(normal, one.ContainsKey(name) ? one[name]?.ToJsonString() ?? "null" : null, Same);

        static bool Same(string? one, string? other) =>
            one is null || other is null ? one == other : World.Exact(JsonNode.Parse(one)) == World.Exact(JsonNode.Parse(other));
    }

    [Fact]
    public void A_list_of_the_service_that_does_not_contain_only_objects_keeps_all_items()
    {
        var odd = SampleFile.FromService("""[{"id":"a","enabled":true,"fields":[{"id":"f","enabled":true},7]}]""");
        Assert.Contains("7", OneSync.Parse(odd.ToText())["schemas"]![0]!["fields"]!.AsArray().Select(field => field!.ToJsonString()));
        Facts.Hold(odd.Fault!, "'fields'", "'a'");
    }

    [Fact]
    public void Nodes_are_not_created_again_while_they_are_in_use()
    {
        var reads = 0;
        var content = new ConfigurationContent(json: null, () => new JsonObject { ["reads"] = ++reads });
        var nodes = content.Read();
        Assert.Same(nodes, content.Read());
        Assert.Equal(1, (int)nodes["reads"]!);
    }

    [Fact]
    public void The_text_of_an_export_is_written_once()
    {
        foreach (var schemas in new[] { "[]", """[{"id":"a","filters":[{"function":"IsNull"}]}]""" })
        {
            var export = SampleFile.FromService(schemas);
            Assert.Same(export.ToUtf8(), export.ToUtf8());
        }
    }
}
