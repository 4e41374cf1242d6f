using System.Text.Json;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>Two selections are compared in what users choose. A difference says whether undoing it copies less data.</summary>
public sealed class SelectionTests
{
    private const string On = """{"id":"t","enabled":true,"partition_key":"p","fields":[{"id":"a","enabled":true},{"id":"off","enabled":false}]}""";

    private const string Twins = """{"id":"t","enabled":true,"partition_key":"p","fields":[{"id":"a","enabled":true},{"id":"a","enabled":true}]}""";

    private const string X = """{"field_id":"x","function":"IsNull"}""";

    private const string Y = """{"field_id":"y","function":"IsNull"}""";

    [Theory]
    [InlineData(On, On)]
    [InlineData(On, null, "~ Schemas.t.Enabled: (none) -> True")]
    [InlineData("""{"id":"t","enabled":false}""", null)]
    [InlineData(null, On, "~ Schemas.t.Enabled: True -> False")]
    [InlineData(null, """{"id":"t","enabled":false}""")]
    [InlineData(On, """{"id":"t","enabled":true,"partition_key":"p","fields":[]}""", "~ Schemas.t.Fields.a.Enabled: (none) -> True")]
    [InlineData(
        """{"id":"t","fields":[{"id":"a"}]}""",
        """{"id":"t","fields":[{"id":"a"},{"id":"b"},{"id":"c","enabled":true}]}""",
        "~ Schemas.t.Fields.c.Enabled: True -> False")]
    [InlineData(On, Twins, "fields")]
    [InlineData(Twins, """{"id":"t","enabled":true,"partition_key":"p","fields":[{"id":"a","enabled":true}]}""", "fields")]
    [InlineData(
        Twins,
        """{"id":"t","enabled":true,"partition_key":"q","fields":[{"id":"a","enabled":true},{"id":"a","enabled":true}]}""",
        "~ Schemas.t.PartitionKey: 'q' -> 'p'")]
    public void A_selection_differs_in_what_users_choose(string? wanted, string? actual, params string[] differences) =>
        Assert.Equal(differences, Differences(wanted, actual, allowsNew: false).Select(Show));

    [Theory]
    [InlineData("""{"id":"t","sync_id":"1","output_name":"a","n_count":1,"seen_at":"x"}""", """{"id":"t","sync_id":"2","output_name":"b","n_count":2}""")]
    [InlineData("""{"id":"t","seen_at":"x","seen_by":"a"}""", """{"id":"t","seen_by":"b"}""")]
    [InlineData("""{"id":"t","seen_by":"a"}""", """{"id":"t","seen_at":"x","seen_by":"b"}""")]
    [InlineData("""{"id":"t","seen_by":"a"}""", """{"id":"t","seen_by":"b"}""", "~ Schemas.t.SeenBy: 'b' -> 'a'")]
    [InlineData("""{"id":"t","fields":[{"id":"a","seen_at":"x","seen_by":"a"}]}""", """{"id":"t","fields":[{"id":"a","seen_by":"b","output_name":"A"}]}""")]
    [InlineData("""{"id":"t","fields":[{"id":"a","x":1}]}""", """{"id":"t","fields":[{"id":"a"}]}""", "~ Schemas.t.Fields.a.X: (none) -> 1")]
    public void What_the_service_sets_is_not_a_difference_even_if_only_one_side_shows_that(string wanted, string actual, params string[] differences) =>
        Assert.Equal(differences, Differences(wanted, actual, allowsNew: false).Select(Show));

    [Fact]
    public void New_schemas_and_fields_are_not_differences_if_they_are_allowed()
    {
        Assert.Empty(Differences(null, On, allowsNew: true));
        Assert.Empty(Differences("""{"id":"t","enabled":true,"partition_key":"p"}""", On, allowsNew: true));
        Assert.Equal(["~ Schemas.t.Enabled: (none) -> True"], Differences(On, null, allowsNew: true).Select(Show));
    }

    [Fact]
    public void Differences_are_undone_except_for_fields_that_no_longer_exist()
    {
        const string wanted = """
            {"id":"t","partition_key":"p","x":[1],"fields":[{"id":"gone","enabled":true},{"id":"a","enabled":true,"obfuscated":true}]}
            """;
        const string actual = """
            {"id":"t","tracking_field":"t","y":[1],"z":1,"fields":[{"id":"b","enabled":true},{"id":"a","obfuscated":false,"user_output_name":"u"}]}
            """;
        Assert.Equal(
            OneSync.Parse("""
                {"id":"t","tracking_field":"","y":[],"z":null,
                "fields":[{"id":"b","enabled":false},{"id":"a","obfuscated":true,"user_output_name":"","enabled":true}],"partition_key":"p","x":[1]}
                """).ToJsonString(),
            SchemaComparison.Undo(OneSync.Parse(actual), Differences(wanted, actual, allowsNew: false)).ToJsonString());
    }

    [Theory]
    [InlineData("", """{"enabled":true}""", "null", false, true)]
    [InlineData("enabled", "false", "true", true, false)]
    [InlineData("enabled", "null", "true", true, false)]
    [InlineData("enabled", "true", "false", false, true)]
    [InlineData("enabled", "true", "null", false, true)]
    [InlineData("obfuscated", "true", "false", true, false)]
    [InlineData("obfuscated", "true", "null", true, false)]
    [InlineData("obfuscated", "false", "true", false, true)]
    [InlineData("obfuscate", "true", "null", true, false)]
    [InlineData("obfuscate", "null", "true", false, true)]
    [InlineData("disable_data_cutoff", "null", "true", true, false)]
    [InlineData("disable_data_cutoff", "true", "false", false, true)]
    [InlineData("data_cutoff_timestamp", "\"2026-01-02T00:00:00Z\"", "\"2026-01-01T00:00:00Z\"", true, false)]
    [InlineData("data_cutoff_timestamp", "\"2026-01-02T00:00:00Z\"", "null", true, false)]
    [InlineData("data_cutoff_timestamp", "\"2026-01-02T00:00:00Z\"", "\"2026-01-02T01:00:00+01:00\"", false, true)]
    [InlineData("data_cutoff_timestamp", "\"2026-01-02T00:00:00Z\"", "\"2026-01-03T00:00:00Z\"", false, true)]
    [InlineData("data_cutoff_timestamp", "null", "\"2026-01-03T00:00:00Z\"", false, true)]
    [InlineData("filters", $"[{X}]", "null", true, false)]
    [InlineData("filters", $"[{X},{Y}]", $"[{Y}]", true, false)]
    [InlineData("filters", $"[{X},{Y}]", $"[{Y},{Y}]", true, false)]
    [InlineData("filters", $"[{X}]", $"[{Y}]", false, true)]
    [InlineData("filters", $"[{X},{X},{X}]", $"[{X},{Y}]", false, true)]
    [InlineData("filters", $"[{X}]", $"[{X},{X}]", false, true)]
    [InlineData("filters", "[]", $"[{X}]", false, true)]
    [InlineData("filters", "null", "[]", false, true)]
    [InlineData("fields", "[]", """[{"enabled":true},{}]""", true, false)]
    [InlineData("fields", """[{"enabled":true}]""", """[{"enabled":true},{}]""", false, true)]
    [InlineData("fields", """[{"enabled":true},7]""", "null", false, true)]
    [InlineData("partition_key", "\"a\"", "\"b\"", false, false)]
    [InlineData("x", "true", "false", false, false)]
    public void Undoing_a_difference_can_copy_less_or_more(string name, string wanted, string actual, bool copiesLess, bool mayCopyMore)
    {
        var difference = new SchemaDifference("t", fieldId: null, name, JsonNode.Parse(wanted), JsonNode.Parse(actual));
        Assert.Equal((copiesLess, mayCopyMore), (difference.UndoingCopiesLess, difference.UndoingMayCopyMore));
    }

    [Theory]
    [InlineData(null, "", false)]
    [InlineData("f", "", false)]
    [InlineData(null, "partition_key", false)]
    [InlineData("f", "partition_key", true)]
    [InlineData("f", "obfuscated", false)]
    [InlineData(null, "obfuscated", true)]
    public void A_property_is_unknown_if_no_table_has_it(string? fieldId, string name, bool isUnknown) =>
        Assert.Equal(isUnknown, new SchemaDifference("t", fieldId, name, wanted: "a", actual: null).IsUnknown);

    [Theory]
    [InlineData(On, null)]
    [InlineData("""{"id":"t","enabled":true}""", null)]
    [InlineData("""{"id":"t","enabled":true,"x":1,"fields":[{"id":"a"},{"id":"off","enabled":true},{"id":"b"}]}""", null)]
    [InlineData("""{"id":"t","enabled":true,"fields":[{"id":"b","enabled":true},{"id":"c","enabled":true}]}""", "field 'b' of schema 't'")]
    [InlineData("""{"id":"t","enabled":false,"fields":[{"id":"b","enabled":true}]}""", null)]
    [InlineData("""{"id":"u","enabled":false}""", null)]
    [InlineData("""{"id":"u","enabled":true,"fields":[{"id":"a","enabled":true}]}""", "schema 'u'")]
    [InlineData("""{"id":"T","enabled":true}""", "schema 'T'")]
    public void An_enabled_schema_or_field_that_the_other_selection_lacks_is_unknown(string schema, string? unknown)
    {
        const string same = """{"id":"s","enabled":true,"fields":[{"id":"a","enabled":true}]}""";
        Assert.Equal(unknown, Of(same, schema).UnknownIn(Of(On, same)));
    }

    [Theory]
    [InlineData("""{"id":"t","enabled":"odd"}""", """{"id":"t","enabled":"odd","x":1}""", true)]
    [InlineData("""{"id":"t","enabled":true}""", """{"id":"t","enabled":"odd"}""", false)]
    [InlineData("""{"id":"t","enabled":"odd"}""", """{"id":"t","enabled":true}""", false)]
    [InlineData("""{"id":"t","enabled":"odd"}""", """{"id":"u","enabled":"odd"}""", false)]
    public void A_value_of_the_service_cannot_be_read_if_it_is_written_back(string before, string wanted, bool isFault)
    {
        var fault = Of(wanted).UnreadableIn(Of(before));
        if (isFault) Facts.Hold(fault!, "'t'", "enabled");
        else Assert.Null(fault);
    }

    [Fact]
    public void Schemas_for_users_have_the_id_and_the_name_of_their_bulk_sync()
    {
        var schemas = Of("""{"id":"t"}""", """{"id":"u","sync_id":"11111111-0000-4000-8000-000000000001"}""").ToSchemas(OneSync.Id, "Orders");
        Assert.Equal([OneSync.Id, Guid.Parse("11111111-0000-4000-8000-000000000001")], schemas.Select(schema => schema.SyncId!.Value));
        Assert.All(schemas, schema => Assert.Equal("Orders", schema.SyncName));
    }

    [Fact]
    public void Other_schemas_replace_those_with_the_same_id()
    {
        var selection = Of("""{"id":"t","x":1}""", """{"id":"u"}""");
        Assert.Equal(["u", "t", "v"], selection.With(Of("""{"id":"t","x":2}""", """{"id":"v"}""").Texts).Ids);
        Assert.Equal(2, (int)selection.With(Of("""{"id":"t","x":2}""").Texts).Find("t")!["x"]!);
        Assert.Equal(["t", "u"], selection.With([]).Ids);
    }

    [Theory]
    [InlineData("""{"id":"a","x":1.0}""", "a", """{"id":"a","x":1.0}""")]
    [InlineData("""{"id":null,"x":1.0}""", "asked", """{"id":"asked","x":1.0}""")]
    [InlineData("""{"x":1.0}""", "asked", """{"x":1.0,"id":"asked"}""")]
    [InlineData("""{"id":7,"x":1.0}""", "", """{"id":7,"x":1.0}""")]
    public void A_schema_has_its_own_id_or_else_the_one_in_the_request(string schema, string id, string text)
    {
        using var json = JsonDocument.Parse(schema);
        var read = SchemaText.From(json.RootElement, "asked");
        Assert.Equal((id, text), (read.Id, read.Read().ToJsonString()));
        Assert.Equal((id, text), (read.AsText().Id, read.Element.GetRawText()));
    }

    private static string Show(SchemaDifference difference) => difference.Name == "fields" ? "fields" : difference.ToString();

    private static List<SchemaDifference> Differences(string? wanted, string? actual, bool allowsNew) =>
        [.. Of(wanted).Compare(Of(actual), allowsNewSchemas: allowsNew, allowsNewFields: allowsNew)];

    private static Selection Of(params string?[] schemas) => new(schemas.OfType<string>().Select(OneSync.Parse));
}
