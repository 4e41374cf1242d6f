using System.Text.Json.Nodes;
using Client.Tests.Support;
using Xunit;

namespace Client.Tests;

/// <summary>The schemas of the sandbox's bulk syncs.</summary>
public sealed class SandboxSchemasTests : IDisposable
{
    private const string Sync = "api/bulk/syncs/" + SandboxHttp.Salesforce;

    private readonly SandboxHttp _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void A_list_of_schemas_omits_fields_and_filters()
    {
        foreach (var sync in Syncs())
        {
            var list = _sandbox.Get($"{sync}/schemas")!.AsArray();
            Assert.True(list.Count > 3, $"{sync}: {list.Count} schemas");
            Assert.All(list, schema => Assert.False(schema!.AsObject().ContainsKey("fields") || schema.AsObject().ContainsKey("filters")));
            Assert.All(Schemas(sync), schema => Assert.True(schema["fields"]!.AsArray().Count > 2));
        }
    }

    [Fact]
    public void Schemas_are_of_every_kind()
    {
        var schemas = Syncs().SelectMany(Schemas).ToList();
        var fields = schemas.SelectMany(schema => schema["fields"]!.AsArray()).Select(field => field!).ToList();
        Assert.Contains(schemas, schema => !(bool)schema["enabled"]!);
        Assert.Contains(fields, field => !(bool)field["enabled"]!);
        Assert.Contains(fields, field => (bool)field["obfuscated"]!);
        Assert.Contains(fields, field => (string?)field["user_output_name"] == "email_hash");
        Assert.True(schemas.Sum(schema => (schema["filters"] as JsonArray ?? []).Count) > 5);
        Assert.Contains(schemas, schema => ((string)schema["id"]!).IndexOfAny([' ', '/', '#', '%']) >= 0);
        Assert.Contains(schemas, schema => ((string)schema["id"]!).Any(letter => letter is < ' ' or > '~'));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_schema_that_is_written_back_unchanged_stays_the_same(bool replace)
    {
        foreach (var sync in Syncs())
        {
            var before = Schemas(sync);
            foreach (var enabled in new[] { false, true })
            {
                foreach (var schema in before.Where(schema => (bool)schema["enabled"]!))
                {
                    var change = schema.DeepClone();
                    change["enabled"] = enabled;
                    change["fields"] = new JsonArray([.. schema["fields"]!.AsArray().Select(field => Field(field!))]);
                    if (replace) _sandbox.Data("PUT", PathOf(sync, schema), change);
                    else _sandbox.Data("PATCH", $"{sync}/schemas", new JsonObject { ["schemas"] = new JsonArray(change) });
                    Assert.Equal(enabled, (bool)_sandbox.Get(PathOf(sync, schema))!["enabled"]!);
                }
            }

            Assert.Equal(before.Select(schema => schema.ToJsonString()), Schemas(sync).Select(schema => schema.ToJsonString()));
        }

        static JsonObject Field(JsonNode field) => new()
        {
            ["id"] = field["id"]!.DeepClone(),
            ["enabled"] = field["enabled"]!.DeepClone(),
            ["obfuscated"] = field["obfuscated"]!.DeepClone(),
            ["user_output_name"] = field["user_output_name"]?.DeepClone(),
        };
    }

    [Theory]
    [InlineData("PATCH", "/schemas", """{"schemas":[{"id":"Contact"}]}""", true)]
    [InlineData("PATCH", "/schemas", """{"schemas":[{"id":"Contact","fields":[]}]}""", true)]
    [InlineData("PUT", "/schemas/Contact", "{}", false)]
    public void A_change_without_fields_enables_all_fields_and_keeps_other_schemas(string method, string path, string body, bool keeps)
    {
        var others = Others();
        _sandbox.Data("PATCH", $"{Sync}/schemas", JsonNode.Parse(
            """{"schemas":[{"id":"Contact","fields":[{"id":"Email","enabled":false}],"filters":[{"field_id":"Id","function":"IsNotNull"}]}]}"""));
        Assert.Equal(["Email", "MobilePhone", "Birthdate"], FieldsThat(Contact(), field => !(bool)field["enabled"]!));
        _sandbox.Data(method, Sync + path, JsonNode.Parse(body));
        var contact = Contact();
        Assert.Empty(FieldsThat(contact, field => !(bool)field["enabled"]!));
        Assert.Equal(keeps ? 1 : 0, (contact["filters"] as JsonArray ?? []).Count);
        Assert.Equal(keeps ? "SystemModstamp" : "", (string?)contact["tracking_field"]);
        Assert.Equal(others, Others());

        List<string> Others() => Schemas(Sync).FindAll(schema => (string?)schema["id"] != "Contact").ConvertAll(schema => schema.ToJsonString());
    }

    [Theory]
    [InlineData("PATCH", "/schemas", """{"schemas":[{"id":"Contact","enabled":false},{"id":"nobody"}]}""", 400)]
    [InlineData("PATCH", "/schemas", """{"schemas":[{"id":"Contact","enabled":false},{"enabled":false}]}""", 400)]
    [InlineData("PUT", "/schemas/Contact", """{"enabled":false,"fields":[{"id":"nobody"}]}""", 422)]
    [InlineData("PUT", "/schemas/Contact", """{"enabled":false,"filters":[{"field_id":"Id"}]}""", 422)]
    [InlineData("PATCH", "/schemas", "x", 400)]
    [InlineData("POST", "/schemas/nobody/cancel", null, 404)]
    public void A_refused_request_changes_no_schema(string method, string path, string? body, int status)
    {
        var before = Contact().ToJsonString();
        Assert.Equal(status, _sandbox.Send(method, Sync + path, body).Status);
        Assert.Equal(before, Contact().ToJsonString());
    }

    [Fact]
    public void A_new_sync_has_all_schemas_and_fields_or_the_selected_ones()
    {
        var settings = SandboxHttp.Settings("All");
        settings["source_connection_id"] = "fe37380e-a1d7-5015-b18b-27b0c7a45bcf";
        var all = Schemas($"api/bulk/syncs/{_sandbox.Data("POST", "api/bulk/syncs", settings)!["id"]}");
        Assert.All(all, schema => Assert.True((bool)schema["enabled"]!));
        Assert.All(all, schema => Assert.Empty(FieldsThat(schema, field => !(bool)field["enabled"]! || (bool)field["obfuscated"]!)));

        (settings["name"], settings["schemas"]) = ("Some", JsonNode.Parse(
            """["Account",{"id":"Contact","fields":["Id",{"id":"Email","obfuscate":true}],"filters":[{"field_id":"Id","function":"IsNotNull"}]}]"""));
        var some = Schemas($"api/bulk/syncs/{_sandbox.Data("POST", "api/bulk/syncs", settings)!["id"]}").FindAll(schema => (bool)schema["enabled"]!);
        Assert.Equal(["Account", "Contact"], some.Select(schema => (string)schema["id"]!));
        Assert.Equal(["Id", "Email"], FieldsThat(some[1], field => (bool)field["enabled"]!));
        Assert.Equal(["Email"], FieldsThat(some[1], field => (bool)field["obfuscated"]!));
        var filter = Assert.Single(some[1]["filters"]!.AsArray())!;
        Assert.Equal(("Id", "IsNotNull"), ((string?)filter["field_id"], (string?)filter["function"]));
    }

    [Theory]
    [InlineData("enabled=false")]
    [InlineData("filters=%7B%22enabled%22%3A%22false%22%7D")]
    public void Schemas_are_found_by_state(string query)
    {
        Assert.Equal(["Event", "Vendor_Score__c"], _sandbox.Get($"{Sync}/schemas?{query}")!.AsArray().Select(schema => (string)schema!["id"]!));
        var on = _sandbox.Get($"{Sync}/schemas?{query.Replace("false", "true", StringComparison.Ordinal)}")!.AsArray();
        Assert.All(on, schema => Assert.True((bool)schema!["enabled"]!));
        Assert.Equal(_sandbox.Get($"{Sync}/schemas")!.AsArray().Count - 2, on.Count);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("x")]
    [InlineData("""{"enabled":{}}""")]
    public void An_invalid_filter_of_schemas_is_refused(string filter) =>
        Assert.Equal(422, _sandbox.Send("GET", $"{Sync}/schemas?filters={Uri.EscapeDataString(filter)}").Status);

    private List<string> Syncs() => [.. SandboxReading.Pages(_sandbox, "api/bulk/syncs").Select(sync => $"api/bulk/syncs/{sync["id"]}")];

    private List<JsonNode> Schemas(string sync) => [.. _sandbox.Get($"{sync}/schemas")!.AsArray().Select(schema => _sandbox.Get(PathOf(sync, schema!))!)];

    private JsonNode Contact() => _sandbox.Get($"{Sync}/schemas/Contact")!;

    private static string PathOf(string sync, JsonNode schema) => $"{sync}/schemas/{Uri.EscapeDataString((string)schema["id"]!)}";

    private static IEnumerable<string> FieldsThat(JsonNode schema, Func<JsonNode, bool> test) =>
        schema["fields"]!.AsArray().Where(field => test(field!)).Select(field => (string)field!["id"]!);
}
