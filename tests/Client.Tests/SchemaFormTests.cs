using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Editing;
using Xunit;

namespace Client.Tests;

/// <summary>A schema is written in the form that each request needs, and a write says explicitly what it clears and disables.</summary>
public sealed class SchemaFormTests
{
    private const string OneField = """{"id":"orders","fields":[{"id":"a","enabled":true}]}""";

    [Fact]
    public void A_request_to_create_or_update_a_bulk_sync_says_what_is_disabled() => Assert.Equal(
        Compact("""
            {"id":"orders","fields":[{"id":"a","enabled":false,"obfuscate":true},{"id":"b","enabled":true,"obfuscate":true},
            {"id":"c","enabled":false,"obfuscate":false}],"enabled":false,"filters":[]}
            """),
        ForCreate("""
            {"id":"orders","output_name":"o","user_output_name":"u","fields":[
            {"id":"a","output_name":"x","user_output_name":"y","obfuscated":true},{"id":"b","enabled":true,"obfuscate":true},{"id":"c","enabled":null}]}
            """));

    [Fact]
    public void A_request_to_create_or_update_a_bulk_sync_keeps_what_is_set() => Assert.Equal(
        """{"id":"orders","enabled":true,"filters":[{"field_id":"a","function":"IsNull"}]}""",
        ForCreate("""{"id":"orders","enabled":true,"filters":[{"field_id":"a","function":"IsNull"}]}"""));

    [Theory]
    [InlineData("""{"enabled":null,"filters":null,"fields":null}""", """{"enabled":false,"filters":[],"fields":null}""")]
    [InlineData("""{"fields":[],"filters":[]}""", """{"fields":[],"filters":[],"enabled":false}""")]
    [InlineData("""{"enabled":true,"filters":[],"fields":[7,{"obfuscate":true,"enabled":true}]}""",
        """{"enabled":true,"filters":[],"fields":[7,{"enabled":true,"obfuscate":true}]}""")]
    [InlineData("""{"enabled":true,"filters":[],"fields":[{"obfuscated":false,"filters":null,"fields":[{"x":1}],"enabled":null}]}""",
        """{"enabled":true,"filters":[],"fields":[{"filters":null,"fields":[{"x":1}],"enabled":false,"obfuscate":false}]}""")]
    [InlineData("""{"enabled":true,"filters":[],"obfuscate":true,"obfuscated":1,"x":1.50}""", """{"enabled":true,"filters":[],"obfuscate":true,"obfuscated":1,"x":1.50}""")]
    public void A_request_to_create_or_update_a_bulk_sync_has_no_odd_values_where_the_service_needs_a_flag_or_a_list(string schema, string expected) =>
        Assert.Equal(expected, ForCreate(schema));

    [Theory]
    [InlineData(OneField, """{"id":"orders","fields":[{"id":"a","enabled":true}]}""")]
    [InlineData(OneField, """{"id":"orders","fields":[{"id":"a","enabled":true},{"id":"b","enabled":false},{"id":"c"}]}""")]
    [InlineData("""{"id":"orders"}""", """{"id":"orders","fields":[{"id":"b","enabled":false}]}""")]
    [InlineData("""{"id":"orders","fields":[]}""", """{"id":"orders"}""")]
    [InlineData("""{"id":"orders","sync_id":"1"}""", """{"id":"orders","sync_id":"2","output_name":"o","rows_count":3}""")]
    [InlineData(OneField, """{"id":"orders","fields":[{"id":"a","enabled":false}]}""", "~ Schemas.orders.Fields.a.Enabled: False -> True")]
    [InlineData(OneField, """{"id":"orders","enabled":true,"fields":[{"id":"a","enabled":true}]}""", "~ Schemas.orders.Enabled: True -> (none)")]
    [InlineData(OneField, """{"id":"orders","fields":[]}""", """~ Schemas.orders.Fields.a: (none) -> {"id":"a","enabled":true}""")]
    [InlineData(
        OneField,
        """{"id":"orders","fields":[{"id":"a","enabled":true},{"id":"b","enabled":true}]}""",
        """~ Schemas.orders.Fields.b: {"id":"b","enabled":true} -> (none)""")]
    public void Schemas_differ_in_what_users_choose_except_for_new_fields_that_are_disabled(string wanted, string actual, params string[] differences) =>
        Assert.Equal(differences, Differences(wanted, actual));

    [Theory]
    [InlineData("""{"id":"orders"}""")]
    [InlineData("""{"id":"orders","fields":[{"id":"a"}]}""", """~ Schemas.orders.Fields.b: {"id":"b","enabled":true} -> (none)""")]
    [InlineData("""{"id":"orders","partition_key":"b"}""", "~ Schemas.orders.PartitionKey: 'a' -> 'b'")]
    public void Only_named_properties_can_differ_if_the_rest_is_not_compared(string wanted, params string[] differences) => Assert.Equal(
        differences,
        Differences(
            wanted,
            """{"id":"orders","partition_key":"a","fields":[{"id":"a","enabled":true},{"id":"b","enabled":true},{"id":"c"}]}""",
            how: Comparing.OnlyNamed));

    [Fact]
    public void A_patch_clears_values_by_name_and_disables_fields()
    {
        const string now = """
            {"id":"orders","sync_id":"s","enabled":true,"output_name":"o","user_output_name":"u","disable_data_cutoff":true,
            "partition_key":"a","data_cutoff_timestamp":"2026-01-01T00:00:00Z","note":"n","tags":["x"],"empty":"","rows_count":5,
            "filters":[{"field_id":"a","function":"IsNull"}],
            "fields":[{"id":"a","enabled":true,"obfuscated":true,"output_name":"A","user_output_name":"x","hint":"h"},
            {"id":"b","enabled":true,"output_name":"B"}]}
            """;
        Assert.Equal(
            Compact("""
                {"id":"orders","enabled":false,"note":"kept",
                "fields":[{"id":"a","enabled":true,"obfuscated":false,"user_output_name":"","hint":null},{"id":"b","enabled":false}],
                "user_output_name":"","disable_data_cutoff":false,"partition_key":"","data_cutoff_timestamp":null,"tags":[],"rows_count":5,"filters":[]}
                """),
            Patch("""{"id":"orders","enabled":false,"output_name":"old","note":"kept","fields":[{"id":"a","enabled":true,"output_name":"old"}]}""", now));
    }

    [Fact]
    public void A_patch_contains_new_fields_and_filters()
    {
        const string wanted = """{"id":"orders","filters":[{"field_id":"b","function":"IsNull"}],"fields":[{"id":"b","enabled":true}]}""";
        Assert.Equal(wanted, Patch(wanted, """{"id":"orders","filters":[{"field_id":"a","function":"IsNull"}]}"""));
        Assert.Equal("""{"id":"orders","filters":[],"fields":[]}""", Patch("""{"id":"orders"}""", """{"id":"orders"}"""));
    }

    [Theory]
    [InlineData("""["a"]""", "[]")]
    [InlineData("""{"a":1}""", null)]
    [InlineData("\"a\"", null)]
    [InlineData("null", null)]
    public void A_list_without_a_table_is_cleared_by_an_empty_list(string value, string? nothing) =>
        Assert.Equal(nothing, SchemaForm.NothingLike(JsonNode.Parse(value))?.ToJsonString());

    private static string ForCreate(string schema)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes)) SchemaForm.ForCreate(JsonDocument.Parse(schema).RootElement)(writer);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Compact(string json) => OneSync.Parse(json).ToJsonString();

    private static string Patch(string wanted, string now) => SchemaForm.Patch(OneSync.Parse(wanted), OneSync.Parse(now)).ToJsonString();

    private static IEnumerable<string> Differences(string wanted, string actual, Comparing how = Comparing.Whole) =>
        SchemaForm.Differences(OneSync.Parse(wanted), OneSync.Parse(actual), how).Select(difference => difference.ToString());
}
