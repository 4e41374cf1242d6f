using System.Security;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Editing;
using PolytomicBulk.Sandbox;
using TestSupport;
using Xunit;

namespace Client.Tests;

/// <summary>A write replaces the whole connection, and answers mask secrets. These tests check what a write sends, and which secrets it needs.</summary>
public sealed partial class ConnectionEditTests : IDisposable
{
    private const string Password = "p\"ass+wörd/zq7xk";

    private const string Schema = """
        {"type":"object","required":["hostname","password"],"properties":{"hostname":{"type":"string"},"port":{"type":"integer","default":5432},
        "mode":{"type":"string","enum":[{"value":"a","label":"The first"},"b"]},"password":{"type":"string","sensitive":true},
        "tls":{"type":"object","properties":{"cert":{"type":"string"},"key":{"type":"string","sensitive":true}}},"free":{"type":"object"}},
        "dependentSchemas":{"ssh":{"properties":{"ssh_key":{"type":"string","sensitive":true}}}}}
        """;

    private readonly Api _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task The_settings_of_a_type_are_read_at_any_depth()
    {
        var edit = await EditAsync("""{"hostname":"h"}""");
        Assert.Equal(
            ["hostname", "port", "mode", "password", "tls", "tls.cert", "tls.key", "free", "ssh_key"], edit.Settings.Select(setting => setting.Name));
        Assert.Equal(["password", "tls.key", "ssh_key"], edit.Settings.Where(setting => setting.Secret).Select(setting => setting.Name));
        Assert.Equal(["hostname", "password"], edit.Settings.Where(setting => setting.Required).Select(setting => setting.Name));
        Assert.Equal("ssh", edit.Settings[^1].DependsOn);
        Assert.Equal(["a", "b"], edit.Settings[2].Values!.Select(value => value.Value));
        Assert.Equal(5432L, edit.Settings[1].Default);
    }

    [Fact]
    public async Task Every_secret_of_the_type_and_every_masked_value_is_missing_until_it_is_specified()
    {
        var edit = await EditAsync("""{"hostname":"h","password":"********","ssh_key":"<redacted>","tls":{"key":"•••••"},"unknown":"***"}""");
        Assert.Equal(["password", "ssh_key", "tls.key", "unknown"], edit.MissingSecrets.Order(StringComparer.Ordinal));
        edit.Apply([], Secrets("password", "ssh_key"), ["tls.key"]);
        Assert.Equal(["unknown"], edit.MissingSecrets);
        // A missing setting that depends on another one has no secret to lose. A setting that always exists may only be missing from the answer.
        Assert.Equal(["password"], (await EditAsync("""{"hostname":"h"}""")).MissingSecrets);
    }

    [Fact]
    public async Task A_write_contains_the_secrets_and_the_old_settings_but_no_mask()
    {
        var edit = await EditAsync("""{"hostname":"h","port":5433.0,"password":"********","tls":{"cert":"c","key":"********"},"later":[1.50,null]}""");
        edit.Apply(Json("""{"name":"New","configuration":{"mode":"b","tls":{"cert":"d"}}}"""), Secrets("password", "tls.key"), ["later"]);
        _api.Script.Answer(200, """{"data":{"name":"New"}}""");
        await _api.Client.Connections.UpdateAsync(edit);
        var body = JsonNode.Parse(_api.Script.Requests.Last().Body)!;
        var expected = Json("""{"name":"New","policies":["11111111-0000-4000-8000-000000000001"],"configuration":{"hostname":"h","port":5433.0,"tls":{"cert":"d"},"mode":"b"}}""");
        (expected["configuration"]!["password"], expected["configuration"]!["tls"]!["key"]) = (Password, Password);
        Assert.True(JsonNode.DeepEquals(expected, body), body.ToJsonString());
        Assert.DoesNotContain("***", _api.Script.Requests.Last().Body, StringComparison.Ordinal);
        Assert.All(edit.Differences, difference => Assert.DoesNotContain("zq7xk", difference, StringComparison.Ordinal));
        Assert.Contains("~ Configuration.mode: (none) -> 'b'", edit.Differences);
    }

    [Fact]
    public async Task A_test_of_an_existing_connection_sends_no_secrets()
    {
        var edit = await EditAsync("""{"hostname":"h","password":"********"}""");
        edit.Apply(Json("""{"configuration":{"hostname":"i"}}"""), Secrets(), []);
        _api.Script.Answer(200, "");
        await _api.Client.Connections.TestAsync(edit);
        Assert.True(JsonNode.DeepEquals(
            Json($$"""{"type":"db","connection_id":"{{Api.Id}}","configuration":{"hostname":"i"} }"""), JsonNode.Parse(_api.Script.Requests.Last().Body)));
    }

    [Theory]
    [InlineData("""{"hostnme":"h"}""", "'hostname'")]
    [InlineData("""{"port":"many"}""", "'port'")]
    [InlineData("""{"mode":"c"}""", "'c'")]
    [InlineData("""{"tls":{"kee":"c"}}""", "'tls.kee'")]
    public async Task A_setting_that_the_type_does_not_have_is_refused_unless_validation_is_skipped(string configuration, string fact)
    {
        var edit = await EditAsync("""{"hostname":"h"}""");
        var changes = new JsonObject { ["configuration"] = JsonNode.Parse(configuration) };
        Facts.Hold(Assert.Throws<ArgumentException>(() => edit.Apply(changes, Secrets(), [])).Message, fact);
        edit.Apply(changes, Secrets(), [], checks: false);
        Assert.NotEmpty(edit.Differences);
    }

    [Fact]
    public async Task Text_is_converted_to_the_type_of_the_setting_and_a_secret_as_plain_text_is_reported()
    {
        var edit = await EditAsync("""{"hostname":"h","free":{}}""");
        edit.Apply(Json("""{"configuration":{"port":"5434","free":{"x":{"y":1}},"password":"plain-zq7xk"}}"""), Secrets(), []);
        Assert.Equal(["password"], edit.PlainSecrets);
        Assert.Contains("~ Configuration.port: (none) -> 5434", edit.Differences);
        Assert.DoesNotContain(edit.Differences, difference => difference.Contains("zq7xk", StringComparison.Ordinal));
        Assert.Empty(edit.MissingSecrets);
    }

    [Fact]
    public async Task Messages_of_the_service_are_shown_without_secrets()
    {
        foreach (var secret in new[] { Password, "-----BEGIN KEY-----\n" + new string('k', 200) + "\nline-of-the-key-zq7xk\n-----END KEY-----" })
        {
            var edit = await EditAsync("""{"hostname":"h","password":"********"}""");
            edit.Apply(Json("""{"name":"N"}"""), new Dictionary<string, SecureString> { ["password"] = Api.Secure(secret) }, []);
            var (lines, escaped) = (secret.Split('\n').TakeLast(2).First(), JsonValue.Create(secret)!.ToJsonString());
            _api.Script.Answer(400, $$"""{"key":{{escaped}},"message":{{escaped}},"status":400,"metadata":{"sent":{{escaped}},"line":"x {{lines.Replace("\"", "\\\"", StringComparison.Ordinal)}} y"} }""");
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.Connections.UpdateAsync(edit));
            Hidden($"{failure} {failure.Key} {failure.Metadata}");
            _api.Script.Answer(200, $$"""{"data":{"name":"N","status_error":{{escaped}},"configuration":{"password":{{escaped}},"a":{"b":{{escaped}} } },"tomorrow":{{escaped}} } }""");
            var connection = await _api.Client.Connections.UpdateAsync(edit);
            Hidden($"{connection.StatusError} {connection.Configuration} {connection.AdditionalProperties}");
        }

        static void Hidden(string text)
        {
            Assert.Contains("redacted", text, StringComparison.Ordinal);
            Assert.DoesNotContain("zq7xk", text, StringComparison.Ordinal);
            Assert.DoesNotContain("kkkk", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_sandbox_stores_what_is_written_and_a_mask_breaks_the_connection()
    {
        using var sandbox = new SandboxHttp();
        var path = "api/connections/" + SandboxHttp.Orders;
        var (status, _) = sandbox.Send("PUT", path, """{"name":"Orders database","configuration":{"hostname":"h","database":"d","username":"u","password":"********"}}""");
        Assert.Equal(422, status);
        var answer = sandbox.Data("PUT", path, JsonNode.Parse("""{"name":"Orders database","validate":false,"configuration":{"hostname":"h","database":"d","username":"u","password":"********"}}"""))!;
        Assert.Equal("unhealthy", (string?)answer["status"]);
        Assert.Equal(["hostname", "database", "username", "password"], sandbox.Get(path)!["configuration"]!.AsObject().Select(setting => setting.Key));
    }

    [Fact]
    public void The_sandbox_deletes_a_used_connection_only_with_force_together_with_its_syncs()
    {
        using var sandbox = new SandboxHttp();
        var path = "api/connections/" + SandboxHttp.Snowflake;
        Assert.Equal(422, sandbox.Send("DELETE", path).Status);
        var before = SandboxReading.Pages(sandbox, "api/bulk/syncs").Count();
        Assert.Equal(200, sandbox.Send("DELETE", path + "?force=true").Status);
        Assert.Equal(404, sandbox.Send("GET", path).Status);
        Assert.Equal(before - 3, SandboxReading.Pages(sandbox, "api/bulk/syncs").Count());
    }

    private async Task<ConnectionEdit> EditAsync(string configuration)
    {
        _api.Script.Answer(200, $$"""{"data":{"name":"Old","type":{"id":"db"},"policies":["11111111-0000-4000-8000-000000000001"],"configuration":{{configuration}} } }""");
        _api.Script.Answer(200, Schema);
        return await _api.Client.Connections.EditAsync(Api.Id);
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static Dictionary<string, SecureString> Secrets(params string[] names) => names.ToDictionary(name => name, _ => Api.Secure(Password));
}
