using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>Files that a plan refuses, because the import would fail or do something that nobody wants.</summary>
public sealed class ConfigurationRefusalTests : IDisposable
{
    private const string Source = "fe37380e-a1d7-5015-b18b-27b0c7a45bcf";
    private const string Destination = "df17031c-7e75-5a8c-84e0-086692c1ac52";
    private const string Account = """{"id":"Account","enabled":true,"fields":[{"id":"Id","enabled":true}]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("active", "\"yes\"", "a", "active", "true or false")]
    [InlineData("schemas", """[{"id":"Account","fields":[{"id":"Id","enabled":1}]}]""", "a", "schemas.Account.fields.Id.enabled", "true or false")]
    [InlineData("additional_schedules", """[{"frequency":"manual","schemas":[5]}]""", "a", "additional_schedules.schemas", "texts")]
    [InlineData("default_schedule", """{"frequency":"manual","resync_mode":"refetch"}""", "a", "default_schedule.resync_mode", "additional schedule")]
    [InlineData("normalize_names", "null", "a", "normalize_names", "must have a value")]
    [InlineData("mode", "null", "a", "mode", "'mode'")]
    [InlineData("name", "5", null, "name", "'name'")]
    public void A_file_with_a_wrong_value_is_in_the_plan(string name, string value, string? sync, string property, string fact)
    {
        Write("1", Settings("a", "here"), name, value);
        var plan = PlanOfFault();
        Assert.Equal(("Refuse", sync, property, null), (plan.Action, plan.Sync, plan.Property, plan.SyncId));
        Facts.Hold(plan.Reason!, "1.json", fact);
    }

    [Theory]
    [InlineData("{\"name\":", 1, "JSON")]
    [InlineData("{\n<<<<<<< ours\n}", 2, "merge conflict")]
    [InlineData("{\"name\":\n\n\"\u00ff\"}", 3, "UTF-8")]
    public void A_file_that_cannot_be_read_is_in_the_plan(string text, int line, string fact)
    {
        File.WriteAllBytes(Path.Combine(_folder, "1.json"), Encoding.GetEncoding("iso-8859-1").GetBytes(text));
        var plan = PlanOfFault();
        Assert.Equal(("Refuse", null, null, line), (plan.Action, plan.Sync, plan.Property, plan.Line));
        Assert.Equal(Path.Combine(_folder, "1.json"), plan.Path);
        Facts.Hold(plan.Reason!, "1.json", fact);
    }

    [Fact]
    public void A_refusal_in_the_plan_is_the_reason_and_only_an_unreadable_file_is_called_no_configuration()
    {
        Assert.Equal("why", new ConfigurationFault("1.json", new InvalidOperationException("why")).Plan.Reason);
        foreach (var cause in new Exception[] { new FormatException("why"), new IOException("why"), new UnauthorizedAccessException("why") })
        {
            var plan = new ConfigurationFault("1.json", cause).Plan;
            Assert.NotEqual("why", plan.Reason);
            Facts.Hold(plan.Reason!, "1.json", "why");
        }
    }

    [Fact]
    public void A_fault_without_a_place_has_no_line()
    {
        var fault = new InvalidConfigurationException("Why.");
        Assert.Same(fault, fault.At("{}"));
    }

    [Theory]
    [InlineData("default_schedule", """{"frequency":"daily"}""", "default_schedule.minute", "'default_schedule.hour'")]
    [InlineData("default_schedule", """{"frequency":"daily","minute":"5"}""", "default_schedule.hour", "'daily'")]
    [InlineData("default_schedule", """{"frequency":"weekly","hour":"4","minute":"5"}""", "default_schedule.day_of_week", "'weekly'")]
    [InlineData("default_schedule", """{"frequency":"custom"}""", "default_schedule.minute", "'default_schedule.month'")]
    [InlineData("additional_schedules", """[{"frequency":"hourly","minute":"1"},{"frequency":"daily","minute":"1"}]""", "additional_schedules.hour", "'daily'")]
    [InlineData("additional_schedules", """[{"minute":"1"}]""", "additional_schedules.frequency", "1.json")]
    [InlineData("schemas", """[{"id":"Account","enabled":true,"fields":[{"id":"Id","enabled":true}],"filters":[{"field_id":"Id","value":"x"}]}]""", "schemas.Account.filters.function", "function")]
    public async Task A_file_without_a_required_setting_is_refused(string name, string value, string property, string fact)
    {
        foreach (var exists in new[] { true, false })
        {
            using var world = new World(updateIgnoresSchemas: false);
            var settings = Settings("a", "here");
            settings["default_schedule"] = JsonNode.Parse("""{"frequency":"hourly","minute":"5"}""");
            if (exists) world.Make(settings, [JsonNode.Parse(Account)!.AsObject()]);
            Write("1", settings, name, value);
            var step = Assert.Single(await PlanAsync(world));
            var plan = Assert.Single(step.Plan);
            Assert.Equal(("Refuse", "a", property), (plan.Action, plan.Sync, plan.Property));
            Assert.Equal(ConfigurationReasonKind.LacksSetting, Assert.Single(step.Reasons).Kind);
            Facts.Hold(plan.Reason!, "1.json", $"'{property}'", fact);

            var forced = Assert.Single(await PlanAsync(world, new() { SkipValidation = true }));
            Assert.Equal(exists ? ConfigurationStepKind.Update : ConfigurationStepKind.Create, forced.Kind);
            Assert.Equal(ConfigurationReasonKind.LacksSetting, Assert.Single(forced.Reasons).Kind);
            await Assert.ThrowsAsync<PolytomicApiException>(() => world.Client.Configurations.ApplyAsync(forced));
        }
    }

    [Theory]
    [InlineData("tracking_field", "\"nope\"", "tracking_field")]
    [InlineData("partition_key", "\"nope\"", "partition_key")]
    [InlineData("filters", """[{"field_id":"Id","function":"IsNull"},{"field_id":"nope","function":"IsNull"}]""", "filters.field_id")]
    public async Task A_disabled_schema_whose_settings_use_a_field_that_it_does_not_have_is_refused(string name, string value, string property)
    {
        foreach (var exists in new[] { true, false })
        {
            using var world = new World(updateIgnoresSchemas: false);
            if (exists) world.Make(Settings("a", "here"), [JsonNode.Parse(Account)!.AsObject()]);
            Write("1", Settings("a", "here"), "schemas", $$"""[{{Account}},{"id":"Contact","enabled":false,"fields":[],"{{name}}":{{value}}}]""");
            var step = Assert.Single(await PlanAsync(world));
            var plan = Assert.Single(step.Plan);
            Assert.Equal(("Refuse", $"schemas.Contact.{property}", 1), (plan.Action, plan.Property, plan.Line));
            Assert.Equal(ConfigurationReasonKind.DoesNotFit, Assert.Single(step.Reasons).Kind);
            Facts.Hold(plan.Reason!, "1.json", "'Contact'", "'nope'");
        }
    }

    [Theory]
    [InlineData("""{"id":"Gone","enabled":false,"tracking_field":"x","fields":[{"id":"x","enabled":true}]}""")]
    [InlineData("""{"id":"Contact","enabled":false,"partition_key":"Id","fields":[{"id":"Id","enabled":true},{"id":"gone","enabled":true}]}""")]
    [InlineData("""{"id":"Contact","enabled":true,"fields":[{"id":"Id","enabled":true},{"id":"gone","enabled":false,"obfuscated":true}]}""")]
    public async Task A_new_bulk_sync_is_created_without_disabled_schemas_and_fields_that_the_source_does_not_have(string schema)
    {
        using var world = new World(updateIgnoresSchemas: false);
        Write("1", Settings("a", "here"), "schemas", $"[{Account},{schema}]");
        foreach (var skips in new[] { true, false })
        {
            var step = Assert.Single(await PlanAsync(world, new() { SkipValidation = skips }));
            Assert.Equal(ConfigurationStepKind.Create, step.Kind);
            var made = (await world.Client.Configurations.ApplyAsync(step))!.Sync;
            Assert.DoesNotContain("gone", world.Selection(made.Id!.Value), StringComparison.OrdinalIgnoreCase);
            Assert.Equal(ConfigurationStepKind.Nothing, Assert.Single(await PlanAsync(world)).Kind);
            await world.Client.BulkSyncs.DeleteAsync(made.Id.Value);
        }
    }

    [Fact]
    public async Task A_schedule_keeps_the_times_that_a_file_omits_if_its_frequency_stays()
    {
        using var world = new World(updateIgnoresSchemas: false);
        var settings = Settings("a", "here");
        settings["default_schedule"] = JsonNode.Parse("""{"frequency":"daily","hour":"4","minute":"5"}""");
        var id = world.Make(settings, []);
        Write("1", settings, "default_schedule", """{"frequency":"daily","hour":"6"}""");
        var step = Assert.Single(await PlanAsync(world));
        Assert.Equal(ConfigurationStepKind.Update, step.Kind);
        await world.Client.Configurations.ApplyAsync(step);
        Assert.Equal(("6", "5"), ((string?)world.Sync(id)["default_schedule"]!["hour"], (string?)world.Sync(id)["default_schedule"]!["minute"]));
    }

    [Theory]
    [InlineData("""{"id":"Account","enabled":true}""")]
    [InlineData("""{"id":"Account","enabled":true,"fields":null}""")]
    public async Task An_enabled_schema_needs_its_fields(string schema)
    {
        using var world = new World(updateIgnoresSchemas: false);
        Write("1", Settings("a", "here"), "schemas", $"[{schema}]");
        var plan = Assert.Single(Assert.Single(await PlanAsync(world)).Plan);
        Assert.Equal(("Refuse", "schemas.Account.fields"), (plan.Action, plan.Property));
        Facts.Hold(plan.Reason!, "1.json", "'Account'", "\"fields\": [");
        var forced = Assert.Single(await PlanAsync(world, new() { SkipValidation = true }));
        Assert.Equal((ConfigurationStepKind.Create, ConfigurationReasonKind.LacksSetting), (forced.Kind, Assert.Single(forced.Reasons).Kind));

        // The service already has the fields.
        var id = world.Make(Settings("a", "here"), [JsonNode.Parse(Account)!.AsObject()]);
        Write("1", With(Settings("a", "here"), "mode", "snapshot"), "schemas", $"[{schema}]");
        var step = Assert.Single(await PlanAsync(world));
        Assert.Equal(("Mode", ConfigurationStepKind.Update), (Assert.Single(step.Plan).Property, step.Kind));
        var before = World.Exact(world.Schema(id, "Account")["fields"]);
        await world.Client.Configurations.ApplyAsync(step);
        Assert.Equal(before, World.Exact(world.Schema(id, "Account")["fields"]));
    }

    [Fact]
    public async Task An_update_with_a_schema_that_the_bulk_sync_does_not_have_is_refused()
    {
        var hides = false;
        using var world = new World(updateIgnoresSchemas: false, instead: request => hides && request.Method == "GET" && request.Path.EndsWith("/schemas", StringComparison.Ordinal)
            ? new SandboxAnswer(200, Encoding.UTF8.GetBytes("""{"data":[]}"""), new Dictionary<string, string>()) : null);
        world.Make(Settings("a", "here"), []);
        Write("1", Settings("a", "here"), "schemas", $"[{Account}]");
        hides = true;
        foreach (var skips in new[] { false, true })
        {
            var step = Assert.Single(await PlanAsync(world, new() { SkipValidation = skips }));
            Assert.Equal(ConfigurationStepKind.Refuse, step.Kind);
            Facts.Hold(step.Failure!.Message, "'Account'");
        }
    }

    [Fact]
    public async Task A_flag_that_is_null_in_a_file_is_an_omitted_one()
    {
        using var world = new World(updateIgnoresSchemas: false);
        var settings = Settings("a", "here");
        (settings["active"], settings["disable_record_timestamps"]) = (true, true);
        var schema = JsonNode.Parse("""{"id":"Account","enabled":true,"disable_data_cutoff":true,"fields":[{"id":"Id","enabled":true,"obfuscated":true}]}""")!.AsObject();
        world.Make(settings, [schema.DeepClone().AsObject()]);
        (settings["active"], settings["disable_record_timestamps"], schema["disable_data_cutoff"], schema["fields"]![0]!["obfuscated"]) = (null, null, null, null);
        Write("1", settings, "schemas", $"[{schema.ToJsonString()}]");
        Assert.Equal(ConfigurationStepKind.Nothing, Assert.Single(await PlanAsync(world)).Kind);

        using var empty = new World(updateIgnoresSchemas: false);
        var step = Assert.Single(await PlanAsync(empty));
        Assert.Equal((ConfigurationStepKind.Create, false), (step.Kind, step.Wanted!.IsActive));
        var made = (await empty.Client.Configurations.ApplyAsync(step))!.Sync;
        Assert.False(made.Active);
        Assert.True(empty.Schema(made.Id!.Value, "Account")["fields"]!.AsArray().All(field => field!["obfuscated"]?.GetValue<bool>() != true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_null_in_a_new_schedule_or_filter_is_an_omitted_value(bool exists)
    {
        using var world = new World(updateIgnoresSchemas: false);
        var settings = Settings("a", "here");
        if (exists) world.Make(settings, [JsonNode.Parse(Account)!.AsObject()]);
        settings["additional_schedules"] = JsonNode.Parse(
            """[{"frequency":"hourly","minute":"5","day_of_week":null,"resync_mode":null,"selective_mode":null,"schemas":null}]""");
        var account = JsonNode.Parse(Account)!;
        account["filters"] = JsonNode.Parse("""[{"field_id":null,"function":"Equality","value":"x"}]""");
        Write("1", settings, "schemas", $"[{account.ToJsonString()}]");
        var step = Assert.Single(await PlanAsync(world));
        Assert.Equal(exists ? ConfigurationStepKind.Update : ConfigurationStepKind.Create, step.Kind);
        var id = (await world.Client.Configurations.ApplyAsync(step))!.Sync.Id!.Value;
        Assert.Equal("5", (string?)world.Sync(id)["additional_schedules"]![0]!["minute"]);
        Assert.Equal("x", (string?)world.Schema(id, "Account")["filters"]![0]!["value"]);
        Assert.Equal(ConfigurationStepKind.Nothing, Assert.Single(await PlanAsync(world)).Kind);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    public async Task A_copy_beside_its_original_is_refused(string copy)
    {
        var reads = 0;
        using var world = new World(updateIgnoresSchemas: false, before: request => reads += request.Path.Contains("/schemas", StringComparison.Ordinal) ? 1 : 0);
        var id = world.Make(Settings("a", "here"), [JsonNode.Parse(Account)!.AsObject()]);
        Write("1", Settings("a", "here"), "schemas", $"[{Account}]");
        await PlanAsync(world);
        var needed = reads;
        Write(copy, Settings("b", "here"), "schemas", $"[{Account}]");
        reads = 0;
        var steps = await PlanAsync(world);
        Assert.Equal(needed, reads);
        Assert.Equal([("a", ConfigurationStepKind.Nothing), ("b", ConfigurationStepKind.Refuse)], steps.Select(step => (step.Name, step.Kind)).OrderBy(step => step.Name, StringComparer.Ordinal));
        var reason = Assert.Single(steps.Single(step => step.Name == "b").Reasons);
        Assert.Equal((ConfigurationReasonKind.SecondSync, (Guid?)id), (reason.Kind, reason.Id));
        Facts.Hold(reason.Words, "'b'", "'a'", "1.json", $"{copy}.json");
        var forced = (await PlanAsync(world, new() { SkipValidation = true })).Single(step => step.Name == "b");
        Assert.Equal((ConfigurationStepKind.Create, ConfigurationReasonKind.SecondSync), (forced.Kind, Assert.Single(forced.Reasons).Kind));

        // If only the copy is specified, the original still has its file.
        var files = new ConfigurationSet();
        files.Add(Path.Combine(_folder, copy + ".json"));
        Assert.Equal(ConfigurationReasonKind.SecondSync, Assert.Single(Assert.Single(await PlanAsync(world, new(), files)).Reasons).Kind);
    }

    [Fact]
    public async Task A_file_can_use_the_place_that_another_file_leaves()
    {
        using var world = new World(updateIgnoresSchemas: false);
        world.Make(Settings("a", "here"), [JsonNode.Parse(Account)!.AsObject()]);
        Write("1", Settings("a", "there"), "schemas", $"[{Account}]");
        Write("2", Settings("b", "here"), "schemas", $"[{Account}]");
        Assert.Equal([ConfigurationStepKind.Update, ConfigurationStepKind.Create], (await PlanAsync(world)).Select(step => step.Kind));
        Write("2", Settings("b", "there"), "schemas", $"[{Account}]");
        Assert.Equal([ConfigurationStepKind.Update, ConfigurationStepKind.Refuse], (await PlanAsync(world)).Select(step => step.Kind));
    }

    [Fact]
    public async Task Of_two_new_files_that_are_alike_the_second_is_refused()
    {
        using var world = new World(updateIgnoresSchemas: false);
        Write("1", Settings("a", "here"), "schemas", $"[{Account}]");
        Write("2", With(Settings("b", "here"), "mode", "snapshot"), "schemas", $"[{Account}]");
        Write("3", Settings("c", "there"), "schemas", $"[{Account}]");
        Write("4", Settings("d", "here"), "schemas", """[{"id":"Contact","enabled":true,"fields":[{"id":"Id","enabled":true}]}]""");
        var steps = await PlanAsync(world);
        Assert.Equal(
            [ConfigurationStepKind.Create, ConfigurationStepKind.Refuse, ConfigurationStepKind.Create, ConfigurationStepKind.Create], steps.Select(step => step.Kind));
        var reason = Assert.Single(steps[1].Reasons);
        Assert.Equal((ConfigurationReasonKind.SecondSync, (Guid?)null), (reason.Kind, reason.Id));
        Facts.Hold(reason.Words, "1.json", "2.json");
    }

    private BulkSyncPlan PlanOfFault()
    {
        var files = new ConfigurationSet();
        files.Add(_folder);
        return Assert.Single(files.Read()).Fault!.Plan;
    }

    private async Task<List<ConfigurationStep>> PlanAsync(World world, ConfigurationPlanOptions? options = null, ConfigurationSet? files = null)
    {
        if (files is null)
        {
            files = new();
            files.Add(_folder);
        }

        Assert.All(files.Read(), source => Assert.Null(source.Fault));
        var steps = new List<ConfigurationStep>();
        await foreach (var step in world.Client.Configurations.Planner(files, options ?? new()).PlanAsync()) steps.Add(step);
        return steps;
    }

    private void Write(string file, JsonObject settings, string name, string value)
    {
        var json = settings.DeepClone().AsObject();
        json["schemas"] = new JsonArray(JsonNode.Parse(Account));
        foreach (var role in new[] { "source_connection", "destination_connection" })
        {
            json[role] = new JsonObject { ["id"] = json[role + "_id"]!.DeepClone() };
            json.Remove(role + "_id");
        }

        json[name] = JsonNode.Parse(value);
        File.WriteAllText(Path.Combine(_folder, file + ".json"), json.ToJsonString());
    }

    private static JsonObject With(JsonObject settings, string name, string value)
    {
        settings[name] = value;
        return settings;
    }

    private static JsonObject Settings(string name, string place) => new()
    {
        ["name"] = name,
        ["mode"] = "replicate",
        ["source_connection_id"] = Source,
        ["destination_connection_id"] = Destination,
        ["destination_configuration"] = new JsonObject { ["schema"] = place },
        ["default_schedule"] = new JsonObject { ["frequency"] = "manual" },
    };
}
