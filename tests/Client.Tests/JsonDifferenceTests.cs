using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Editing;
using PolytomicBulk.Vocabulary;
using Xunit;

namespace Client.Tests;

/// <summary>Two documents are compared down to single values.</summary>
public sealed class JsonDifferenceTests
{
    [Theory]
    [InlineData("data_cutoff_timestamp", "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T01:00:00+01:00\"", true)]
    [InlineData("data_cutoff_timestamp", "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T01:00:00Z\"", false)]
    [InlineData("data_cutoff_timestamp", "\"soon\"", "\"later\"", false)]
    [InlineData("name", "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T01:00:00+01:00\"", false)]
    [InlineData("name", "\"\"", "null", true)]
    [InlineData("name", "\"\"", "\"a\"", false)]
    [InlineData("policies", "[]", "null", true)]
    [InlineData("destination_configuration", "{}", "null", false)]
    public void Values_are_equal_if_they_are_the_same_text_or_instant(string property, string one, string other, bool areSame)
    {
        var row = ApiTables.BulkSync[property];
        Assert.Equal(areSame, JsonDifference.AreSame(row, JsonNode.Parse(one), JsonNode.Parse(other)));
        Assert.Equal(areSame, JsonDifference.AreSame(row, JsonNode.Parse(other), JsonNode.Parse(one)));
    }

    [Theory]
    [InlineData("""{"name":"A"}""", """{"name":"B"}""", "~ Name: 'B' -> 'A'")]
    [InlineData("""{"name":"A"}""", """{"mode":"m"}""", "~ Name: (none) -> 'A'", "~ Mode: 'm' -> (none)")]
    [InlineData("""{"name":"A"}""", """{"name":" A","mode":null}""")]
    [InlineData("""{"tomorrow":{"a":1}}""", """{"tomorrow":{"a":2,"b":3}}""", "~ Tomorrow.a: 2 -> 1", "~ Tomorrow.b: 3 -> (none)")]
    [InlineData("""{"destination_configuration":{"a":"X","b":null}}""", """{"destination_configuration":{"a":"x"}}""")]
    public void Every_property_counts_in_either_document(string expected, string actual, params string[] differences) =>
        Assert.Equal(differences, Between(expected, actual, Comparing.Whole));

    [Theory]
    [InlineData("""{"name":"A"}""", """{"mode":"m"}""", "~ Name: (none) -> 'A'")]
    [InlineData("""{"default_schedule":{"hour":"5"}}""", """{"default_schedule":{"hour":"05","minute":"1"}}""")]
    public void Only_the_properties_of_the_first_document_can_count(string expected, string actual, params string[] differences) =>
        Assert.Equal(differences, Between(expected, actual, Comparing.OnlyNamed));

    [Theory]
    [InlineData("""{"name":"A"}""", """{"name":" A"}""", "~ Name: ' A' -> 'A'")]
    [InlineData("""{"normalize_names":""}""", """{"normalize_names":null}""")]
    [InlineData("""{"data_cutoff_timestamp":"2026-01-01T00:00:00Z"}""", """{"data_cutoff_timestamp":"2026-01-01T01:00:00+01:00"}""")]
    [InlineData("""{"destination_configuration":{"a":"","b":"X"}}""", """{"destination_configuration":{"b":"x"}}""",
        "~ DestinationConfiguration.a: (none) -> (none)", "~ DestinationConfiguration.b: 'x' -> 'X'")]
    [InlineData("""{"destination_configuration":{"a":"X"}}""", """{"destination_configuration":{"a":"X"}}""")]
    public void The_form_of_values_counts_if_documents_are_compared_exactly(string expected, string actual, params string[] differences) =>
        Assert.Equal(differences, Between(expected, actual, Comparing.Exact));

    [Theory]
    // Items with ids are compared with each other.
    [InlineData("""{"schemas":[{"id":"a","enabled":true},{"id":"b"}]}""", """{"schemas":[{"id":"b"},{"id":"a","enabled":false}]}""",
        "~ Schemas.a.Enabled: False -> True")]
    [InlineData("""{"schemas":[{"id":"a"}]}""", "{}", """~ Schemas.a: (none) -> {"id":"a"}""")]
    [InlineData("{}", """{"schemas":[{"id":"a"}]}""", """~ Schemas.a: {"id":"a"} -> (none)""")]
    [InlineData("""{"schemas":[{"id":"a"}]}""", """{"schemas":[]}""", """~ Schemas.a: (none) -> {"id":"a"}""")]
    [InlineData("""{"schemas":[]}""", "{}")]
    // Without unique ids, only complete lists can be compared.
    [InlineData("""{"schemas":[{"id":"a"},{"id":"a"}]}""", """{"schemas":[{"id":"a"}]}""", """~ Schemas: [{"id":"a"}] -> [{"id":"a"},{"id":"a"}]""")]
    [InlineData("""{"schemas":[{"id":"a"}]}""", """{"schemas":"none"}""", """~ Schemas: 'none' -> [{"id":"a"}]""")]
    [InlineData("""{"policies":["a"]}""", """{"policies":["b"]}""", "~ Policies: 'b' -> 'a'")]
    public void Items_with_unique_ids_are_compared_by_id(string expected, string actual, params string[] differences) =>
        Assert.Equal(differences, Between(expected, actual, Comparing.Whole));

    [Theory]
    [InlineData("""[{"frequency":"manual"}]""", """[{"frequency":"manual","resync_mode":"resync"}]""", true)]
    [InlineData("""[{"hour":"1"},{"hour":"2"}]""", """[{"hour":"2","minute":"0"},{"hour":"1","minute":"0"}]""", true)]
    [InlineData("""[{"hour":"1"},{"hour":"1"}]""", """[{"hour":"1"},{"hour":"2"}]""", false)]
    [InlineData("""[{"hour":"1"}]""", """[{"hour":"2"}]""", false)]
    [InlineData("""[{"hour":"1"}]""", """[{"hour":"1"},{"hour":"2"}]""", false)]
    [InlineData("""[{"hour":"1"},{"hour":"2"}]""", """[{"hour":"1"}]""", false)]
    [InlineData("""[{"hour":"1"},1]""", """[{"hour":"1"},1]""", false)]
    [InlineData("""[{"hour":"1"},{"hour":"2"}]""", """[{"hour":"1"},2]""", false)]
    public void Items_without_ids_are_equal_if_each_has_its_own_equal_item(string expected, string actual, bool areSame) => Assert.Equal(
        areSame,
        !Between($$"""{"additional_schedules":{{expected}}}""", $$"""{"additional_schedules":{{actual}}}""", Comparing.OnlyNamed).Any());

    private static IEnumerable<string> Between(string expected, string actual, Comparing how) =>
        JsonDifference.Between(ApiTables.BulkSync, OneSync.Parse(expected), OneSync.Parse(actual), how).Select(difference => difference.ToString());
}
