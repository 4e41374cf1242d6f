using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk;
using PolytomicBulk.Editing;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

/// <summary>The settings in the JSON schema of a connection type, and in what a source or destination offers.</summary>
public sealed class ConnectionSettingsTests
{
    [Theory]
    [InlineData("""{}""", "")]
    [InlineData("""{"properties":{"b":{"type":"string"},"a":{}}}""", "b, a")]
    // Only an object describes a setting.
    [InlineData("""{"properties":{"a":true,"b":{},"c":null}}""", "b")]
    [InlineData("""{"properties":{"a":{"properties":["b"],"dependentSchemas":[],"oneOf":"b"}}}""", "a")]
    // The settings of an optional object depend on the object, at any depth. Those of a required object do not.
    [InlineData("""{"properties":{"a":{"properties":{"b":{"properties":{"c":{}}}}}}}""", "a, a.b after a, a.b.c after a")]
    [InlineData("""{"required":["a"],"properties":{"a":{"required":["b"],"properties":{"b":{"properties":{"c":{}}}}}}}""", "a, a.b, a.b.c")]
    [InlineData("""{"required":["a"],"properties":{"a":{"properties":{"b":{"properties":{"c":{}}}}}}}""", "a, a.b, a.b.c after a.b")]
    // A dependent schema names the setting that it depends on.
    [InlineData("""{"dependentSchemas":{"ssh":{"properties":{"host":{},"key":{"properties":{"text":{}}}}}}}""", "host after ssh, key after ssh, key.text after ssh")]
    [InlineData("""{"required":["a"],"properties":{"a":{"properties":{"on":{}},"dependentSchemas":{"on":{"properties":{"b":{}}}}}}}""", "a, a.on, a.b after a.on")]
    [InlineData("""{"dependentSchemas":{"ssh":["host"]}}""", "")]
    // Alternatives do not name it.
    [InlineData("""{"allOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}]}""", "a after another setting, b after another setting")]
    [InlineData("""{"anyOf":[{"properties":{"a":{}}}]}""", "a after another setting")]
    [InlineData("""{"oneOf":[{"properties":{"a":{}}},true]}""", "a after another setting")]
    [InlineData("""{"then":{"properties":{"a":{}}},"else":{"properties":{"b":{}}}}""", "a after another setting, b after another setting")]
    [InlineData("""{"required":["a"],"properties":{"a":{"oneOf":[{"properties":{"b":{}}},{"properties":{"c":{}}}]}}}""", "a, a.b after another setting, a.c after another setting")]
    [InlineData("""{"properties":{"a":{"then":{"properties":{"b":{}}}}}}""", "a, a.b after a")]
    [InlineData("""{"dependentSchemas":{"ssh":{"oneOf":[{"properties":{"key":{}}}]}}}""", "key after ssh")]
    public void Each_setting_is_found_with_the_setting_that_it_depends_on(string schema, string expected) =>
        Assert.Equal(expected, string.Join(", ", In(schema).Select(one => one.DependsOn is null ? one.Name : $"{one.Name} after {one.DependsOn}")));

    [Theory]
    [InlineData("""{"required":["b"],"properties":{"a":{},"b":{}}}""", "b")]
    [InlineData("""{"required":["a"],"properties":{"a":{"required":["c",5,null],"properties":{"b":{},"c":{},"5":{}}}}}""", "a, a.c")]
    [InlineData("""{"required":["a"],"properties":{"a":{"required":true,"properties":{"b":{}}}}}""", "a")]
    // A setting that depends on another one may not apply.
    [InlineData("""{"properties":{"a":{"required":["b"],"properties":{"b":{}}}}}""", "")]
    [InlineData("""{"dependentSchemas":{"ssh":{"required":["a"],"properties":{"a":{}}}}}""", "")]
    [InlineData("""{"oneOf":[{"required":["a"],"properties":{"a":{}}}]}""", "")]
    public void A_setting_is_required_if_every_connection_of_the_type_needs_it(string schema, string expected) =>
        Assert.Equal(expected, string.Join(", ", In(schema).Where(setting => setting.Required).Select(setting => setting.Name)));

    [Theory]
    [InlineData("""{}""", false)]
    [InlineData("""{"sensitive":true}""", true)]
    [InlineData("""{"sensitive":false}""", false)]
    [InlineData("""{"sensitive":"true"}""", false)]
    [InlineData("""{"format":"password"}""", true)]
    [InlineData("""{"widget":"password"}""", true)]
    [InlineData("""{"format":"date","widget":"text"}""", false)]
    [InlineData("""{"format":["password"],"widget":5}""", false)]
    public void A_setting_is_secret_if_it_is_sensitive_or_looks_like_a_password(string schema, bool expected) => Assert.Equal(expected, One(schema).Secret);

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    public void A_setting_that_an_alternative_repeats_is_one_setting_and_secret_if_either_is(bool first, bool again, bool expected)
    {
        var setting = Assert.Single(In($$$"""{"properties":{{{One(first, "First")}}},"oneOf":[{"properties":{{{One(again, "Again")}}} }]}"""));
        Assert.Equal(("First", null, expected), (setting.Title, setting.DependsOn, setting.Secret));

        static string One(bool isSecret, string title) =>
            new JsonObject { ["a"] = new JsonObject { ["title"] = title, ["sensitive"] = isSecret } }.ToJsonString();
    }

    [Theory]
    [InlineData("""{}""", null)]
    [InlineData("""{"enum":[]}""", null)]
    [InlineData("""{"enum":"a"}""", null)]
    [InlineData("""{"enum":{"value":"a"}}""", null)]
    [InlineData("""{"enum":["a","b"]}""", "a, b")]
    [InlineData("""{"enum":[1,2.50,true]}""", "1, 2.50, true")]
    [InlineData("""{"enum":[{"value":"a","label":"The first"},{"value":5,"label":6},{"label":"None"}]}""", "a=The first, 5, =None")]
    public void The_possible_values_are_those_of_the_list(string schema, string? expected)
    {
        var values = One(schema).Values;
        Assert.Equal(expected, values is null ? null : string.Join(", ", values.Select(one => one.Label is null ? one.Value : $"{one.Value}={one.Label}")));
    }

    [Fact]
    public void A_setting_has_what_its_schema_says()
    {
        var setting = One("""{"type":"integer","title":"Port","description":"The port.","default":5432,"readOnly":true}""");
        Assert.Equal(("db", "a", "integer", "Port", "The port."), (setting.ConnectionType, setting.Name, setting.Kind, setting.Title, setting.Description));
        Assert.Equal((5432L, true), (setting.Default, setting.ReadOnly));
        // A list of types, or text of another kind, says nothing.
        var odd = One("""{"type":["string","null"],"title":5,"description":null,"default":null,"readOnly":"yes"}""");
        Assert.Equal((null, null, null, null, false), (odd.Kind, odd.Title, odd.Description, odd.Default, odd.ReadOnly));
    }

    [Fact]
    public void An_offer_contains_schemas_and_plain_values()
    {
        var settings = ConnectionSettings.InOffer(Map(
            """{"schema":{"type":"string","title":"Schema","required":true},"format":{"type":"string","required":false},"mode":"fixed","size":{"x":1},"odd":{"type":5}}"""));
        Assert.Equal(["schema", "format", "mode", "size", "odd"], settings.Select(setting => setting.Name));
        Assert.Equal(["string", "string", null, null, null], settings.Select(setting => setting.Kind));
        Assert.Equal([true, false, false, false, false], settings.Select(setting => setting.Required));
        Assert.Equal(["", "", "fixed", """{"x":1}""", """{"type":5}"""], settings.Select(setting => $"{setting.Default}"));
        Assert.Equal("Schema", settings[0].Title);
        Assert.All(settings, setting => Assert.Null(setting.DependsOn));
        Assert.Empty(ConnectionSettings.InOffer(null));
        Assert.Empty(ConnectionSettings.InOffer(Map("{}")));
    }

    private static ConnectionSetting One(string schema) => Assert.Single(In($$$"""{"properties":{"a":{{{schema}}}}}"""));

    private static IReadOnlyList<ConnectionSetting> In(string schema) =>
        ConnectionSettings.In("db", JsonNode.Parse(schema)!.Read(ApiJson.Default.ConnectionTypeSchema)!);

    private static JsonMap Map(string text)
    {
        using var json = JsonDocument.Parse(text);
        return JsonMap.From(json.RootElement.Clone());
    }
}
