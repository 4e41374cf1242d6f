using System.Text.Json.Nodes;
using PolytomicBulk.Editing;
using PolytomicBulk.Vocabulary;
using Xunit;

namespace Client.Tests;

/// <summary>Values mean the same if the service can store one for the other.</summary>
public sealed class NormalFormTests
{
    [Theory]
    // Text is trimmed, and empty text is no value.
    [InlineData("bulk sync", "name", "\" a \"", "\"a\"", true)]
    [InlineData("bulk sync", "name", "\"A\"", "\"a\"", false)]
    [InlineData("bulk sync", "name", "\"\"", "null", true)]
    [InlineData("bulk sync", "name", "\" \"", "null", false)]
    [InlineData("bulk sync", "name", "\"01\"", "\"1\"", false)]
    // A missing flag is false.
    [InlineData("bulk sync", "active", "false", "null", true)]
    [InlineData("bulk sync", "active", "true", "null", false)]
    [InlineData("bulk sync", "active", "true", "false", false)]
    [InlineData("bulk sync", "active", "\"x\"", "null", false)]
    [InlineData("bulk sync", "source_connection_id", "\"FE37380E-A1D7-5015-B18B-27B0C7A45BCF\"", "\"fe37380e-a1d7-5015-b18b-27b0c7a45bcf\"", true)]
    [InlineData("bulk sync", "data_cutoff_timestamp", "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T01:00:00+01:00\"", true)]
    [InlineData("bulk sync", "data_cutoff_timestamp", "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T01:00:00Z\"", false)]
    [InlineData("bulk sync", "concurrency_limit", "5", "\"5\"", false)]
    // The service changes free configuration most.
    [InlineData("bulk sync", "destination_configuration", "{}", "null", true)]
    [InlineData("bulk sync", "destination_configuration", """{"a":null}""", "null", true)]
    [InlineData("bulk sync", "destination_configuration", """{"a":1}""", "null", false)]
    [InlineData("bulk sync", "destination_configuration", """{"a":" X "}""", """{"a":"x"}""", true)]
    [InlineData("bulk sync", "destination_configuration", """{"a":"x"}""", """{"A":"x"}""", false)]
    [InlineData("bulk sync", "destination_configuration", """{"b":1,"a":{"d":2,"c":3}}""", """{"a":{"c":3,"d":2},"b":1}""", true)]
    [InlineData("bulk sync", "destination_configuration", """{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("bulk sync", "destination_configuration", """{"a":"09"}""", """{"a":9}""", true)]
    [InlineData("bulk sync", "destination_configuration", """{"a":"000"}""", """{"a":0}""", true)]
    [InlineData("bulk sync", "destination_configuration", """{"a":"-1"}""", """{"a":-1}""", true)]
    [InlineData("bulk sync", "destination_configuration", """{"a":"0x1"}""", """{"a":"x1"}""", false)]
    [InlineData("bulk sync", "destination_configuration", """{"a":""}""", """{"a":0}""", false)]
    [InlineData("bulk sync", "destination_configuration", """{"a":""}""", """{}""", false)]
    // These lists are sets of exact texts.
    [InlineData("bulk sync", "policies", """["b","a"]""", """["a","b"]""", true)]
    [InlineData("bulk sync", "policies", """["A"]""", """["a"]""", false)]
    [InlineData("bulk sync", "policies", """["a","a"]""", """["a"]""", false)]
    [InlineData("bulk sync", "default_schedule", """{"frequency":"daily","hour":"05","month":null}""", """{"hour":5,"frequency":" daily"}""", true)]
    [InlineData("bulk sync", "default_schedule", """{"frequency":"daily","hour":"5"}""", """{"frequency":"daily"}""", false)]
    [InlineData("schedule", "hour", "\"07\"", "7", true)]
    [InlineData("schedule", "hour", "\"7\"", "\"8\"", false)]
    [InlineData("schedule", "hour", "\"A\"", "\"a\"", false)]
    // Values of filters are exact, except that the order of alternatives does not matter.
    [InlineData("filter", "value", "\"A\"", "\"a\"", false)]
    [InlineData("filter", "value", """{"a":"X"}""", """{"a":"x"}""", false)]
    [InlineData("filter", "value", "\"07\"", "7", true)]
    [InlineData("schema", "filters", """[{"function":"StringOneOf","value":["b","a"]}]""", """[{"function":"StringOneOf","value":["a","b"]}]""", true)]
    [InlineData("schema", "filters", """[{"function":"StringOneOf","value":["A"]}]""", """[{"function":"StringOneOf","value":["a"]}]""", false)]
    [InlineData("schema", "filters", """[{"function":"Between","value":[2,1]}]""", """[{"function":"Between","value":[1,2]}]""", false)]
    [InlineData("schema", "filters",
        """[{"function":"IsNull","field_id":"a"},{"field_id":"b","function":"IsNull"}]""",
        """[{"function":"IsNull","field_id":"b"},{"field_id":"a","function":"IsNull"}]""", true)]
    public void Values_mean_the_same_by_the_kind_of_their_property(string table, string property, string one, string other, bool areSame)
    {
        var row = ApiTables.Find(table, property);
        Assert.Equal(areSame, NormalForm.AreSame(row, Node(one), Node(other)));
        Assert.Equal(areSame, NormalForm.AreSame(row, Node(other), Node(one)));
        Assert.True(NormalForm.AreSame(row, Node(one), Node(one)));
    }

    [Theory]
    [InlineData("\" A\"", "\"a\"", true)]
    [InlineData("\"\"", "null", false)]
    [InlineData("true", "\"true\"", false)]
    [InlineData("""{"a":["X",null]}""", """{"a":["x",null],"b":null}""", true)]
    public void Values_without_a_table_mean_the_same_in_either_case(string one, string other, bool areSame)
    {
        Assert.Equal(areSame, NormalForm.AreSameFree(Node(one), Node(other)));
        Assert.Equal(areSame, NormalForm.AreSameFree(Node(other), Node(one)));
    }

    [Fact]
    public void A_set_is_sorted_by_its_text() =>
        Assert.Equal("""[null,"B","a","b",{"a":1}]""", NormalForm.InOrder(["b", new JsonObject { ["a"] = 1 }, "a", null, "B"]).ToJsonString());

    private static JsonNode? Node(string json) => JsonNode.Parse(json);
}
