using System.Text.Json.Nodes;
using Client.Tests.Support;
using CsCheck;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using PolytomicBulk.Operations;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>An update loses no settings, and switches nothing on.</summary>
public sealed class UpdateTests
{
    private static readonly Gen<JsonObject> Changes = Gen.Select(
        Generate.SomeText.Select(text => "n" + text).Null(),
        Gen.OneOf("replicate", "snapshot").Null(),
        Gen.Int[100, 199].Nullable(),
        Generate.SomeText.Null(),
        Gen.Int[6, 23].Nullable(),
        Gen.Bool.Nullable(),
        Gen.Bool)
        .Select((name, mode, limit, value, hour, active, clears) =>
        {
            var changes = new JsonObject();
            if (name is not null) changes["name"] = name;
            if (mode is not null) changes["mode"] = mode;
            if (limit is not null) changes["concurrency_limit"] = limit;
            else if (clears) changes["concurrency_limit"] = null;
            if (value is not null) changes["destination_configuration"] = new JsonObject { ["schema"] = "d" + value };
            if (hour is not null) changes["default_schedule"] = new JsonObject { ["hour"] = $"{hour}" };
            if (active is not null) changes["active"] = active;
            return changes;
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_update_changes_what_is_named_and_nothing_else(bool updateIgnoresSchemas)
    {
        await Gen.Select(World.Settings, World.Schemas, Changes).SampleAsync(
            async sample =>
            {
                var (settings, schemas, changes) = sample;
                using var world = new World(updateIgnoresSchemas);
                var id = world.Make(settings, schemas);
                var (before, selection) = (world.Sync(id), world.Selection(id));

                var edit = await world.Client.BulkSyncs.EditAsync(id);
                edit.Apply(changes);
                var update = edit.Differences.Count > 0 ? await world.Client.Updates.UpdateAsync(edit) : null;

                var expected = before.DeepClone().AsObject();
                Merge(expected, changes);
                Assert.Equal(Comparable(expected), Comparable(world.Sync(id)));
                Assert.Equal(selection, world.Selection(id));
                Assert.Equal([], update?.Different ?? []);
            },
            iter: Cases.AtMost(1000),
            print: sample => Print(sample.Item1, sample.Item2, sample.Item3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_update_that_fails_at_any_request_is_finished_by_repeating_it(bool updateIgnoresSchemas)
    {
        var failed = 0;
        await Gen.Select(World.Settings, World.Schemas, Changes, Gen.Int[1, 25], Gen.Bool).SampleAsync(
            async sample =>
            {
                var (settings, schemas, changes, failing, isDone) = sample;
                var (requests, fails) = (0, false);
                SandboxService? sandbox = null;
                using var world = new World(updateIgnoresSchemas, instead: request =>
                {
                    if (!fails || ++requests != failing) return null;
                    // A failed request may have been processed.
                    if (isDone) sandbox!.Answer(request);
                    return new SandboxAnswer(503, [], new Dictionary<string, string>());
                });
                sandbox = world.Sandbox;
                var id = world.Make(settings, schemas);
                var (before, selection) = (world.Sync(id), world.Selection(id));

                fails = true;
                try
                {
                    await DoAsync(world, id, changes);
                }
                catch (PolytomicApiException failure)
                {
                    Interlocked.Increment(ref failed);
                    if (failure.Selection is not null) Assert.Equal(World.Tables.Count, failure.Selection.Count);
                    fails = false;
                    await DoAsync(world, id, changes);
                }

                var expected = before.DeepClone().AsObject();
                Merge(expected, changes);
                Assert.Equal(Comparable(expected), Comparable(world.Sync(id)));
                Assert.Equal(selection, world.Selection(id));
            },
            iter: Cases.AtMost(750),
            print: sample => $"{Print(sample.Item1, sample.Item2, sample.Item3)} at {sample.Item4} {sample.Item5}");
        Cases.HadSome(failed);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task An_update_that_is_stopped_is_finished_by_repeating_it(string at)
    {
        using var stop = new CancellationTokenSource();
        using var world = new World(updateIgnoresSchemas: false, instead: request =>
        {
            if (request.Method == at && request.Header("Authorization")!.StartsWith("Bearer", StringComparison.Ordinal)) stop.Cancel();
            return null;
        });
        var (id, selection) = Make(world);
        var edit = await world.Client.BulkSyncs.EditAsync(id);
        edit.Apply(new JsonObject { ["name"] = "B" });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Client.Updates.UpdateAsync(edit, cancel: stop.Token));
        await DoAsync(world, id, new JsonObject { ["name"] = "B" });
        Assert.Equal("B", (string?)world.Sync(id)["name"]);
        Assert.Equal(selection, world.Selection(id));
    }

    [Fact]
    public async Task A_refused_update_leaves_nothing_unfinished()
    {
        using var world = new World(updateIgnoresSchemas: false, instead: request => request.Method == "PUT" ? new SandboxAnswer(422, [], new Dictionary<string, string>()) : null);
        var (id, _) = Make(world);
        await Assert.ThrowsAsync<PolytomicApiException>(() => DoAsync(world, id, new JsonObject { ["name"] = "B" }));
        Assert.False(world.Client.Updates.IsOpen(await world.Client.BulkSyncs.EditAsync(id)));
    }

    [Fact]
    public async Task The_selection_of_an_import_is_forgotten_if_nothing_was_sent()
    {
        var (schemas, fails) = (0, false);
        using var world = new World(updateIgnoresSchemas: false, instead: request =>
            fails && request.Path.EndsWith("/schemas", StringComparison.Ordinal) && ++schemas > 1 ? new SandboxAnswer(503, [], new Dictionary<string, string>()) : null);
        var (id, _) = Make(world);
        var wanted = BulkSyncConfiguration.Parse((await ExportAsync(world))[0].Text!.Replace("\"user_output_name\": \"people\"", "\"user_output_name\": \"others\"", StringComparison.Ordinal));

        fails = true;
        await Assert.ThrowsAsync<PolytomicApiException>(() => world.Client.Configurations.UpdateAsync(id, wanted));
        fails = false;
        Assert.Equal(2, schemas);
        Assert.False(world.Client.Updates.IsOpen(await world.Client.BulkSyncs.EditAsync(id)));
    }

    [Fact]
    public async Task A_refused_update_does_not_forget_an_earlier_unfinished_one()
    {
        (string Method, int Status) failing = default;
        using var world = new World(updateIgnoresSchemas: false, instead: request =>
            request.Method == failing.Method && request.Header("Authorization")!.StartsWith("Bearer", StringComparison.Ordinal) ? new SandboxAnswer(failing.Status, [], new Dictionary<string, string>()) : null);
        var (id, selection) = Make(world);
        foreach (var (method, status) in new[] { ("PATCH", 503), ("PUT", 422) })
        {
            failing = (method, status);
            await Assert.ThrowsAsync<PolytomicApiException>(() => DoAsync(world, id, new JsonObject { ["name"] = method }));
        }

        failing = default;
        await DoAsync(world, id, new JsonObject { ["name"] = "B" });
        Assert.Equal(selection, world.Selection(id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_later_change_by_another_user_is_distinguished_from_an_own_change(bool isOfAnother)
    {
        var fails = true;
        using var world = new World(updateIgnoresSchemas: false, instead: request => fails && request.Method == "PATCH" && request.Header("Authorization")!.StartsWith("Bearer", StringComparison.Ordinal) ? new SandboxAnswer(503, [], new Dictionary<string, string>()) : null);
        var (id, selection) = Make(world);
        await Assert.ThrowsAsync<PolytomicApiException>(() => DoAsync(world, id, new JsonObject { ["name"] = "B" }));

        if (isOfAnother) world.Ask("POST", $"/{id}/activate", new JsonObject { ["active"] = false });
        else await world.Client.BulkSyncs.ActivateAsync(id, active: false);
        fails = false;
        var edit = await world.Client.BulkSyncs.EditAsync(id);
        Assert.True(world.Client.Updates.IsOpen(edit));
        var update = await world.Client.Updates.UpdateAsync(edit);
        // If somebody else made changes, only changes that copy more data are undone. The others may be intended.
        Assert.Equal(isOfAnother ? ["~ Schemas.t.UserOutputName: (none) -> 'people'"] : [], update.Left.Select(left => left.ToString()));
        if (!isOfAnother) Assert.Equal(selection, world.Selection(id));
        Assert.Equal((false, true), ((bool)world.Schema(id, "t")["fields"]![0]!["enabled"]!, (bool)world.Schema(id, "t")["fields"]![0]!["obfuscated"]!));
        Assert.Equal(new DateTime(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc), update.UnfinishedSince);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_during_an_update_is_lost_only_between_the_last_read_and_the_write(bool updateIgnoresSchemas)
    {
        var (changed, told) = (0, 0);
        await Gen.Select(World.Settings, World.Schemas, Changes, Gen.Int[1, 25], Gen.Bool).SampleAsync(
            async sample =>
            {
                var (settings, schemas, changes, moment, ofSchemas) = sample;
                var (requests, isTime, isDone) = (0, false, false);
                World? other = null;
                var id = Guid.Empty;
                using var world = new World(updateIgnoresSchemas, before: request =>
                {
                    // The API cannot prevent changes between the last read and the write.
                    if (!isTime || ++requests < moment || isDone || request.Method is "PUT" or "PATCH") return;
                    isDone = true;
                    Interfere(other!, id, ofSchemas);
                });
                other = world;
                id = world.Make(settings, schemas);
                var selection = world.Selection(id);

                isTime = true;
                var isTold = false;
                try
                {
                    isTold = await DoAsync(world, id, changes) is { } update && (update.Left.Count > 0 || update.Different.Count > 0 || update.ChangedMeanwhileBy is not null);
                }
                catch (PolytomicApiException failure)
                {
                    isTold = true;
                    // A change after the repair looks the same as a repair that was not accepted.
                    Assert.True(failure.Failure is PolytomicFailure.Conflict || (failure.Failure, failure.Selection?.Count) == (PolytomicFailure.BadResponse, World.Tables.Count), failure.Message);
                }

                isTime = false;
                var now = world.Sync(id);
                if (isDone) Interlocked.Increment(ref changed);
                if (isTold) Interlocked.Increment(ref told);
                if (isDone) Assert.Equal(7, (int?)now["resync_concurrency_limit"]);
                if (!isTold) foreach (var (name, value) in changes.Where(change => change.Value is JsonValue)) Assert.Equal(World.Exact(value), World.Exact(now[name]));
                if (!isTold && !(isDone && ofSchemas)) Assert.Equal(selection, world.Selection(id));
                if (isDone && ofSchemas && schemas.Length > 0) Assert.Equal("kept", (string?)world.Ask("GET", $"/{id}/schemas/{Uri.EscapeDataString("t0/#%")}")["data"]!["user_output_name"]);
            },
            iter: Cases.AtMost(600),
            print: sample => $"{Print(sample.Item1, sample.Item2, sample.Item3)} at {sample.Item4} {sample.Item5}");
        Cases.HadSome(changed);
        Cases.HadSome(told);
        Assert.InRange(told, 0, changed);
    }

    [Fact]
    public async Task Only_the_first_of_two_editors_of_the_same_version_can_write()
    {
        var refused = 0;
        await Gen.Select(World.Settings, Gen.Select(Gen.Int[0, 1], Gen.OneOf("read", "write")).Array[1, 12]).SampleAsync(
            async sample =>
            {
                var (settings, steps) = sample;
                using var world = new World(updateIgnoresSchemas: false);
                var id = world.Make(settings, []);
                var (seen, accepted, number) = (new BulkSync?[2], new Dictionary<string, int>(), 0);
                foreach (var (who, what) in steps)
                {
                    if (what == "read")
                    {
                        seen[who] = await world.Client.BulkSyncs.GetAsync(id);
                        continue;
                    }

                    if (seen[who] is not { } sync) continue;
                    number++;
                    try
                    {
                        // The next value depends on the value that was read.
                        var property = $"count_{who}";
                        var edit = await world.Client.BulkSyncs.EditAsync(id, sync);
                        edit.Apply(new JsonObject { ["destination_configuration"] = new JsonObject { [property] = number } });
                        await world.Client.Updates.UpdateAsync(edit, sync);
                        accepted[property] = number;
                    }
                    catch (PolytomicApiException failure)
                    {
                        Interlocked.Increment(ref refused);
                        Assert.Equal(PolytomicFailure.Conflict, failure.Failure);
                        Facts.Hold(failure.Message, $"{id}", "Ana Lima");
                    }
                }

                var configuration = world.Sync(id)["destination_configuration"]!;
                foreach (var (property, value) in accepted) Assert.Equal(value, (int)configuration[property]!);
            },
            iter: Cases.AtMost(500),
            print: sample => string.Join(", ", sample.Item2));
        Cases.HadSome(refused);
    }

    [Fact]
    public async Task A_second_export_after_an_import_has_the_same_bytes()
    {
        await Gen.Select(World.Settings, World.Schemas).Array[1, 3].SampleAsync(
            async syncs =>
            {
                using var one = new World(updateIgnoresSchemas: false);
                using var another = new World(updateIgnoresSchemas: true);
                foreach (var (settings, schemas) in syncs) one.Make(settings, schemas);
                var first = await ExportAsync(one);
                foreach (var file in first) if (file.Name is not null) await another.Client.Configurations.CreateAsync(BulkSyncConfiguration.Parse(file.Text!));
                Assert.Equal(first.Select(file => (file.Path, file.Text)), (await ExportAsync(another)).Select(file => (file.Path, file.Text)));

                // Nothing is left to do.
                var matches = await another.Client.Configurations.MatchAsync([.. first.Where(file => file.Name is not null).Select(file => BulkSyncConfiguration.Parse(file.Text!))], await another.Client.BulkSyncs.ListCertainAsync(), readsAll: true);
                Assert.All(matches, match => Assert.Empty(match.Configuration!.DifferencesFrom(match.Actual!)));
            },
            iter: Cases.AtMost(500),
            print: syncs => string.Join("\n", syncs.Select(sync => sync.Item1.ToJsonString() + string.Join(",", sync.Item2.Select(schema => schema.ToJsonString())))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_import_makes_a_sync_match_its_file(bool updateIgnoresSchemas)
    {
        await Gen.Select(World.Settings, World.Schemas, World.Settings, World.Schemas).SampleAsync(
            async sample =>
            {
                var (settings, schemas, otherSettings, otherSchemas) = sample;
                using var world = new World(updateIgnoresSchemas);
                foreach (var (name, value) in new[] { ("name", settings["name"]) }) otherSettings[name] = value!.DeepClone();
                // A file can only contain existing fields.
                var common = schemas.Zip(otherSchemas, (one, other) => (one, Other: Trim(one, other))).ToList();
                var id = world.Make(settings, schemas);
                using var source = new World(updateIgnoresSchemas);
                source.Make(otherSettings, [.. common.Select(pair => pair.Other)]);
                var wanted = BulkSyncConfiguration.Parse((await ExportAsync(source))[0].Text!);

                await world.Client.Configurations.UpdateAsync(id, wanted);
                var matches = await world.Client.Configurations.MatchAsync([wanted], await world.Client.BulkSyncs.ListCertainAsync(), readsAll: true);
                var match = matches.Single();
                Assert.Equal([], match.Configuration!.DifferencesFrom(match.Actual!).Select(difference => difference.ToString()));
            },
            iter: Cases.AtMost(500),
            print: sample => $"{Print(sample.Item1, sample.Item2, sample.Item3)}\n{string.Join<JsonObject>(",", sample.Item4)}");

        static JsonObject Trim(JsonObject known, JsonObject other)
        {
            var trimmed = other.DeepClone().AsObject();
            var ids = known["fields"]!.AsArray().Select(field => (string)field!["id"]!).ToHashSet();
            trimmed["fields"] = new JsonArray([.. trimmed["fields"]!.AsArray().Where(field => ids.Contains((string)field!["id"]!)).Select(field => field!.DeepClone())]);
            return trimmed;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_setting_in_a_different_form_in_a_file_is_not_lost_by_a_write(bool updateIgnoresSchemas)
    {
        using var world = new World(updateIgnoresSchemas);
        var id = world.Make(SettingsOf("A"), [Schema("Z")]);
        using var source = new World(updateIgnoresSchemas);
        var other = SettingsOf("A");
        other["mode"] = "snapshot";
        source.Make(other, [Schema(" Z")]);
        var wanted = BulkSyncConfiguration.Parse((await ExportAsync(source))[0].Text!);

        var update = await world.Client.Configurations.UpdateAsync(id, wanted);
        Assert.Empty(update.Left);
        Assert.Equal("Z", (await world.Client.Schemas.GetAsync(id, "t")).UserOutputName?.Trim());

        static JsonObject Schema(string name) =>
            JsonNode.Parse($$"""{"id":"t","enabled":false,"user_output_name":"{{name}}","fields":[{"id":"f","enabled":true,"obfuscated":false}],"filters":[]}""")!.AsObject();
    }

    [Fact]
    public async Task Fields_with_the_same_id_are_all_compared_and_a_repeated_schema_is_used_once()
    {
        var (written, listed) = (false, 0);
        using var world = new World(updateIgnoresSchemas: true, instead: request =>
        {
            written |= request.Method == "PUT";
            if (request.Method != "GET") return null;
            if (request.Path.EndsWith("/schemas", StringComparison.Ordinal)) return Answer("""{"data":[{"id":"t"},{"id":"t"}]}""");
            if (!request.Path.EndsWith("/schemas/t", StringComparison.Ordinal)) return null;
            listed++;
            return Answer($$$"""{"data":{"id":"t","enabled":true,"fields":[{"id":"f","enabled":true},{"id":"f","enabled":{{{(written ? "true" : "false")}}}}]}}""");
        }, tables: new Dictionary<string, string[]> { ["t"] = ["f"] });
        var edit = await world.Client.BulkSyncs.EditAsync(world.Make(SettingsOf("A"), []));
        edit.Apply(new JsonObject { ["name"] = "B" });

        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => world.Client.Updates.UpdateAsync(edit));
        Facts.Hold(failure.Message, $"{edit.Id}", "Schemas.t.Fields");
        Assert.Equal("t", Assert.Single(failure.Selection!).Id);
        // The list is read before and after the write, before the repair, and then until the repair is visible or the time is over.
        Assert.InRange(listed, 4, 30);

        static SandboxAnswer Answer(string json) => new(200, System.Text.Encoding.UTF8.GetBytes(json), new Dictionary<string, string>());
    }

    private static (Guid Id, string Selection) Make(World world)
    {
        var schema = JsonNode.Parse("""{"id":"t","enabled":true,"user_output_name":"people","fields":[{"id":"f","enabled":false,"obfuscated":true}],"filters":[]}""")!.AsObject();
        var id = world.Make(SettingsOf("A"), [schema]);
        return (id, world.Selection(id));
    }

    private static JsonObject SettingsOf(string name) => JsonNode.Parse($$$"""{"name":"{{{name}}}","mode":"replicate","source_connection_id":"{{{World.Source}}}","destination_connection_id":"{{{World.Destination}}}","destination_configuration":{"schema":"s"},"default_schedule":{"frequency":"manual"}}""")!.AsObject();

    private static async Task<PolytomicBulk.Updates.BulkSyncUpdate?> DoAsync(World world, Guid id, JsonObject changes)
    {
        var edit = await world.Client.BulkSyncs.EditAsync(id);
        edit.Apply(changes);
        return edit.Differences.Count > 0 || world.Client.Updates.IsOpen(edit) ? await world.Client.Updates.UpdateAsync(edit) : null;
    }

    /// <summary>Changes a setting, and optionally a schema, as somebody else.</summary>
    private static void Interfere(World world, Guid id, bool ofSchemas)
    {
        var sync = world.Sync(id);
        var schemas = world.Ask("GET", $"/{id}/schemas")["data"]!.AsArray().Select(schema => (string)schema!["id"]!).ToList();
        var selection = schemas.ConvertAll(schema => world.Ask("GET", $"/{id}/schemas/{Uri.EscapeDataString(schema)}")["data"]!.AsObject());
        sync["resync_concurrency_limit"] = 7;
        foreach (var name in new[] { "id", "created_at", "created_by", "updated_at", "updated_by" }) sync.Remove(name);
        sync["schemas"] = new JsonArray([.. selection.Select(schema => schema.DeepClone())]);
        world.Ask("PUT", $"/{id}", sync);
        if (ofSchemas && selection.Count > 0) selection[0]["user_output_name"] = "kept";
        world.Ask("PATCH", $"/{id}/schemas", new JsonObject { ["schemas"] = new JsonArray([.. selection.Select(schema => schema.DeepClone())]) });
    }

    private static async Task<IReadOnlyList<ConfigurationFile>> ExportAsync(World world)
    {
        var configurations = new List<BulkSyncConfiguration>();
        await foreach (var sync in world.Client.BulkSyncs.ListAsync()) configurations.Add(await world.Client.Configurations.ReadAsync(sync));
        return new ConfigurationFolder("/nowhere").Plan(configurations, isAll: true);
    }

    private static void Merge(JsonObject json, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is JsonObject inner && json[name] is JsonObject old) Merge(old, inner);
            else if (value is null) json.Remove(name);
            else json[name] = value.DeepClone();
        }
    }

    /// <summary>A bulk sync without the properties that every write changes.</summary>
    private static string Comparable(JsonObject sync)
    {
        var comparable = sync.DeepClone().AsObject();
        foreach (var item in new[] { comparable, comparable["default_schedule"]!.AsObject() })
        {
            item.Remove("updated_at");
            item.Remove("updated_by");
        }

        // Empty and missing values are equal.
        foreach (var name in comparable.Where(property => property.Value is null).Select(property => property.Key).ToList()) comparable.Remove(name);
        return World.Exact(comparable);
    }

    private static string Print(JsonObject settings, JsonObject[] schemas, JsonObject changes) => $"{settings.ToJsonString()}\n{string.Join(",", schemas.Select(schema => schema.ToJsonString()))}\n{changes.ToJsonString()}";
}
