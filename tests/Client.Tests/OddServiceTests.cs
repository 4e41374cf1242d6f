using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Updates;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using PolytomicBulk.Operations;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>Updates also keep everything with services that answer differently from the sandbox.</summary>
public sealed class OddServiceTests : IDisposable
{
    private const string Schema = """{"id":"t","enabled":true,"fields":[{"id":"a","enabled":true,"obfuscated":true},{"id":"b","enabled":false}],"filters":[{"field_id":"a","function":"Equality","value":1},{"field_id":"b","function":"Equality","value":2}]}""";

    // Created with the schemas of each test.
    private World _world = null!;
    private Func<SandboxRequest, SandboxAnswer?> _instead = _ => null;
    private bool _isOdd;

    public void Dispose() => _world?.Dispose();

    [Fact]
    public async Task Times_with_nine_digits_are_not_a_change_by_another_user()
    {
        var id = Make(Schema);
        Change(request => IsSync(request), sync => sync["updated_at"] = "2026-11-24T10:00:00.123456789Z");
        var seen = await _world.Client.BulkSyncs.GetAsync(id);
        var edit = await _world.Client.BulkSyncs.EditAsync(id, seen);
        edit.Apply(new JsonObject { ["name"] = "B" });
        await _world.Client.Updates.UpdateAsync(edit, seen);
        Assert.Equal("B", (string?)_world.Sync(id)["name"]);
    }

    [Fact]
    public async Task Schemas_without_an_id_in_the_answer_keep_their_selection()
    {
        var id = Make(Schema, Schema.Replace("\"t\"", "\"u\"", StringComparison.Ordinal).Replace("true", "false", StringComparison.Ordinal));
        Change(IsSchema, schema => schema.Remove("id"));
        Assert.Equal([], (await RenameAsync(id)).Repaired);
    }

    [Fact]
    public async Task A_counter_in_a_schema_is_not_a_change()
    {
        var id = Make(Schema);
        var count = 0;
        Change(IsSchema, schema =>
        {
            (schema["synced_count"], schema["synced_at"], schema["synced_by"], schema["sync_id"]) = (++count, $"2026-11-24T10:00:{count:00}Z", $"u{count}", id.ToString());
            schema["fields"]![0]!["value_count"] = count;
        });
        var edit = await _world.Client.BulkSyncs.EditAsync(id);
        edit.Apply(new JsonObject { ["name"] = "B" });
        var update = await _world.Client.Updates.UpdateAsync(edit);
        Assert.Equal([], update.Repaired);
        Assert.Equal([], update.Different);

        var wanted = await ReadAsync(id);
        _isOdd = false;
        var changed = Object(Schema);
        changed["fields"]![0]!["obfuscated"] = false;
        _world.Ask("PATCH", $"/{id}/schemas", new JsonObject { ["schemas"] = new JsonArray(changed) });
        _isOdd = true;
        await _world.Client.Configurations.UpdateAsync(id, wanted);
        _isOdd = false;
        Assert.True((bool)_world.Ask("GET", $"/{id}/schemas/t")["data"]!["fields"]![0]!["obfuscated"]!);
    }

    [Fact]
    public async Task An_obfuscation_that_is_read_with_its_write_name_is_never_removed()
    {
        var id = Make(Schema);
        JsonObject? sent = null;
        Change(IsSchema, schema => Rename(schema["fields"]![0]!.AsObject()));
        var answer = _instead;
        _instead = request =>
        {
            if (request.Method == "PUT") sent = JsonNode.Parse(request.Body)!.AsObject();
            return answer(request);
        };
        await RenameAsync(id);
        Assert.True((bool)sent!["schemas"]![0]!["fields"]![0]!["obfuscate"]!);

        static void Rename(JsonObject field)
        {
            field["obfuscate"] = field["obfuscated"]!.DeepClone();
            field.Remove("obfuscated");
        }
    }

    [Fact]
    public async Task A_setting_with_a_name_like_updated_by_is_restored()
    {
        // A setting that is not in the contract, and that an update resets.
        var (id, value) = (Make(Schema), "a");
        Change(request => request.Path.EndsWith("/schemas/t", StringComparison.Ordinal), schema => schema["cluster_by"] = value);
        var answer = _instead;
        _instead = request =>
        {
            if (request.Method == "PUT") value = "";
            if (request.Method == "PATCH") value = (string?)JsonNode.Parse(request.Body)!["schemas"]!.AsArray().Single(schema => (string?)schema!["id"] == "t")!["cluster_by"] ?? "";
            return answer(request);
        };
        Assert.Contains("\"cluster_by\": \"a\"", (await ReadAsync(id)).ToText(), StringComparison.Ordinal);
        Assert.Equal(["~ Schemas.t.ClusterBy: (none) -> 'a'"], (await RenameAsync(id)).Repaired);
        Assert.Equal("a", value);
    }

    [Theory]
    [InlineData("202")]
    [InlineData("null")]
    public async Task An_update_that_is_answered_without_the_sync_is_checked(string answer)
    {
        var id = Make(Schema);
        _isOdd = true;
        _instead = request =>
        {
            if (request.Method != "PUT") return null;
            _world.Sandbox.Answer(request);
            return answer == "202" ? new SandboxAnswer(202, [], new Dictionary<string, string>()) : new SandboxAnswer(200, """{"data":null}"""u8.ToArray(), new Dictionary<string, string>());
        };
        Assert.Equal([], (await RenameAsync(id)).Different);
    }

    [Fact]
    public async Task A_different_order_or_notation_and_missing_disabled_items_are_not_a_change()
    {
        var id = Make(Schema.Replace("\"enabled\":true,\"fields\"", "\"enabled\":true,\"data_cutoff_timestamp\":\"2024-01-01T00:00:00Z\",\"fields\"", StringComparison.Ordinal));
        var isEven = false;
        Change(IsSchema, schema =>
        {
            isEven = !isEven;
            if (isEven) return;
            schema["fields"] = new JsonArray([.. schema["fields"]!.AsArray().Reverse().Select(field => field!.DeepClone())]);
            schema["filters"] = new JsonArray([.. schema["filters"]!.AsArray().Reverse().Select(filter => filter!.DeepClone())]);
            schema["data_cutoff_timestamp"] = "2024-01-01T02:00:00+02:00";
            foreach (var field in schema["fields"]!.AsArray().OfType<JsonObject>())
            {
                if ((bool?)field["enabled"] != true) field.Remove("enabled");
                if ((bool?)field["obfuscated"] != true) field.Remove("obfuscated");
            }
        });
        Assert.Equal([], (await RenameAsync(id)).Repaired);
    }

    [Fact]
    public async Task Ids_that_differ_only_in_case_are_different()
    {
        var id = Make(Schema, Schema.Replace("\"t\"", "\"T\"", StringComparison.Ordinal).Replace("\"a\",\"enabled\":true", "\"A\",\"enabled\":false", StringComparison.Ordinal));
        Assert.Equal([], (await RenameAsync(id)).Repaired);
    }

    [Fact]
    public async Task A_new_field_without_an_id_is_reported()
    {
        var id = MakeWith("""{"automatically_add_new_fields":"none"}""", Schema);
        var reads = 0;
        Change(IsSchema, schema =>
        {
            if (++reads >= 2) schema["fields"]!.AsArray().Add(new JsonObject { ["enabled"] = true });
        });
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync(id));
        Facts.Hold(failure.Message, $"{id}", "Schemas.t.Fields");
        Assert.Equal(["t"], failure.Selection!.Select(schema => schema.Id));
    }

    [Fact]
    public async Task Secrets_stay_on_the_service_when_list_items_and_settings_are_removed()
    {
        var id = MakeWith(
            """{"destination_configuration":{"schema":"a","hosts":[{"host":"x","password":"p1"},{"host":"y","password":"p2"}]},"source_configuration":{"api_key":"k"}}""",
            Schema);
        var wanted = await ReadAsync(id);
        Assert.DoesNotContain("p1", wanted.ToText(), StringComparison.Ordinal);
        var sync = _world.Sync(id);
        sync["destination_configuration"]!["schema"] = "b";
        sync["destination_configuration"]!["hosts"]!.AsArray().Insert(0, Object("""{"host":"z","password":"p0"}"""));
        sync["source_configuration"]!["x"] = 1;
        sync["schemas"] = new JsonArray(Object(Schema));
        _world.Ask("PUT", $"/{id}", sync);

        await _world.Client.Configurations.UpdateAsync(id, wanted);
        Assert.Equal("""{"api_key":"k"}""", _world.Sync(id)["source_configuration"]?.ToJsonString());
        Assert.Equal("""{"hosts":[{"host":"x","password":"p1"},{"host":"y","password":"p2"}],"schema":"a"}""", _world.Sync(id)["destination_configuration"]!.ToJsonString());
    }

    private static bool IsSync(SandboxRequest request) => request.Method is "GET" or "PUT" && request.Path.Split('/').Length == 5;

    private static bool IsSchema(SandboxRequest request) => request.Method == "GET" && request.Path.Split('/') is [.., "schemas", _];

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>Changes the answers of the sandbox.</summary>
    private void Change(Func<SandboxRequest, bool> which, Action<JsonObject> change)
    {
        _isOdd = true;
        _instead = request =>
        {
            var answer = _world.Sandbox.Answer(request);
            if (!which(request) || answer.Status != 200) return answer;
            var json = JsonNode.Parse(answer.Body)!.AsObject();
            change(json["data"]!.AsObject());
            return new SandboxAnswer(200, Encoding.UTF8.GetBytes(json.ToJsonString()), answer.Headers);
        };
    }

    private Guid Make(params string[] schemas) => MakeWith("{}", schemas);

    private Guid MakeWith(string settings, params string[] schemas)
    {
        var all = Object($$$"""{"name":"A","mode":"replicate","source_connection_id":"{{{World.Source}}}","destination_connection_id":"{{{World.Destination}}}","destination_configuration":{"schema":"s"},"default_schedule":{"frequency":"manual"}}""");
        foreach (var (name, value) in Object(settings)) all[name] = value?.DeepClone();
        var tables = schemas.Select(Object).ToDictionary(schema => (string)schema["id"]!, Fields);
        _world = new World(updateIgnoresSchemas: false, instead: request => _isOdd ? _instead(request) : null, tables: tables);
        return _world.Make(all, [.. schemas.Select(Object)]);

        static string[] Fields(JsonObject schema) =>
            [.. schema["fields"]!.AsArray().Select(field => (string)field!["id"]!).Union(schema["filters"]!.AsArray().Select(filter => (string)filter!["field_id"]!))];
    }

    private async Task<BulkSyncConfiguration> ReadAsync(Guid id) =>
        BulkSyncConfiguration.Parse((await _world.Client.Configurations.ReadAsync(await _world.Client.BulkSyncs.GetAsync(id))).ToText());

    /// <summary>Renames a bulk sync, and checks that its selection stays the same.</summary>
    private async Task<BulkSyncUpdate> RenameAsync(Guid id)
    {
        var selection = _world.Selection(id);
        var edit = await _world.Client.BulkSyncs.EditAsync(id);
        edit.Apply(new JsonObject { ["name"] = "B" });
        var update = await _world.Client.Updates.UpdateAsync(edit);
        Assert.Equal("B", (string?)_world.Sync(id)["name"]);
        Assert.Equal(selection, _world.Selection(id));
        return update;
    }
}
