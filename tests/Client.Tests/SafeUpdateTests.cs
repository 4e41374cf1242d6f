using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>The requests of a safe update, and its results if it cannot be completed.</summary>
public sealed partial class SafeUpdateTests
{
    private const string Filled =
        """
        {"id":"t","enabled":true,"output_name":"made_up","user_output_name":"mine","partition_key":"a","x_kept":{"a":1.0},
        "fields":[{"id":"a","enabled":true,"obfuscated":true,"output_name":"a_","user_output_name":"b_"},{"id":"b","enabled":false,"obfuscate":true},
        {"id":"c","enabled":false,"obfuscated":false}],
        "filters":[{"field_id":"a","function":"Equality","value":1}]}
        """;

    private const string Bare = """{"id":"u","enabled":false,"fields":[],"filters":null}""";

    private const string Small = """{"id":"t","enabled":true,"fields":[{"id":"a","enabled":true,"obfuscated":false},{"id":"b","enabled":false,"obfuscated":false}],"filters":[]}""";

    [Fact]
    public async Task The_selection_is_sent_in_the_form_of_a_new_sync()
    {
        using var service = new OneSync(Filled, Bare);
        var update = await service.RenameAsync();
        Assert.Equal(("B", 0, 0), (update.Sync.Name, update.Repaired.Count, update.Different.Count));
        Assert.Equal((null, null), (update.ChangedMeanwhileBy, update.UnfinishedSince));
        Assert.Empty(update.Warnings);

        var put = Assert.Single(service.Puts);
        AssertJson(
            """
            [{"id":"t","enabled":true,"partition_key":"a","x_kept":{"a":1.0},
            "fields":[{"id":"a","enabled":true,"obfuscate":true},{"id":"b","enabled":false,"obfuscate":true},{"id":"c","enabled":false,"obfuscate":false}],
            "filters":[{"field_id":"a","function":"Equality","value":1}]},
            {"id":"u","fields":[],"filters":[],"enabled":false}]
            """,
            put["schemas"]);
        Assert.Equal("B", (string?)put["name"]);
        Assert.False(put.ContainsKey("updated_at"));
        Assert.Empty(service.Patches);
        string[] look = ["GET /schemas", "GET /schemas/t", "GET /schemas/u"];
        // The service may return outdated answers. If it first seems to have kept everything, the client reads a schema again for some time.
        string[] doubts = ["GET /schemas/t", "GET /schemas/t", "GET /schemas/t", "GET "];
        Assert.Equal(["GET ", .. look, "GET /schemas", "GET ", "PUT ", .. look, "GET ", .. doubts], service.Requests);
        Assert.False(await service.IsUnfinishedAsync());
    }

    [Fact]
    public async Task An_update_without_the_check_leaves_schemas_to_the_service()
    {
        using var service = new OneSync(Filled);
        var edit = await service.Client.BulkSyncs.EditAsync(OneSync.Id);
        edit.Apply(new JsonObject { ["name"] = "B" });
        var sync = await service.Client.BulkSyncs.ReplaceAsync(edit);
        Assert.Equal("B", sync.Name);
        Assert.False(Assert.Single(service.Puts).ContainsKey("schemas"));
        Assert.Equal(["GET ", "PUT "], service.Requests);
    }

    [Fact]
    public async Task Settings_that_the_write_changed_are_restored_and_added_ones_are_removed()
    {
        using var service = new OneSync(Filled);
        service.After = what =>
        {
            if (what != "PUT ") return;
            var schema = service.Schema("t");
            schema["partition_key"] = "b";
            schema["user_output_name"] = "";
            schema["tracking_field"] = "c";
            schema["disable_data_cutoff"] = true;
            schema["x_new"] = "n";
            schema["x_list"] = new JsonArray(1);
            schema["seen_at"] = "2026-06-01T10:00:00Z";
            schema["filters"]!.AsArray().Add(new JsonObject { ["field_id"] = "c" });
            schema["fields"]![0]!["obfuscated"] = false;
            schema["fields"]![2]!["user_output_name"] = "chosen";
            schema["fields"]!.AsArray().Add(OneSync.Parse("""{"id":"d","enabled":true,"obfuscated":false,"output_name":"d_","x":1}"""));
        };
        var update = await service.RenameAsync();

        AssertJson(
            """
            [{"id":"t","enabled":true,"user_output_name":"mine","partition_key":"b","x_kept":{"a":1.0},
            "tracking_field":"c","disable_data_cutoff":false,"x_new":"n","x_list":[1],"seen_at":"2026-06-01T10:00:00Z",
            "fields":[{"id":"a","enabled":true,"obfuscated":true,"user_output_name":"b_"},{"id":"b","enabled":false,"obfuscate":true},
            {"id":"c","enabled":false,"obfuscated":false,"user_output_name":"chosen"},{"id":"d","enabled":false,"obfuscated":false,"x":1}],
            "filters":[{"field_id":"a","function":"Equality","value":1},{"field_id":"c"}]}]
            """,
            Assert.Single(service.Patches)["schemas"]);
        // No write caused the other differences, so somebody may have made them.
        Assert.Equal(
            [
                "~ Schemas.t.DisableDataCutoff: True -> (none)", "~ Schemas.t.Fields.a.Obfuscated: False -> True", "~ Schemas.t.Fields.d.Enabled: True -> False",
                "~ Schemas.t.UserOutputName: (none) -> 'mine'",
            ],
            update.Repaired.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["~ Schemas.t.Fields.c.UserOutputName: 'chosen' -> (none)", "~ Schemas.t.PartitionKey: 'b' -> 'a'", "~ Schemas.t.TrackingField: 'c' -> (none)"],
            update.Left.Where(left => left.Name != "filters").Select(left => left.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(2, update.Warnings.Count());
        Assert.False(await service.IsUnfinishedAsync());
        // The client checks the restored schemas and the bulk sync again.
        Assert.Equal(["PATCH /schemas", "GET /schemas/t", "GET "], service.Requests.SkipWhile(what => what != "PATCH /schemas").Take(3));
    }

    [Theory]
    [InlineData("""{"field_id":"a","function":"Equality","value":1}""", true)]
    [InlineData("""{"value":"1","label":null,"function":"Equality","field_id":" a"}""", true)]
    [InlineData("""{"field_id":"a","function":"Equality","value":2}""", false)]
    public async Task A_lost_filter_is_restored_if_the_others_are_equivalent(string remaining, bool isPutBack)
    {
        using var service = new OneSync(Filled);
        service.Schema("t")["filters"]!.AsArray().Add(OneSync.Parse("""{"field_id":"b","function":"IsNotNull"}"""));
        service.After = what =>
        {
            if (what == "PUT ") service.Schema("t")["filters"] = new JsonArray(OneSync.Parse(remaining));
        };
        var update = await service.RenameAsync();
        Assert.Equal(isPutBack ? 2 : 1, service.Schema("t")["filters"]!.AsArray().Count);
        Assert.Equal(isPutBack ? [] : ["filters"], update.Left.Select(left => left.Name));
    }

    [Theory]
    [InlineData("none", "all", false)]
    [InlineData("all", "none", true)]
    [InlineData("onlyIncremental", "none", true)]
    public async Task A_new_schema_is_disabled_unless_the_sync_adds_schemas(string objects, string fields, bool stays)
    {
        using var service = new OneSync(Small, """{"id":"off","enabled":false,"fields":[],"filters":[]}""");
        (service.Sync["automatically_add_new_objects"], service.Sync["automatically_add_new_fields"]) = (objects, fields);
        service.After = what =>
        {
            if (what != "PUT ") return;
            service.Schemas.Add(OneSync.Parse("""{"id":"new","enabled":true,"fields":[{"id":"x","enabled":true,"obfuscated":false}],"filters":[]}"""));
            service.Schemas.Add(OneSync.Parse("""{"id":"newly_off","enabled":false,"fields":[],"filters":[]}"""));
        };
        var update = await service.RenameAsync();
        Assert.Equal(stays, (bool)service.Schema("new")["enabled"]!);
        Assert.Equal(stays ? [] : ["~ Schemas.new.Enabled: True -> False"], update.Repaired);
        if (stays) Assert.Empty(service.Patches);
        else AssertJson("""[{"id":"new","enabled":false,"fields":[{"id":"x","enabled":true,"obfuscated":false}],"filters":[]}]""", Assert.Single(service.Patches)["schemas"]);
    }

    [Theory]
    [InlineData("all", "none", false)]
    [InlineData("none", "all", true)]
    public async Task A_new_field_is_disabled_unless_the_sync_adds_fields(string objects, string fields, bool stays)
    {
        using var service = new OneSync(Small);
        (service.Sync["automatically_add_new_objects"], service.Sync["automatically_add_new_fields"]) = (objects, fields);
        service.After = what =>
        {
            if (what == "PUT ") service.Schema("t")["fields"]!.AsArray().Add(OneSync.Parse("""{"id":"new","enabled":true}"""));
        };
        var update = await service.RenameAsync();
        Assert.Equal(stays, (bool)service.Schema("t")["fields"]!.AsArray()[2]!["enabled"]!);
        Assert.Equal(stays ? 0 : 1, update.Repaired.Count);
        Assert.Equal(stays ? 0 : 1, service.Patches.Count);
    }

    [Fact]
    public async Task A_new_disabled_field_is_not_a_change()
    {
        using var service = new OneSync(Small);
        service.After = what =>
        {
            if (what == "PUT ") service.Schema("t")["fields"]!.AsArray().Add(OneSync.Parse("""{"id":"new","enabled":false}"""));
        };
        Assert.Equal([], (await service.RenameAsync()).Repaired);
        Assert.Empty(service.Patches);
    }

    [Fact]
    public async Task Only_the_schemas_that_differ_are_restored_and_checked_again()
    {
        using var service = new OneSync(Named("t"), Named("u"), Named("v"));
        service.After = what =>
        {
            if (what == "PUT ") service.Schema("u")["fields"]![1]!["enabled"] = true;
            // Somebody else makes a change that is not checked again.
            if (what == "PATCH /schemas") service.Schema("v")["fields"]![1]!["enabled"] = true;
        };
        Assert.Equal(["~ Schemas.u.Fields.b.Enabled: True -> False"], (await service.RenameAsync()).Repaired);
        Assert.Equal("u", (string?)Assert.Single(Assert.Single(service.Patches)["schemas"]!.AsArray())!["id"]);
        Assert.Equal(["GET /schemas/u", "GET "], service.Requests.SkipWhile(what => what != "PATCH /schemas").Skip(1));

        static string Named(string id) => Small.Replace("\"t\"", $"\"{id}\"", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_missing_schema_is_a_difference_only_if_it_was_enabled(bool enabled)
    {
        using var service = new OneSync(Small, $$"""{"id":"gone","enabled":{{(enabled ? "true" : "false")}},"fields":[],"filters":[]}""");
        service.After = what =>
        {
            if (what == "PUT ") service.Schemas.RemoveAll(schema => (string?)schema["id"] == "gone");
        };
        if (!enabled)
        {
            Assert.Equal([], (await service.RenameAsync()).Repaired);
            return;
        }

        var update = await service.RenameAsync();
        Facts.Hold(Assert.Single(update.Warnings), "Schemas.gone.Enabled: (none) -> True");
        // The schema was requested by id, and no longer exists.
        Assert.Contains("GET /schemas/gone", service.Requests.SkipWhile(what => what != "PUT "));
        Assert.Empty(service.Patches);
        Assert.False(await service.IsUnfinishedAsync());
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task An_enabled_schema_without_fields_is_not_written(string enabled, bool refused)
    {
        using var service = new OneSync(Small, $$"""{"id":"unclear","enabled":{{enabled}},"filters":[]}""");
        if (!refused)
        {
            await service.RenameAsync();
            return;
        }

        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
        Assert.Contains("'unclear'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(service.Puts);
        Assert.False(await service.IsUnfinishedAsync());
    }

    [Fact]
    public async Task An_update_without_a_change_checks_and_writes_no_settings()
    {
        using var service = new OneSync(Small);
        var edit = await service.Client.BulkSyncs.EditAsync(OneSync.Id);
        var update = await service.Client.Updates.UpdateAsync(edit);
        Assert.Equal(("A", 0, null), (update.Sync.Name, update.Repaired.Count, update.UnfinishedSince));
        Assert.Equal(["GET ", "GET /schemas", "GET /schemas/t", "GET /schemas", "GET ", "GET /schemas", "GET /schemas/t", "GET "], service.Requests);
    }

    [Fact]
    public async Task An_update_of_a_sync_that_always_changes_starts_three_times()
    {
        using var service = new OneSync(Small);
        service.Before = what =>
        {
            if (what != "GET ") return;
            service.Sign("other");
            service.Sync["concurrency_limit"] = service.Requests.Count;
        };
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Assert.Equal(PolytomicFailure.Conflict, failure.Failure);
        Assert.Contains("other at ", failure.Message, StringComparison.Ordinal);
        // The list is read twice each time.
        Assert.Equal(6, service.Requests.Count(what => what == "GET /schemas"));
        Assert.Empty(service.Puts);
    }

    [Fact]
    public async Task A_change_between_two_reads_is_kept_and_the_update_starts_again()
    {
        using var service = new OneSync(Small);
        var isChanged = false;
        service.Before = what =>
        {
            if (what != "GET /schemas/t" || isChanged) return;
            isChanged = true;
            service.Sign("other");
            service.Sync["mode"] = "snapshot";
            service.Schema("t")["fields"]![1]!["enabled"] = true;
        };
        var update = await service.RenameAsync();
        Assert.Equal(("B", "snapshot"), (update.Sync.Name, update.Sync.Mode));
        Assert.Equal([], update.Repaired);
        Assert.True((bool)service.Schema("t")["fields"]![1]!["enabled"]!);
    }

    [Fact]
    public async Task A_sync_that_has_changed_since_the_user_saw_it_is_refused_before_reading_and_writing()
    {
        using var service = new OneSync(Small);
        var seen = await service.Client.BulkSyncs.GetAsync(OneSync.Id);
        await service.Client.BulkSyncs.EditAsync(OneSync.Id, seen);
        service.Sign("other");
        service.Sync["mode"] = "snapshot";
        var failures = new[]
        {
            await Assert.ThrowsAsync<PolytomicApiException>(() => service.Client.BulkSyncs.EditAsync(OneSync.Id, seen)),
            await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync("B", seen)),
        };
        Assert.All(failures, failure => Assert.Equal(PolytomicFailure.Conflict, failure.Failure));
        Assert.All(failures, failure => Assert.Contains("other at ", failure.Message, StringComparison.Ordinal));
        Assert.Empty(service.Puts);
    }

    /// <summary>Runs an action when it is closed.</summary>
    private sealed class ReadStream(string text, Action closing) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        protected override void Dispose(bool disposing)
        {
            closing();
            base.Dispose(disposing);
        }
    }

    private static void AssertJson(string expected, JsonNode? actual) => Assert.Equal(World.Exact(JsonNode.Parse(expected)), World.Exact(actual));
}
