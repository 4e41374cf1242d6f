using System.Text.Json.Nodes;
using Client.Tests.Support;
using CsCheck;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using PolytomicBulk.Editing;
using PolytomicBulk.Vocabulary;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>An import changes only what its file contains. A second import writes nothing, in whatever order and form the service stores values.</summary>
public sealed class ConvergenceTests : IDisposable
{
    private const string Orders = "public.orders";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly FakeService _fake = new(new TestClock());
    private readonly Api _api;

    public ConvergenceTests() => _api = new Api(_fake);

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_setting_that_a_file_omits_is_not_changed_or_compared()
    {
        var id = _fake.AddSync("Orders", """{"automatically_add_new_fields":"all","automatically_add_new_objects":"all","normalize_names":"legacy","concurrency_limit":7}""");
        _fake.SchemaEdit(id, Orders, """{"user_output_name":"sales","partition_key":"id","filters":[{"field_id":"amount","function":"GreaterThan","value":3}],"fields":[{"id":"email","obfuscated":true}]}""")();
        var (before, schemas) = (_fake.Sync(id), _fake.Schemas(id));
        var file = Small("Orders", "replicate");
        Assert.Equal("~ Mode: 'snapshot' -> 'replicate'", Assert.Single((await ImportAsync(file)).SelectMany(step => step.Changes)));
        var after = _fake.Sync(id);
        Assert.Equal("replicate", (string?)after["mode"]);
        foreach (var name in before.Select(property => property.Key).Except(["mode", "updated_at", "updated_by"]))
        {
            Assert.True(JsonNode.DeepEquals(before[name], after[name]), $"{name}: {before[name]} {after[name]}");
        }

        Assert.True(JsonNode.DeepEquals(schemas, _fake.Schemas(id)), $"{schemas}\n{_fake.Schemas(id)}");
        await AssertConvergedAsync(file);
    }

    [Fact]
    public async Task A_setting_that_a_file_omits_has_its_default_in_a_new_sync()
    {
        var file = Small("New", "replicate");
        Assert.Equal(ConfigurationStepKind.Create, Assert.Single(await ImportAsync(file)).Kind);
        await AssertConvergedAsync(file);
        Assert.Equal(("all", "enabled"), ((string?)_fake.Syncs[0]["automatically_add_new_fields"], (string?)_fake.Syncs[0]["normalize_names"]));
    }

    [Fact]
    public async Task Settings_that_were_added_since_an_export_are_kept()
    {
        var id = _fake.AddSync("Orders", """{"additional_schedules":[{"frequency":"hourly","minute":"5"}]}""");
        await ExportAsync();
        _fake.SyncEdit(id, """{"retention_days":30,"default_schedule":{"jitter":4},"destination_configuration":{"file_size":9}}""")();
        _fake.SchemaEdit(id, Orders, """{"sampling":2,"fields":[{"id":"email","masked_by":"x"}]}""")();
        Edit(file => file["mode"] = "replicate");
        Edit(file => file["schemas"]!.AsArray().Single(schema => (string?)schema!["id"] == Orders)!["fields"]![0]!["obfuscated"] = true);
        await ImportAsync();
        var (sync, schema) = (_fake.Sync(id), _fake.Schema(id, Orders));
        Assert.Equal((30, 9), ((int?)sync["retention_days"], (int?)sync["destination_configuration"]!["file_size"]));
        Assert.Equal((2, "x"), ((int?)schema["sampling"], (string?)schema["fields"]!.AsArray().Single(field => (string?)field!["id"] == "email")!["masked_by"]));
        Assert.True((bool)schema["fields"]!.AsArray().Single(field => (string?)field!["id"] == "amount")!["obfuscated"]!);
        await AssertConvergedAsync();
    }

    [Theory]
    [InlineData("""{"concurrency_limit":7}""", "ConcurrencyLimit")]
    [InlineData("""{"policies":["aaaaaaaa-0000-4000-8000-00000000000f"]}""", "Policies")]
    [InlineData("""{"additional_schedules":[{"frequency":"hourly","minute":"7"}]}""", "AdditionalSchedules")]
    [InlineData("""{"default_schedule":{"hour":"6"}}""", "DefaultSchedule.Hour")]
    [InlineData("""{"data_cutoff_timestamp":"2026-01-01T00:00:00Z"}""", "DataCutoffTimestamp")]
    public async Task An_export_contains_unset_settings_so_that_a_later_value_is_a_difference(string change, string property)
    {
        var id = _fake.AddSync("Orders");
        await ExportAsync();
        var before = _fake.Sync(id);
        _fake.SyncEdit(id, change)();
        Assert.Equal(property, Assert.Single(await CompareAsync()).Property);
        await ImportAsync();
        await AssertConvergedAsync();
        foreach (var name in before.Select(one => one.Key).Where(name => !name.StartsWith("updated_", StringComparison.Ordinal) && name != "default_schedule"))
        {
            Assert.True(JsonNode.DeepEquals(before[name], _fake.Sync(id)[name]), name);
        }
    }

    [Theory]
    [InlineData("""{"filters":[{"field_id":"id","function":"Equality","value":1}]}""", "Schemas.public.orders.Filters")]
    [InlineData("""{"fields":[{"id":"email","obfuscated":true}]}""", "Schemas.public.orders.Fields.email.Obfuscated")]
    [InlineData("""{"fields":[{"id":"email","user_output_name":"mail"}]}""", "Schemas.public.orders.Fields.email.UserOutputName")]
    [InlineData("""{"tracking_field":"id"}""", "Schemas.public.orders.TrackingField")]
    public async Task An_export_contains_unset_settings_of_schemas(string change, string property)
    {
        var id = _fake.AddSync("Orders");
        await ExportAsync();
        var before = _fake.Schemas(id);
        _fake.SchemaEdit(id, Orders, change)();
        Assert.Equal(property, Assert.Single(await CompareAsync()).Property);
        await ImportAsync();
        Assert.True(JsonNode.DeepEquals(before, _fake.Schemas(id)), $"{before}\n{_fake.Schemas(id)}");
    }

    [Theory]
    [InlineData("""{"policies":"none"}""")]
    [InlineData("""{"active":"yes"}""")]
    [InlineData("""{"mode":5}""")]
    [InlineData("""{"default_schedule":"daily"}""")]
    [InlineData("""{"additional_schedules":{"frequency":"hourly"}}""")]
    [InlineData("""{"destination_configuration":"raw"}""")]
    [InlineData("""{"concurrency_limit":"ten"}""")]
    public async Task An_invalid_setting_of_the_service_is_replaced_by_a_valid_file(string odd) => await AssertReplacedAsync(id => _fake.SyncEdit(id, odd)());

    [Theory]
    [InlineData("""{"enabled":"yes"}""")]
    [InlineData("""{"filters":"none"}""")]
    [InlineData("""{"fields":[{"id":"id","enabled":"on"},{"id":"email","obfuscated":"no"}]}""")]
    [InlineData("""{"tracking_field":["id"]}""")]
    public async Task An_invalid_setting_of_a_schema_is_replaced_by_a_valid_file(string odd) => await AssertReplacedAsync(id => _fake.SchemaEdit(id, Orders, odd)());

    private async Task AssertReplacedAsync(Action<string> makeOdd)
    {
        var id = _fake.AddSync("Orders");
        await ExportAsync();
        var text = File.ReadAllText(In("Orders.json"));
        makeOdd(id);
        Assert.Equal(ConfigurationStepKind.Update, Assert.Single(await ImportAsync()).Kind);
        await AssertConvergedAsync();
        await ExportAsync();
        Assert.Equal(text, File.ReadAllText(In("Orders.json")));
    }

    [Theory]
    [InlineData("""{"policies":"none"}""", null, "policies")]
    [InlineData(null, """{"fields":[{"id":"email","obfuscated":"yes"}]}""", "public.orders")]
    public async Task An_invalid_value_that_the_file_omits_is_never_written_back(string? sync, string? schema, string fact)
    {
        var id = _fake.AddSync("Orders", """{"mode":"snapshot"}""");
        if (sync is not null) _fake.SyncEdit(id, sync)();
        if (schema is not null) _fake.SchemaEdit(id, Orders, schema)();
        var step = Assert.Single(await ImportAsync(Small("Orders", "replicate")));
        Assert.Equal((ConfigurationStepKind.Refuse, ConfigurationReasonKind.Unreadable), (step.Kind, Assert.Single(step.Reasons).Kind));
        Facts.Hold(step.Failure!.Message, fact, "'Orders'", "Nothing was written");
        Assert.DoesNotContain(_fake.Requests, request => request.Method != "GET");

        // The other files are still imported.
        var other = _fake.AddSync("Other", """{"mode":"snapshot"}""");
        Write("Other.json", Small("Other", "replicate"));
        await ImportAsync();
        Assert.Equal("replicate", (string?)_fake.Sync(other)["mode"]);
    }

    [Theory]
    [InlineData(Orders, """{"id":"gone","enabled":false,"obfuscated":true}""")]
    [InlineData("public.audit", """{"id":"gone","enabled":false}""")]
    [InlineData("public.audit", """{"id":"gone","enabled":true}""")]
    [InlineData(null, """{"id":"gone","enabled":true}""")]
    public async Task A_field_that_the_source_lost_and_that_would_not_be_synced_means_the_same_as_an_omitted_one(string? schema, string field)
    {
        var id = _fake.AddSync("Orders", """{"mode":"snapshot"}""");
        _fake.SchemaEdit(id, "public.audit", """{"enabled":false,"partition_key":"id"}""")();
        await ExportAsync();
        Edit(file =>
        {
            var schemas = file["schemas"]!.AsArray();
            if (schema is null) schemas.Add(JsonNode.Parse("""{"id":"public.gone","enabled":false,"tracking_field":"x","fields":[]}"""));
            schemas.Single(one => (string?)one!["id"] == (schema ?? "public.gone"))!["fields"]!.AsArray().Add(JsonNode.Parse(field));
        });
        await AssertConvergedAsync();

        var before = _fake.Schemas(id);
        Edit(file => file["mode"] = "replicate");
        var warnings = new List<string>();
        Assert.Equal("~ Mode: 'snapshot' -> 'replicate'", Assert.Single((await ImportAsync(warnings: warnings)).SelectMany(step => step.Changes)));
        Assert.Empty(warnings);
        Assert.All(_fake.Requests, request => Assert.DoesNotContain("gone", request.Body, StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(before, _fake.Schemas(id)), $"{before}\n{_fake.Schemas(id)}");
        await AssertConvergedAsync();
    }

    [Fact]
    public async Task Disabled_schemas_and_fields_of_another_source_get_their_settings()
    {
        var other = _fake.AddConnection("Other", "postgresql");
        _fake.AddSync("Orders");
        await ExportAsync();
        _fake.SetTables(other, """[{"id":"new.on","fields":[{"id":"a"},{"id":"b"}]},{"id":"new.off","fields":[{"id":"a"}]}]""");
        Edit(file =>
        {
            file["source_connection"] = new JsonObject { ["id"] = other };
            file["schemas"] = JsonNode.Parse(
                """
                [{"id":"new.on","enabled":true,"fields":[{"id":"a","enabled":true},{"id":"b","enabled":false,"obfuscated":true},{"id":"c","enabled":false}]},
                {"id":"new.off","enabled":false,"partition_key":"a","fields":[{"id":"a","enabled":false},{"id":"c","enabled":true}]}]
                """);
        });
        Assert.Equal(ConfigurationStepKind.Update, Assert.Single(await ImportAsync()).Kind);
        await AssertConvergedAsync();
    }

    [Fact]
    public async Task The_old_time_of_a_schedule_is_removed_when_its_frequency_changes()
    {
        var id = _fake.AddSync("Orders", """{"default_schedule":{"frequency":"weekly","day_of_week":"monday","hour":"5","minute":"3","selective_mode":"incrementalFields"}}""");
        var file = Small("Orders", "snapshot");
        file["default_schedule"] = new JsonObject { ["frequency"] = "hourly", ["minute"] = "9" };
        await ImportAsync(file);
        var schedule = _fake.Sync(id)["default_schedule"]!;
        Assert.Equal(("hourly", "9", null, null, "incrementalFields"), ((string?)schedule["frequency"], (string?)schedule["minute"], (string?)schedule["hour"], (string?)schedule["day_of_week"], (string?)schedule["selective_mode"]));
        await AssertConvergedAsync(file);
    }

    [Theory]
    [InlineData(Normalizing.Trims, false)]
    [InlineData(Normalizing.Lowers, false)]
    [InlineData(Normalizing.Numbers, true)]
    [InlineData(Normalizing.DropsNulls, true)]
    [InlineData(Normalizing.AddsDefaults, true)]
    [InlineData(Normalizing.Trims | Normalizing.Lowers | Normalizing.Numbers | Normalizing.DropsNulls | Normalizing.AddsDefaults, false)]
    public async Task A_different_stored_form_is_reported_once_and_is_not_a_difference(Normalizing form, bool isQuiet)
    {
        _fake.Normalizes = form;
        var id = _fake.AddSync("Orders");
        await ExportAsync();
        var file = Read("Orders.json");
        (file["name"], file["mode"]) = (" Orders ", "replicate");
        file["destination_configuration"] = JsonNode.Parse("""{"schema":" RAW ","batch":"0030","unset":null,"list":[" A ","007"]}""");
        (file["default_schedule"]!["hour"], file["default_schedule"]!["minute"]) = ("07", "05");
        var schema = file["schemas"]!.AsArray().Single(one => (string?)one!["id"] == Orders)!;
        schema["filters"] = JsonNode.Parse("""[{"field_id":"amount","function":"GreaterThan","value":"0030"},{"field_id":"email","function":"IsNull"}]""");
        Write("Orders.json", file);
        var warnings = new List<string>();
        var step = Assert.Single(await ImportAsync(warnings: warnings));
        Assert.Equal((ConfigurationStepKind.Update, (Guid?)Guid.Parse(id)), (step.Kind, step.Sync?.Id));
        if (!isQuiet) Facts.Hold(Assert.Single(warnings), "different form", "' RAW '");
        Assert.DoesNotContain(warnings, warning => warning.Contains("did not take", StringComparison.Ordinal));
        await AssertConvergedAsync();
    }

    [Fact]
    public async Task An_export_is_the_same_text_in_whatever_order_the_service_answers()
    {
        var id = _fake.AddSync("Orders", """{"policies":["aaaaaaaa-0000-4000-8000-00000000000f","bbbbbbbb-0000-4000-8000-00000000000f"],"additional_schedules":[{"frequency":"hourly","minute":"5","schemas":["public.orders","public.audit"]},{"frequency":"daily","hour":"1","minute":"5"}]}""");
        _fake.SchemaEdit(id, Orders, """{"filters":[{"field_id":"email","function":"StringOneOf","value":["b","a","c"]},{"field_id":"amount","function":"GreaterThan","value":1},{"field_id":"id","function":"GreaterThan","value":1}]}""")();
        await ExportAsync();
        var text = File.ReadAllText(In("Orders.json"));
        _fake.ShufflesLists = true;
        for (var i = 0; i < 10; i++)
        {
            await ExportAsync();
            Assert.Equal(text, File.ReadAllText(In("Orders.json")));
            await AssertConvergedAsync();
        }
    }

    [Fact]
    public void The_order_of_a_list_that_is_a_set_is_not_a_difference() =>
        Gen.Select(World.Settings, World.Schemas, Gen.Int).Sample((settings, schemas, seed) =>
        {
            var one = new JsonObject { ["name"] = "x" };
            foreach (var (name, value) in settings) one[name] = value?.DeepClone();
            one["schemas"] = new JsonArray([.. schemas.Select(schema => schema.DeepClone())]);
            one["policies"] = new JsonArray("a", "b", "c");
            var other = Shuffled(one, ApiTables.BulkSync, new Random(seed)).AsObject();
            Assert.Equal([], JsonDifference.Between(ApiTables.BulkSync, one, other).Select(difference => difference.ToString()));
            Assert.Empty(JsonDifference.Between(ApiTables.BulkSync, one, other, Comparing.OnlyNamed));
            Assert.Equal(ConfigurationForm.Normalize(one, isWhole: true).ToJsonString(), ConfigurationForm.Normalize(other, isWhole: true).ToJsonString());
        });

    [Fact]
    public void The_order_of_an_unknown_list_is_a_difference()
    {
        var (one, other) = (Object("""{"destination_configuration":{"columns":["a","b"]}}"""), Object("""{"destination_configuration":{"columns":["b","a"]}}"""));
        Assert.Equal("DestinationConfiguration.columns", Assert.Single(JsonDifference.Between(ApiTables.BulkSync, one, other)).Property);
    }

    [Fact]
    public async Task A_secret_stays_with_a_renamed_item_and_is_not_lost_if_several_are_renamed()
    {
        var id = _fake.AddSync("Orders", """{"destination_configuration":{"hosts":[{"name":"a","password":"pa"},{"name":"b","password":"pb"}]}}""");
        await ExportAsync();
        Assert.DoesNotContain("\"pa\"", File.ReadAllText(In("Orders.json")), StringComparison.Ordinal);
        Edit(file => file["destination_configuration"]!["hosts"]![0]!["name"] = "c");
        await ImportAsync();
        Assert.Equal("""[{"name":"c","password":"pa"},{"name":"b","password":"pb"}]""", _fake.Sync(id)["destination_configuration"]!["hosts"]!.ToJsonString());
        await AssertConvergedAsync();

        Edit(file => (file["destination_configuration"]!["hosts"]![0]!["name"], file["destination_configuration"]!["hosts"]![1]!["name"]) = ("d", "e"));
        var step = Assert.Single(await ImportAsync());
        Assert.Equal((ConfigurationStepKind.Refuse, ConfigurationReasonKind.LosesSecret), (step.Kind, step.Reasons[0].Kind));
        Facts.Hold(step.Reasons[0].Words, "destination_configuration.hosts.password", id, "'Orders'");
        Assert.Equal("pa", (string?)_fake.Sync(id)["destination_configuration"]!["hosts"]![0]!["password"]);

        // If an item is removed, its secret is removed too.
        Edit(file => file["destination_configuration"]!["hosts"] = new JsonArray(new JsonObject { ["name"] = "b" }));
        await ImportAsync();
        Assert.Equal("""[{"name":"b","password":"pb"}]""", _fake.Sync(id)["destination_configuration"]!["hosts"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[redacted]")]
    [InlineData("<redacted>")]
    [InlineData("REDACTED")]
    [InlineData("********")]
    [InlineData("•••••")]
    public async Task A_mask_is_never_written(string mask)
    {
        var id = _fake.AddSync("Orders", """{"destination_configuration":{"schema":"raw","password":"hunter2","hosts":[{"name":"a","password":"pa"}]}}""");
        (_fake.MasksSyncs, _fake.Mask) = (true, mask);
        await ExportAsync();
        var edit = await _api.Client.BulkSyncs.EditAsync(Guid.Parse(id));
        edit.Apply(new JsonObject { ["name"] = "Renamed" });
        Assert.Equal(["destination_configuration.password", "destination_configuration.hosts.password"], edit.Masked);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.Updates.UpdateAsync(edit));
        Facts.Hold(failure.Message, "destination_configuration.password", "Nothing was written");
        Edit(file => file["mode"] = "replicate");
        Assert.Equal(ConfigurationReasonKind.LosesSecret, Assert.Single(Assert.Single(await ImportAsync()).Reasons).Kind);
        Assert.Equal(0, _fake.Count("PUT", "/api/bulk/syncs/*"));

        // With the new secrets, it is a normal change.
        edit.Apply(new JsonObject { ["destination_configuration"] = Object("""{"password":"new","hosts":[{"name":"a","password":"pn"}]}""") });
        await _api.Client.Updates.UpdateAsync(edit);
        Assert.Equal(("Renamed", "new"), ((string?)_fake.Sync(id)["name"], (string?)_fake.Sync(id)["destination_configuration"]!["password"]));
    }

    private static JsonNode Shuffled(JsonNode node, ApiTable? table, Random random)
    {
        if (node is not JsonObject json) return node.DeepClone();
        var shuffled = new JsonObject();
        foreach (var (name, value) in json)
        {
            var property = table?.Get(name);
            shuffled[name] = value is JsonArray items && property is { Kind: PropertyKind.Items or PropertyKind.Values }
                ? new JsonArray([.. items.OrderBy(_ => random.Next()).Select(item => item is null ? null : Shuffled(item, property.Table, random))])
                : value is JsonObject inner && property?.Table is { } below ? Shuffled(inner, below, random) : value?.DeepClone();
        }

        return shuffled;
    }

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>A file with only the required settings. It selects all schemas.</summary>
    private JsonObject Small(string name, string mode) => new()
    {
        ["name"] = name,
        ["mode"] = mode,
        ["source_connection"] = new JsonObject { ["id"] = _fake.SourceId },
        ["destination_connection"] = new JsonObject { ["id"] = _fake.DestinationId },
        ["destination_configuration"] = new JsonObject { ["schema"] = "raw" },
        ["default_schedule"] = new JsonObject { ["frequency"] = "daily", ["hour"] = "5", ["minute"] = "30" },
        ["schemas"] = new JsonArray(
            new JsonObject { ["id"] = Orders, ["enabled"] = true, ["fields"] = Fields("id", "amount", "email") },
            new JsonObject { ["id"] = "public.customers", ["enabled"] = true, ["fields"] = Fields("id", "name", "tax_number") },
            new JsonObject { ["id"] = "public.audit", ["enabled"] = true, ["fields"] = Fields("id", "entry") }),
    };

    private static JsonArray Fields(params string[] ids) => new([.. ids.Select(id => new JsonObject { ["id"] = id, ["enabled"] = true })]);

    private string In(string file) => Path.Combine(_folder, file);

    private JsonObject Read(string file) => Object(File.ReadAllText(In(file)));

    private void Write(string file, JsonObject json) => File.WriteAllText(In(file), json.ToJsonString());

    private void Edit(Action<JsonObject> edit)
    {
        var file = Read("Orders.json");
        edit(file);
        Write("Orders.json", file);
    }

    private async Task ExportAsync()
    {
        var configurations = new List<BulkSyncConfiguration>();
        foreach (var sync in await _api.Client.BulkSyncs.ListCertainAsync()) configurations.Add(await _api.Client.Configurations.ReadAsync(sync));
        foreach (var file in new ConfigurationFolder(_folder).Plan(configurations, isAll: true)) await file.ApplyAsync();
    }

    private async Task<List<ConfigurationStep>> ImportAsync(JsonObject? file = null, bool onlyCompares = false, List<string>? warnings = null)
    {
        if (file is not null) Write("Orders.json", file);
        var files = new ConfigurationSet();
        files.Add(_folder);
        Assert.All(files.Read(), source => Assert.Null(source.Fault));
        var planner = _api.Client.Configurations.Planner(files, new() { OnlyCompares = onlyCompares, SkipValidation = true });
        var steps = new List<ConfigurationStep>();
        await foreach (var step in planner.PlanAsync())
        {
            steps.Add(step);
            if (!onlyCompares && await planner.ApplyAsync(step) is { } update) warnings?.AddRange(update.Warnings);
        }

        return steps;
    }

    private async Task<List<BulkSyncDrift>> CompareAsync() => [.. (await ImportAsync(onlyCompares: true)).SelectMany(step => step.Drift)];

    private async Task AssertConvergedAsync(JsonObject? file = null)
    {
        var writes = _fake.Requests.Count(request => request.Method != "GET");
        Assert.Equal([], (await CompareAsync()).Select(drift => drift.ToString()));
        Assert.All(await ImportAsync(file), step => Assert.Equal(ConfigurationStepKind.Nothing, step.Kind));
        Assert.Equal(writes, _fake.Requests.Count(request => request.Method != "GET"));
    }
}
