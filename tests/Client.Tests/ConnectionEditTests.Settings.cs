using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Editing;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

/// <summary>The rules for single settings: which are missing, which values fit, and which secrets a write contains.</summary>
public sealed partial class ConnectionEditTests
{
    private const string Rules = """
        {"required":["hostname","port","driver","password","tls"],"properties":{"hostname":{"type":"string"},"port":{"type":"integer","default":5432},
        "driver":{"type":"string","readOnly":true},"password":{"type":"string","sensitive":true},"note":{"type":"string"},
        "tls":{"type":"object","required":["cert"],"properties":{"cert":{"type":"string"}}}}}
        """;

    private const string Kinds = """
        {"properties":{"text":{"type":"string"},"whole":{"type":"integer"},"number":{"type":"number"},"flag":{"type":"boolean"},"list":{"type":"array"},
        "map":{"type":"object"},"any":{},"pin":{"type":"integer","sensitive":true},"code":{"type":"string","sensitive":true},
        "api_key":{"type":"string"},"auth":{"type":"boolean"},"tokens":{"type":"array"},"choice":{"type":"string","sensitive":true,"enum":["a","b"]}}}
        """;

    [Theory]
    [InlineData(true, "{}", "hostname, password, tls, tls.cert")]
    [InlineData(true, """{"hostname":"h"}""", "password, tls, tls.cert")]
    [InlineData(true, """{"hostname":"","password":"","tls":{}}""", "hostname, password, tls.cert")]
    [InlineData(true, """{"hostname":"h","password":"p","tls":{"cert":"c"}}""", "")]
    [InlineData(true, """{"hostname":"h","password":"********","tls":{"cert":"c"}}""", "password")]
    // The secrets of an existing connection are in another list.
    [InlineData(false, "{}", "hostname, tls, tls.cert")]
    [InlineData(false, """{"hostname":"h","tls":{"cert":"c"}}""", "")]
    public void Settings_are_missing_if_the_type_requires_them_and_has_no_default(bool isNew, string settings, string expected)
    {
        var edit = Edit("{}", Rules, isNew);
        Assert.Equal(isNew ? "hostname, password, tls, tls.cert" : "hostname, tls, tls.cert", string.Join(", ", edit.MissingSettings));
        edit.Apply(Changes(settings), Secrets(), []);
        Assert.Equal(expected, string.Join(", ", edit.MissingSettings));
    }

    [Fact]
    public void A_secret_provides_a_required_setting_and_clearing_removes_one()
    {
        var edit = Edit("{}", Rules, isNew: true);
        // A new connection has no secrets to lose.
        Assert.Empty(edit.MissingSecrets);
        edit.Apply(Changes("""{"hostname":"h","tls":{"cert":"c"}}"""), Secrets("password"), []);
        Assert.Empty(edit.MissingSettings);
        edit.Apply([], Secrets(), ["hostname", "password"]);
        Assert.Equal(["hostname", "password"], edit.MissingSettings);
    }

    [Fact]
    public void Secrets_that_a_sign_in_stores_are_listed_separately()
    {
        var edit = Edit("{}", """
            {"properties":{"password":{"sensitive":true},"token":{"sensitive":true,"readOnly":true},"user":{"readOnly":true},"hostname":{}}}
            """);
        Assert.Equal(["password", "token"], edit.MissingSecrets);
        Assert.Equal(["token"], edit.SecretsOfService);
        edit.Apply([], Secrets("token"), []);
        Assert.Equal(["password"], edit.MissingSecrets);
        Assert.Empty(edit.SecretsOfService);
    }

    [Fact]
    public void A_type_without_settings_accepts_any_setting_unchanged()
    {
        var edit = Edit("{}", "{}", isNew: true);
        edit.Apply(Changes("""{"a":{"b":"5"},"c":[1.50]}"""), Secrets("d"), ["e"]);
        Assert.Equal($$"""{"a":{"b":"5"},"c":[1.50],"d":{{JsonValue.Create(Password)!.ToJsonString()}}}""", Configuration(edit));
    }

    [Theory]
    [InlineData("{}", "passwrd", "", "'passwrd'", "'password'")]
    [InlineData("{}", "", "passwrd", "'passwrd'", "'password'")]
    [InlineData("{}", "password", "hostnam", "'hostnam'", "'hostname'")]
    [InlineData("""{"tls":{"crt":"c"}}""", "", "", "'tls.crt'", "'tls.cert'")]
    // If no name is similar, the message lists all names.
    [InlineData("""{"zzzzzz":"c"}""", "", "", "'zzzzzz'", "hostname", "port", "driver", "password", "note", "tls", "tls.cert")]
    public void A_name_that_the_type_does_not_have_is_refused_wherever_it_is(string settings, string secret, string clear, params string[] facts)
    {
        var edit = Edit("""{"hostname":"h","later":"x"}""", Rules);
        string[] secrets = secret == "" ? [] : [secret];
        Facts.Hold(Assert.Throws<ArgumentException>(() => edit.Apply(Changes(settings), Secrets(secrets), clear == "" ? [] : [clear])).Message, facts);
        Assert.Empty(edit.Differences);
        Assert.Equal("""{"hostname":"h","later":"x"}""", Configuration(edit));
    }

    [Fact]
    public void A_setting_that_the_connection_already_has_is_accepted()
    {
        var edit = Edit("""{"later":"x","tls":{"later":"y"}}""", Rules);
        edit.Apply(Changes("""{"later":"z","tls":{"later":"w"}}"""), Secrets(), []);
        Assert.Equal("""{"later":"z","tls":{"later":"w"}}""", Configuration(edit));
    }

    [Theory]
    [InlineData("text", "\"a\"", "\"a\"")]
    [InlineData("text", "5", "\"5\"")]
    [InlineData("text", "2.50", "\"2.50\"")]
    [InlineData("text", "true", "\"true\"")]
    [InlineData("text", "false", "\"false\"")]
    [InlineData("whole", "5", "5")]
    [InlineData("whole", "-5", "-5")]
    [InlineData("whole", "\" 5 \"", "5")]
    [InlineData("whole", "\"1e3\"", "1000")]
    [InlineData("number", "1.5", "1.5")]
    [InlineData("number", "\"1.50\"", "1.50")]
    [InlineData("number", "7", "7")]
    [InlineData("flag", "true", "true")]
    [InlineData("flag", "false", "false")]
    [InlineData("flag", "\"True\"", "true")]
    [InlineData("flag", "\"false\"", "false")]
    [InlineData("list", "[\"a\",1]", "[\"a\",1]")]
    [InlineData("list", "\"a\"", "\"a\"")]
    [InlineData("map", "{\"a\":\"1\"}", "{\"a\":\"1\"}")]
    [InlineData("any", "\"5\"", "\"5\"")]
    [InlineData("any", "true", "true")]
    [InlineData("pin", "1234", "1234")]
    [InlineData("pin", "\"1234\"", "1234")]
    [InlineData("code", "1234", "\"1234\"")]
    [InlineData("code", "\"a\\\"b\"", "\"a\\u0022b\"")]
    [InlineData("tokens", "[\"a\",\"b\"]", "[\"a\",\"b\"]")]
    [InlineData("choice", "\"b\"", "\"b\"")]
    public void A_value_is_sent_as_the_kind_of_its_setting(string setting, string value, string expected)
    {
        var edit = Edit("{}", Kinds);
        edit.Apply(Changes($$"""{"{{setting}}":{{value}}}"""), Secrets(), []);
        Assert.Equal($$"""{"{{setting}}":{{expected}}}""", Configuration(edit));
    }

    [Theory]
    [InlineData("text", "[\"a\"]", "a string", "'a'")]
    [InlineData("text", "{}", "a string", "{}")]
    [InlineData("whole", "\"many\"", "an integer", "'many'")]
    [InlineData("whole", "1.5", "an integer", "1.5")]
    [InlineData("whole", "\"1.5\"", "an integer", "'1.5'")]
    [InlineData("whole", "true", "an integer", "True")]
    [InlineData("whole", "[5]", "an integer", "[5]")]
    [InlineData("number", "\"1,5\"", "a number", "'1,5'")]
    [InlineData("number", "true", "a number", "True")]
    [InlineData("number", "[5]", "a number", "[5]")]
    [InlineData("flag", "\"yes\"", "a boolean", "'yes'")]
    [InlineData("flag", "1", "a boolean", "1")]
    [InlineData("flag", "[true]", "a boolean", "[true]")]
    public void A_value_of_another_kind_is_refused(string setting, string value, params string[] facts)
    {
        var edit = Edit("{}", Kinds);
        var fault = Assert.Throws<ArgumentException>(() => edit.Apply(Changes($$"""{"{{setting}}":{{value}}}"""), Secrets(), []));
        Facts.Hold(fault.Message, [$"'{setting}'", "'db'", .. facts]);
        Assert.Empty(edit.Differences);
    }

    [Theory]
    [InlineData("pin", "\"zq7xk\"", "an integer")]
    // A name can show that a value is secret, even if the type does not say so.
    [InlineData("auth", "\"zq7xk\"", "a boolean")]
    [InlineData("api_key", "[\"zq7xk\"]", "a string")]
    [InlineData("choice", "\"zq7xk\"", "a, b")]
    public void A_message_about_a_secret_does_not_show_it(string setting, string value, string fact)
    {
        var message = Assert.Throws<ArgumentException>(
            () => Edit("{}", Kinds).Apply(Changes($$"""{"{{setting}}":{{value}}}"""), Secrets(), [])).Message;
        Facts.Hold(message, $"'{setting}'", fact);
        Assert.DoesNotContain("zq7xk", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_show_no_secrets_that_are_plain_text_and_a_write_sends_them()
    {
        var edit = Edit("{}", Kinds);
        edit.Apply(Changes("""{"text":"a","pin":77777,"code":"zq7xk","api_key":"zq7xk","tokens":["zq7xk"]}"""), Secrets(), []);
        Assert.Equal(["~ Configuration.text: (none) -> 'a'"], edit.Differences.Where(difference => !difference.Contains("(not shown)", StringComparison.Ordinal)));
        Assert.Equal(5, edit.Differences.Count);
        // The others are only probably secret, so they can be plain text.
        Assert.Equal(["pin", "code"], edit.PlainSecrets);
        Assert.Equal("""{"text":"a","pin":77777,"code":"zq7xk","api_key":"zq7xk","tokens":["zq7xk"]}""", Configuration(edit));
    }

    [Theory]
    [InlineData("""{"a":"x","b":"y"}""", "a", """{"b":"y"}""", "~ Configuration.a: 'x' -> (none)")]
    [InlineData("""{"tls":{"cert":"c","ca":"d"}}""", "tls.cert", """{"tls":{"ca":"d"}}""", "~ Configuration.tls.cert: 'c' -> (none)")]
    [InlineData("""{"a":{"b":{"c":"x"}}}""", "a.b.c", """{"a":{"b":{}}}""", "~ Configuration.a.b.c: 'x' -> (none)")]
    [InlineData("""{"a":"********"}""", "a", "{}", "~ Configuration.a: '********' -> (none)")]
    // A name can itself contain dots, or be empty.
    [InlineData("""{"a.b":"x","a":{"b":"y"}}""", "a.b", """{"a":{"b":"y"}}""", "~ Configuration.a.b: 'x' -> (none)")]
    [InlineData("""{"a":{"b.c":"x","b":{"c":"y"}}}""", "a.b.c", """{"a":{"b":{"c":"y"}}}""", "~ Configuration.a.b.c: 'x' -> (none)")]
    [InlineData("""{"":{"a":"x"},"b":"y"}""", ".a", """{"":{},"b":"y"}""", "~ Configuration..a: 'x' -> (none)")]
    // What does not exist need not be removed.
    [InlineData("""{"a":"x"}""", "b", """{"a":"x"}""")]
    [InlineData("""{"a":"x"}""", "a.b", """{"a":"x"}""")]
    [InlineData("""{"a":"x"}""", "b.c", """{"a":"x"}""")]
    public void A_cleared_setting_is_removed_and_nothing_else(string settings, string clear, string expected, params string[] differences)
    {
        var edit = Edit(settings, "{}");
        edit.Apply([], Secrets(), [clear]);
        Assert.Equal(differences, edit.Differences);
        Assert.Equal(expected, Configuration(edit));
        Assert.Empty(edit.MissingSecrets);
    }

    [Theory]
    [InlineData("""{"key":"********","a":"x"}""", "key", """{"a":"x"}""", """{"key":SECRET,"a":"x"}""")]
    [InlineData("""{"tls":{"key":"***","cert":"c"}}""", "tls.key", """{"tls":{"cert":"c"}}""", """{"tls":{"key":SECRET,"cert":"c"}}""")]
    [InlineData("""{"a":{"b":{"key":"<redacted>"}}}""", "a.b.key", """{"a":{"b":{}}}""", """{"a":{"b":{"key":SECRET}}}""")]
    [InlineData("""{"a.key":"***","a":{"b":"x"}}""", "a.key", """{"a":{"b":"x"}}""", """{"a.key":SECRET,"a":{"b":"x"}}""")]
    [InlineData("""{"a":{"b.key":"***"}}""", "a.b.key", """{"a":{}}""", """{"a":{"b.key":SECRET}}""")]
    [InlineData("""{"":{"key":"***"}}""", ".key", """{"":{}}""", """{"":{"key":SECRET}}""")]
    [InlineData("""{"keys":["***"],"a":"x"}""", "keys", """{"a":"x"}""", """{"keys":SECRET,"a":"x"}""")]
    [InlineData("""{"hosts":[{"name":"h","key":"***"}],"a":"x"}""", "hosts", """{"a":"x"}""", """{"hosts":SECRET,"a":"x"}""")]
    public void A_masked_value_is_missing_until_its_secret_takes_its_place(string settings, string name, string without, string with)
    {
        var edit = Edit(settings, "{}");
        Assert.Equal([name], edit.MissingSecrets);
        Assert.Equal(without, Configuration(edit));
        edit.Apply([], Secrets(name), []);
        Assert.Empty(edit.MissingSecrets);
        Assert.Equal(with.Replace("SECRET", JsonValue.Create(Password)!.ToJsonString(), StringComparison.Ordinal), Configuration(edit));
    }

    [Fact]
    public void A_mask_in_the_new_settings_is_no_secret()
    {
        var edit = Edit("""{"hostname":"h","password":"********","tls":{"cert":"c","key":"***"}}""", Schema);
        edit.Apply(Changes("""{"hostname":"i","password":"********","tls":{"cert":"d","key":"***"}}"""), Secrets(), []);
        Assert.Equal(["~ Configuration.hostname: 'h' -> 'i'", "~ Configuration.tls.cert: 'c' -> 'd'"], edit.Differences);
        Assert.Equal(["password", "tls.key"], edit.MissingSecrets);
        Assert.Empty(edit.PlainSecrets);
        Assert.Equal("""{"hostname":"i","tls":{"cert":"d"}}""", Configuration(edit));
    }

    [Fact]
    public void The_last_change_of_a_setting_counts()
    {
        var edit = Edit("""{"hostname":"h","password":"********"}""", Rules);
        edit.Apply([], Secrets("password"), ["hostname"]);
        edit.Apply(Changes("""{"hostname":"i"}"""), Secrets(), ["password"]);
        Assert.Equal("""{"hostname":"i"}""", Configuration(edit));
        Assert.Empty(edit.MissingSecrets);
        edit.Apply(Changes("""{"password":"zq7xk"}"""), Secrets(), []);
        Assert.Equal("""{"hostname":"i","password":"zq7xk"}""", Configuration(edit));
        edit.Apply(Changes("""{"password":""}"""), Secrets(), []);
        Assert.Equal("""{"hostname":"i","password":""}""", Configuration(edit));
        Assert.Equal(["password"], edit.MissingSecrets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_setting_that_is_set_and_cleared_at_once_is_cleared(bool isNew)
    {
        var edit = Edit(isNew ? "{}" : """{"hostname":"h","password":"********"}""", Rules, isNew);
        edit.Apply(Changes("""{"hostname":"i"}"""), Secrets("password"), ["hostname", "password"]);
        Assert.Equal("{}", Configuration(edit));
        string[] differences = ["~ Configuration.hostname: 'h' -> (none)", "~ Configuration.password: '********' -> (none)"];
        Assert.Equal(isNew ? [] : differences, edit.Differences);
    }

    [Theory]
    [InlineData("""{"name":"New"}""")]
    [InlineData("""{"name":"New","configuration":null}""")]
    [InlineData("""{"name":"New","configuration":{}}""")]
    public void Changes_without_settings_keep_the_settings(string changes)
    {
        var edit = Edit("""{"hostname":"h"}""", Rules);
        edit.Apply(Json(changes), Secrets(), []);
        Assert.Equal(["~ Name: 'Old' -> 'New'"], edit.Differences);
        Assert.Equal("""{"hostname":"h"}""", Configuration(edit));
    }

    private static ConnectionEdit Edit(string configuration, string schema, bool isNew = false) => new(
        isNew ? null : Api.Id,
        "connection 'Old'",
        "db",
        JsonNode.Parse(schema)!.Read(ApiJson.Default.ConnectionTypeSchema)!,
        new JsonObject { ["name"] = "Old", ["configuration"] = JsonNode.Parse(configuration) },
        nameOf: null);

    private static JsonObject Changes(string configuration) => new() { ["configuration"] = JsonNode.Parse(configuration) };

    private static string Configuration(ConnectionEdit edit) => edit.Body["configuration"]!.ToJsonString();
}
