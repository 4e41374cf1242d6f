using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using CsCheck;
using PolytomicBulk.Configuration;
using PolytomicBulk.Editing;
using PolytomicBulk.Updates;
using PolytomicBulk.Vocabulary;
using Xunit;

namespace Client.Tests;

/// <summary>Most schemas are read and written without JSON nodes. The result is the same as with nodes.</summary>
public sealed class PlainSchemaTests
{
    private const string Sync = """
        {"name":"a","active":true,"mode":"replicate","source_connection_id":"fe37380e-a1d7-5015-b18b-27b0c7a45bcf",
        "destination_connection_id":"df17031c-7e75-5a8c-84e0-086692c1ac52","destination_configuration":{"schema":"x","password":"p"},"default_schedule":{"frequency":"manual"} }
        """;

    private static readonly string[] Texts = ["null", "\"\"", "\"key\"", "\"<é\\u00e9\\n'\"", "\" x \""];
    private static readonly string[] Flags = ["null", "true", "false"];
    private static readonly string[] Times = ["null", "\"\"", "\"2026-01-02T03:04:05+02:00\"", "\"2026-01-02T03:04:05.1234567890Z\"", "\"soon\""];

    private static readonly (string Name, string[] Values)[] OfField =
        [("enabled", Flags), ("obfuscated", Flags), ("output_name", Texts), ("user_output_name", Texts)];

    private static readonly (string Name, string[] Values)[] OfSchema =
    [
        ("enabled", Flags), ("user_output_name", Texts), ("disable_data_cutoff", Flags), ("partition_key", Texts), ("tracking_field", Texts),
        ("data_cutoff_timestamp", Times), ("filters", ["null", "[]"]),
    ];

    /// <summary>Enough random numbers for a few schemas.</summary>
    private static readonly Gen<int[]> Numbers = Gen.Int[0, 1 << 20].Array[120, 120];

    [Fact]
    public void A_file_is_the_same_whether_its_schemas_need_nodes_or_not() => Numbers.Sample(numbers =>
    {
        var next = new Queue<int>(numbers);
        var schemas = Enumerable.Range(0, 1 + (next.Dequeue() % 3)).Select(_ => Schema(next)).ToArray();
        var (plain, odd) = (Selection(schemas), Selection(schemas).With([SchemaText.From(Json("""{"id":"zz","tomorrow":{"a":1}}"""))]));
        var (one, other) = (From(plain), From(odd));
        Assert.Equal((one.Schemas.Enabled, one.Schemas.All + 1), other.Schemas);
        Assert.Equal(["destination_configuration.password"], one.LeftOut);
        Assert.Equal(one.LeftOut, other.LeftOut);
        var without = JsonNode.Parse(other.ToText())!.AsObject();
        without["schemas"]!.AsArray().RemoveAt(schemas.Length);
        Assert.Equal(ConfigurationText.Write(without), one.ToUtf8());
        // Text that is not a valid time is not allowed in a file.
        if (!one.ToText().Contains("soon", StringComparison.Ordinal)) Assert.Equal(one.ToText(), BulkSyncConfiguration.Parse(one.ToText()).ToText());
    }, iter: 300);

    [Fact]
    public void The_text_of_a_schema_is_the_same_with_and_without_nodes() => Numbers.Sample(numbers =>
    {
        var schema = Schema(new(numbers));
        using var json = JsonDocument.Parse($"{{\"id\":\"a\"{schema}}}");
        var (text, nodes) = (SchemaText.From(json.RootElement, "a"), SchemaText.From(Json($"{{\"id\":\"a\"{schema}}}")));
        Assert.Equal(nodes.Id, text.Id);
        Assert.True(nodes.IsSameText(text));
    }, iter: 300);

    [Theory]
    [InlineData(true, """{"id":"a","enabled":true,"fields":[{"id":"b","enabled":null}],"filters":[{"function":"Equality","value":null}],"tomorrow":1}""")]
    [InlineData(false, """{"id":"a","enabled":"yes"}""")]
    [InlineData(false, """{"id":"a","fields":"none"}""")]
    [InlineData(false, """{"id":"a","fields":[null]}""")]
    [InlineData(false, """{"id":"a","fields":[{"obfuscated":1}]}""")]
    [InlineData(false, """{"id":"a","enabled":true,"enabled":false}""")]
    [InlineData(false, """{"id":"a","partition_key":1}""")]
    [InlineData(false, """{"id":1}""")]
    [InlineData(false, """{"id":"a","id":"a"}""")]
    [InlineData(true, """{"tomorrow":1,"next":"x","id":"a"}""")]
    [InlineData(false, """{"id":"a","tomorrow":1,"next":2,"tomorrow":1}""")]
    [InlineData(false, """{"id":"a","tomorrow":{}}""")]
    [InlineData(false, """{"id":"a","tomorrow":[]}""")]
    [InlineData(false, """["a"]""")]
    public void Only_a_schema_that_matches_the_table_needs_no_nodes(bool isPlain, string schema)
    {
        using var json = JsonDocument.Parse(schema);
        Assert.Equal(isPlain, PlainJson.Is(ApiTables.Schema, json.RootElement));
    }

    [Theory]
    [InlineData(true, """{"id":"a","enabled":1,"fields":[7,{"id":"b","obfuscated":true},null],"filters":[{"value":{"x":1}},["x"]],"sync_id":null}""")]
    [InlineData(true, """{"fields":null,"filters":"x","id":"a"}""")]
    [InlineData(false, """{"id":"a","x":1}""")]
    [InlineData(false, """{"x":1,"id":"a"}""")]
    [InlineData(false, """{"id":"a","fields":[{"id":"b"},{"id":"c","x":1},{"id":"d"}],"filters":[]}""")]
    [InlineData(false, """{"id":"a","fields":[{"id":"b","sync_id":"x"}]}""")]
    [InlineData(false, """{"id":"a","fields":[],"filters":[{"value":1},{"x":1}]}""")]
    public void A_schema_is_known_if_a_table_contains_each_property(bool isKnown, string schema)
    {
        using var json = JsonDocument.Parse(schema);
        Assert.Equal(isKnown, PlainJson.IsKnown(ApiTables.Schema, json.RootElement));
    }

    [Theory]
    [InlineData(0, 0, "[]")]
    [InlineData(1, 1, """
        [{"id":"a","sync_id":"x","output_name":"y","enabled":true,"user_output_name":"","disable_data_cutoff":false,"partition_key":null,"tracking_field":"t",
        "data_cutoff_timestamp":"2026-01-02T03:04:05Z","fields":[{"id":"b","enabled":true},{"id":"a","output_name":"o"}],"filters":[]}]
        """)]
    [InlineData(2, 4, """
        [{"id":"b","enabled":true},{"id":"a","enabled":false,"fields":null,"filters":null},{"id":"d","data_cutoff_timestamp":null},{"id":"c","enabled":true}]
        """)]
    public void The_schemas_of_a_file_are_counted(int enabled, int all, string schemas) => Assert.Equal((enabled, all), Count(schemas));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""[{"enabled":true}]""")]
    [InlineData("""[{"id":""}]""")]
    [InlineData("""[{"id":null}]""")]
    [InlineData("""[{"id":"a"},{"id":"b"},{"id":"a"}]""")]
    [InlineData("""[{"id":"a","tomorrow":1}]""")]
    [InlineData("""[{"id":"a","data_cutoff_timestamp":"soon"}]""")]
    [InlineData("""[{"id":"a","filters":[{"id":"b"}]}]""")]
    [InlineData("""[{"id":"a","fields":[1]}]""")]
    [InlineData("""[{"id":"a","fields":[{"enabled":true}]}]""")]
    [InlineData("""[{"id":"a","fields":[{"id":""}]}]""")]
    [InlineData("""[{"id":"a","fields":[{"id":null}]}]""")]
    [InlineData("""[{"id":"a","fields":[{"id":"b","tomorrow":1}]}]""")]
    [InlineData("""[{"id":"a","fields":[{"id":"b"},{"id":"c"},{"id":"b"}]}]""")]
    public void Schemas_with_anything_unusual_are_not_counted(string schemas) => Assert.Null(Count(schemas));

    [Fact]
    public void Schemas_are_written_sorted_with_a_field_in_each_line()
    {
        var (text, enabled) = Write("""{"id":"b","enabled":true,"fields":[{"id":"d","obfuscated":true},{"id":"c","enabled":true}]}""", """{"id":"a"}""");
        Assert.Equal(1, enabled);
        Assert.Equal(
            """
            {
              "schemas": [
                {
                  "id": "a",
                  "enabled": false,
                  "data_cutoff_timestamp": null,
                  "disable_data_cutoff": false,
                  "partition_key": null,
                  "tracking_field": null,
                  "user_output_name": null,
                  "fields": [],
                  "filters": []
                },
                {
                  "id": "b",
                  "enabled": true,
                  "data_cutoff_timestamp": null,
                  "disable_data_cutoff": false,
                  "partition_key": null,
                  "tracking_field": null,
                  "user_output_name": null,
                  "fields": [
                    {"id":"c","enabled":true,"obfuscated":false,"user_output_name":null},
                    {"id":"d","enabled":false,"obfuscated":true,"user_output_name":null}
                  ],
                  "filters": []
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Theory]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":"a"}""", """{"id":"a"}""")]
    [InlineData("""{"id":"b"}""", """{"id":"a"}""", """{"id":"b","enabled":true}""")]
    [InlineData("""{"id":"a","tomorrow":1}""")]
    [InlineData("""{"id":"a","filters":[{"id":"b"}]}""")]
    [InlineData("""{"id":"a","fields":[{"id":"b"},{"id":"b"}]}""")]
    public void Schemas_with_anything_unusual_are_not_written(params string[] schemas) => Assert.Null(Write(schemas).Text);

    [Fact]
    public void The_properties_in_a_file_have_a_fixed_order()
    {
        var (schema, field) = (new SaidProperties(ApiTables.Schema), new SaidProperties(ApiTables.Field));
        Assert.Equal(
            ["id", "enabled", "data_cutoff_timestamp", "disable_data_cutoff", "partition_key", "tracking_field", "user_output_name", "fields", "filters"],
            Enumerable.Range(0, schema.Length).Select(i => schema[i].Name));
        Assert.Equal(["id", "enabled", "obfuscated", "user_output_name"], Enumerable.Range(0, field.Length).Select(i => field[i].Name));
        Assert.Equal((0, 7, -1), (schema.IndexOf("id"), schema.IndexOf("fields"), schema.IndexOf("sync_id")));
    }

    [Theory]
    [InlineData(true, "{}")]
    [InlineData(true, """{"id":"a","enabled":true,"partition_key":"x","fields":[],"filters":[{}]}""")]
    [InlineData(true, """{"fields":null,"enabled":null,"id":null}""")]
    [InlineData(true, """{"id":"a","enabled":false}""")]
    [InlineData(true, """{"sync_id":5}""")]
    [InlineData(true, """{"output_name":{},"sync_id":null}""")]
    [InlineData(false, """{"id":5}""")]
    [InlineData(false, """{"id":"a","id":"a"}""")]
    [InlineData(false, """{"enabled":"true"}""")]
    [InlineData(false, """{"enabled":true,"enabled":false}""")]
    [InlineData(false, """{"fields":{}}""")]
    [InlineData(false, """{"fields":"x"}""")]
    [InlineData(false, """{"partition_key":["x"]}""")]
    [InlineData(false, """{"id":"a","tomorrow":1}""")]
    public void Only_an_item_with_known_properties_of_the_right_kind_is_read_by_the_table(bool isRead, string item)
    {
        using var json = JsonDocument.Parse(item);
        var properties = new SaidProperties(ApiTables.Schema);
        var values = properties.Read(json.RootElement);
        Assert.Equal(isRead, values is not null);
        for (var i = 0; i < values?.Length; i++)
        {
            Assert.Equal(json.RootElement.TryGetProperty(properties[i].Name, out var value) ? value.GetRawText() : null, values[i].ValueKind == default ? null : values[i].GetRawText());
        }
    }

    private static (int Enabled, int All)? Count(string schemas)
    {
        using var json = JsonDocument.Parse(schemas);
        return PlainSchemas.Count(json.RootElement);
    }

    private static (string? Text, int Enabled) Write(params string[] schemas)
    {
        var (texts, enabled) = (schemas.Select(schema => SchemaText.From(JsonDocument.Parse(schema).RootElement, "?")).ToList(), 0);
        var text = ConfigurationText.Write(new JsonObject(), "schemas", (writer, bytes) => PlainSchemas.TryWrite(writer, bytes, texts, out enabled));
        return (text is null ? null : Encoding.UTF8.GetString(text), enabled);
    }

    private static BulkSyncConfiguration From(Selection selection) => BulkSyncConfiguration.FromService(Json(Sync), selection, _ => "name");

    private static Selection Selection(string[] schemas) => new(schemas.Select((schema, i) => Json($"{{\"id\":\"{(char)('c' - i)}\"{schema}}}")));

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static string Schema(Queue<int> next)
    {
        var fields = Enumerable.Range(0, next.Dequeue() % 5).Select(i => $"{{\"id\":\"{(char)('d' - i)}\"{Some(OfField, next)}}}").ToList();
        return Some(OfSchema, next) + (next.Dequeue() % 3) switch { 0 => "", 1 => ",\"fields\":null", _ => $",\"fields\":[{string.Join(",", fields)}]" };
    }

    /// <summary>A random part of the properties, each after a comma.</summary>
    private static string Some((string Name, string[] Values)[] properties, Queue<int> next) => string.Concat(
        properties.Select(property => next.Dequeue() is var number && number % 4 == 0 ? "" : $",\"{property.Name}\":{property.Values[number / 4 % property.Values.Length]}"));
}
