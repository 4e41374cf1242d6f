using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>The steps of a plan: which ones there are, in which order, and what is read for them.</summary>
public sealed class ConfigurationStepTests : IDisposable
{
    private const string Orders = """{"id":"public.orders","enabled":true,"fields":[{"id":"id","enabled":true}]}""";

    private static readonly string[] Extra = ["x", "y"];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly FakeService _fake = new(new TestClock());
    private readonly Api _api;

    public ConfigurationStepTests() => _api = new Api(_fake);

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_plan_without_files_has_no_steps_and_reads_nothing()
    {
        _fake.AddSync("a");
        var planner = Planner(new() { Prune = true });
        Assert.Empty(await ListAsync(planner));
        Assert.Equal((0, 0), (planner.Total, _fake.Requests.Count));
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 3)]
    [InlineData(false, true, 3)]
    public async Task A_sync_without_a_file_counts_only_if_the_plan_has_a_step_for_it(bool prunes, bool onlyCompares, int total)
    {
        AddSync("a");
        AddSync("x");
        AddSync("y");
        await ExportAsync("a");
        var planner = Planner(new() { Prune = prunes, OnlyCompares = onlyCompares });
        Assert.Equal(total, (await ListAsync(planner)).Count);
        Assert.Equal(total, planner.Total);
    }

    [Theory]
    [InlineData("source_connection", "Connection", ConfigurationReasonKind.NoSuchConnection)]
    [InlineData("destination_connection", "Connection", ConfigurationReasonKind.NoSuchConnection)]
    [InlineData("policies", "policy", ConfigurationReasonKind.NoSuchPolicy)]
    public async Task Nothing_is_deleted_if_a_file_has_an_object_that_does_not_exist(string property, string name, ConfigurationReasonKind kind)
    {
        AddSync("a");
        AddSync("b");
        var none = new JsonObject { ["id"] = $"{Guid.Empty}", ["name"] = name };
        Write("1", "a", json => json[property] = property == "policies" ? new JsonArray(none) : none);
        Write("2", "b");
        var steps = await PlanAsync(new() { Prune = true });
        Assert.Equal(["Refuse a", "Update b", "Refuse"], Words(steps));
        var reason = Assert.Single(steps[0].Reasons);
        Assert.Equal((kind, property, (Guid?)Guid.Empty, (Guid?)null), (reason.Kind, reason.Property, reason.Id, reason.Instead));
        Facts.Hold(reason.Words, $"'{name}'", $"{Guid.Empty}", "1.json", "line 1");
        Assert.DoesNotMatch(@"\b0 of\b", reason.Words);
        Assert.Equal(ConfigurationReasonKind.Incomplete, Assert.Single(steps[2].Reasons).Kind);
    }

    [Theory]
    [InlineData(false, "Nothing twin", "Create z", "Delete twin")]
    [InlineData(true, "Nothing twin", "Delete twin", "Create z")]
    public async Task Deletions_come_last_and_a_comparison_reports_syncs_of_one_name_together(bool onlyCompares, params string[] expected)
    {
        var id = AddSync("twin");
        _fake.AddSync("twin", """{"destination_configuration":{"schema":"elsewhere"}}""");
        Write("1", await ReadAsync(id));
        Write("2", "z");
        Assert.Equal(expected, Words(await PlanAsync(new() { Prune = !onlyCompares, OnlyCompares = onlyCompares })));
    }

    [Theory]
    [InlineData(true, 0, "Nothing a", "Nothing b", "settled")]
    [InlineData(true, 2, "Nothing a", "Nothing b", "settled", "Delete y", "Delete x")]
    [InlineData(false, 2, "Nothing a", "Nothing b")]
    public async Task The_steps_of_files_are_completed_once_before_the_first_deletion(bool prunes, int extra, params string[] expected)
    {
        AddSync("a");
        AddSync("b");
        await ExportAsync("a", "b");
        foreach (var name in Extra.Take(extra)) AddSync(name);
        var events = new List<string>();
        await foreach (var step in Planner(new() { Prune = prunes }).PlanAsync(Settle)) events.Add($"{step.Kind} {step.Name}");
        Assert.Equal(expected, events);

        Task Settle()
        {
            events.Add("settled");
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 2)]
    [InlineData(true, 0)]
    [InlineData(true, 2)]
    public async Task A_plan_says_what_it_leaves_out_only_if_there_are_syncs_without_a_file(bool onlyCompares, int extra)
    {
        AddSync("a");
        Write("1", "a", json => json["modee"] = onlyCompares ? null : "x");
        foreach (var name in Extra.Take(extra)) AddSync(name);
        if (onlyCompares) File.WriteAllText(Path.Combine(_folder, "2.json"), "{");
        var steps = await PlanAsync(new() { Prune = !onlyCompares, OnlyCompares = onlyCompares }, isWhole: !onlyCompares);
        Assert.Equal(onlyCompares ? ConfigurationStepKind.Update : ConfigurationStepKind.Refuse, steps[0].Kind);
        var reasons = steps.Skip(1).SelectMany(step => step.Reasons).ToList();
        if (extra == 0) Assert.Empty(reasons);
        else Assert.Equal(ConfigurationReasonKind.Incomplete, Assert.Single(reasons).Kind);
        if (extra > 0 && onlyCompares) Facts.Hold(reasons[0].Words, "2");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_sync_is_deleted_after_several_failed_steps(int failed)
    {
        AddSync("old");
        var names = Enumerable.Range(1, failed).Select(number => $"new {number}").ToList();
        foreach (var name in names) Write(name, name);
        _fake.On("POST", "/api/bulk/syncs", times: 2).Instead(422);
        var planner = Planner(new() { Prune = true });
        var steps = new List<ConfigurationStep>();
        await foreach (var step in planner.PlanAsync())
        {
            steps.Add(step);
            if (step.Kind == ConfigurationStepKind.Create) await Assert.ThrowsAsync<PolytomicApiException>(() => planner.ApplyAsync(step));
        }

        Assert.Equal([.. names.Select(name => $"Create {name}"), "Refuse"], Words(steps));
    }

    [Theory]
    [InlineData(true, "active")]
    [InlineData(false, "paused")]
    public async Task A_creation_shows_whether_the_sync_is_active_and_how_many_schemas_it_has(bool isActive, string state)
    {
        Write("1", "a", json =>
        {
            json["active"] = isActive;
            json["schemas"] = JsonNode.Parse($$"""[{{Orders}},{"id":"public.audit"},{"id":"public.customers"}]""");
        });
        Facts.Hold(Assert.Single(Assert.Single(await PlanAsync()).Changes), state, "1", "3");
    }

    [Theory]
    [InlineData("[]", ConfigurationReasonKind.SaysTheSame)]
    [InlineData($"[{Orders}]", ConfigurationReasonKind.SecondSync)]
    public async Task Of_two_equal_new_files_the_second_is_refused_for_one_reason(string schemas, ConfigurationReasonKind kind)
    {
        Write("1", "a", json => json["schemas"] = JsonNode.Parse(schemas));
        File.Copy(Path.Combine(_folder, "1.json"), Path.Combine(_folder, "2.json"));
        Write("3", "b", json => json["schemas"] = JsonNode.Parse(schemas));
        var steps = await PlanAsync();
        Assert.Equal(["Create a", "Refuse a", "Create b"], Words(steps));
        Assert.Equal(kind, Assert.Single(steps[1].Reasons).Kind);
        Facts.Hold(steps[1].Reasons[0].Words, "2.json");
        var forced = await PlanAsync(new() { SkipValidation = true });
        Assert.Equal(["", $"{kind}", ""], forced.Select(step => string.Join(" ", step.Reasons.Select(reason => reason.Kind))));
    }

    [Theory]
    [InlineData(true, ConfigurationReasonKind.SecondSync)]
    [InlineData(false, ConfigurationReasonKind.MayBeRenamed)]
    public async Task A_copy_in_another_folder_names_the_file_of_the_original(bool hasFile, ConfigurationReasonKind kind)
    {
        var id = AddSync("a");
        var other = Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName;
        if (hasFile) Write("1", "a", json => json["schemas"] = JsonNode.Parse($"[{Orders}]"));
        Write("other/2", "b", json =>
        {
            json["destination_configuration"] = new JsonObject { ["schema"] = "a" };
            json["schemas"] = JsonNode.Parse($"[{Orders}]");
        });
        var files = new ConfigurationSet();
        files.Add(_folder);
        files.Add(other);
        _ = files.Read().ToList();
        var steps = await ListAsync(_api.Client.Configurations.Planner(files, new()));
        var reason = Assert.Single(steps[^1].Reasons);
        Assert.Equal((kind, (Guid?)Guid.Parse(id)), (reason.Kind, reason.Id));
        Facts.Hold(reason.Words, hasFile ? ["1.json", "2.json", "'a'", "'b'"] : ["2.json", "'a'", "'b'"]);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData(" a ", "a")]
    [InlineData("a", " a ")]
    [InlineData("a", "other")]
    public async Task A_file_in_the_same_folder_that_was_not_specified_belongs_to_the_sync_with_its_name(string sync, string name)
    {
        _fake.AddSync(sync);
        Write("1", name);
        Write("2", "copy", json =>
        {
            json["destination_configuration"] = new JsonObject { ["schema"] = "raw" };
            json["schemas"] = JsonNode.Parse($"[{Orders}]");
        });
        var files = new ConfigurationSet();
        files.Add(Path.Combine(_folder, "2.json"));
        _ = files.Read().ToList();
        var reason = Assert.Single(Assert.Single(await ListAsync(_api.Client.Configurations.Planner(files, new()))).Reasons);
        Assert.Equal(name == "other" ? ConfigurationReasonKind.MayBeRenamed : ConfigurationReasonKind.SecondSync, reason.Kind);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("c")]
    public async Task A_property_that_any_sync_with_a_file_has_is_not_mistyped(string owner)
    {
        foreach (var name in new[] { "a", "b", "c" }) Write(name, name, json => json["later"] = name == "a" ? 2 : null);
        foreach (var name in new[] { "a", "b", "c" }) _fake.SyncEdit(AddSync(name), name == owner ? """{"later":1}""" : "{}")();
        Assert.Equal(["Update a", "Update b", "Update c"], Words(await PlanAsync()));
    }

    [Fact]
    public async Task A_property_that_one_of_several_syncs_of_one_name_has_is_not_mistyped()
    {
        var id = AddSync("twin");
        _fake.SyncEdit(id, """{"later":1}""")();
        _fake.AddSync("twin", """{"destination_configuration":{"schema":"elsewhere"}}""");
        Write("1", "new", json => json["later"] = 2);
        Write("2", await ReadAsync(id));
        Assert.Equal(["Create new", "Nothing twin"], Words(await PlanAsync()));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 0)]
    [InlineData("b", 1)]
    [InlineData("ab", 1)]
    [InlineData("abc", 1)]
    public async Task To_find_mistyped_names_the_rest_of_the_syncs_is_read_at_most_once_more(string odd, int more)
    {
        var paths = new Dictionary<string, string>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            var id = AddSync(name);
            paths[name] = $"/api/bulk/syncs/{id}/schemas";
            Write(name, name, json => json["later"] = odd.Contains(name, StringComparison.Ordinal) ? 1 : null);
            if (odd == "a" && name == "a") _fake.SyncEdit(id, """{"later":1}""")();
        }

        var steps = await PlanAsync();
        Assert.Equal(odd.Length == 0 || more == 0 ? 0 : odd.Length, steps.Count(step => step.Kind == ConfigurationStepKind.Refuse));
        var once = _fake.Count("GET", paths["a"]);
        Assert.Equal(once * (1 + more), _fake.Count("GET", paths["c"]));
        Assert.Equal(once * (1 + (odd.StartsWith("ab", StringComparison.Ordinal) ? 1 : 0)), _fake.Count("GET", paths["b"]));
    }

    [Theory]
    [InlineData("destination_connection", """{"id":"99999999-0000-4000-8000-000000000000","name":"Warehouse"}""", null)]
    [InlineData("destination_connection", """{"id":"99999999-0000-4000-8000-000000000000","name":"Nowhere"}""", "DestinationConnection.Id")]
    [InlineData("policies", """[{"id":"POLICY"},{"id":"99999999-0000-4000-8000-000000000000","name":"Second"}]""", null)]
    [InlineData("policies", """[{"id":"POLICY"},{"id":"99999999-0000-4000-8000-000000000000","name":"Nowhere"}]""", "Policies")]
    public async Task A_comparison_finds_what_has_another_id_by_its_name_and_accepts_what_does_not_exist(string property, string value, string? difference)
    {
        var id = AddSync("a", $$"""{"mode":"replicate","policies":["{{_fake.PolicyId}}","{{_fake.AddPolicy("Second")}}"]}""");
        var file = await ReadAsync(id);
        file[property] = JsonNode.Parse(value.Replace("POLICY", _fake.PolicyId, StringComparison.Ordinal));
        Write("1", file);
        var step = Assert.Single(await PlanAsync(new() { OnlyCompares = true }));
        Assert.Equal(difference is null ? ConfigurationStepKind.Nothing : ConfigurationStepKind.Update, step.Kind);
        Assert.Equal(difference is null ? [] : [difference], step.Drift.Select(drift => drift.Property));
    }

    [Fact]
    public async Task A_deletion_of_a_sync_that_is_gone_does_nothing()
    {
        AddSync("a");
        await ExportAsync("a");
        var id = AddSync("x");
        var planner = Planner(new() { Prune = true });
        await foreach (var step in planner.PlanAsync())
        {
            if (step.Kind == ConfigurationStepKind.Delete) _fake.SyncRemoval(id)();
            Assert.Null(await planner.ApplyAsync(step));
        }

        Assert.Equal((1, 0), (_fake.Count("GET", $"/api/bulk/syncs/{id}"), _fake.Count("DELETE", "/api/bulk/syncs/*")));
    }

    [Fact]
    public async Task What_a_sync_already_has_is_not_refused_if_the_connections_no_longer_offer_it()
    {
        var (id, source, destination) = (AddSync("a"), _fake.AddConnection("Other", "postgresql"), _fake.AddConnection("Other warehouse", "snowflake"));
        _fake.SyncEdit(id, """{"destination_configuration":{"schema":null}}""")();
        var file = await ReadAsync(id);
        _fake.SetTables(_fake.SourceId, """[{"id":"public.orders","fields":[{"id":"id"}]}]""");
        file["mode"] = "replicate";
        file["schemas"]!.AsArray().Single(schema => (string?)schema!["id"] == "public.audit")!["user_output_name"] = "log";
        Write("1", file);
        var step = Assert.Single(await PlanAsync());
        Assert.Equal(["", "Update a"], [string.Join(" ", step.Reasons.Select(reason => reason.Words)), .. Words([step])]);

        // Other connections must offer it.
        _fake.SetTables(source, """[{"id":"public.orders","fields":[{"id":"id"}]}]""");
        foreach (var (role, other, fact) in new[] { ("source", source, "'public.audit'"), ("destination", destination, "'schema'") })
        {
            var moved = file.DeepClone().AsObject();
            moved[role + "_connection"] = new JsonObject { ["id"] = other };
            Write("1", moved);
            var refused = Assert.Single(Assert.Single(await PlanAsync()).Reasons);
            Assert.Equal(ConfigurationReasonKind.DoesNotFit, refused.Kind);
            Facts.Hold(refused.Words, fact);
        }
    }

    [Theory]
    [InlineData("source")]
    [InlineData("destination")]
    public async Task An_import_can_change_a_connection(string role)
    {
        var (id, other) = (AddSync("a"), _fake.AddConnection("Other", role == "source" ? "postgresql" : "snowflake"));
        var file = await ReadAsync(id);
        _fake.SetTables(other, """[{"id":"public.orders","fields":[{"id":"id"},{"id":"amount"},{"id":"email"}]}]""");
        file[role + "_connection"] = new JsonObject { ["id"] = other };
        if (role == "source") file["schemas"] = JsonNode.Parse($"[{Orders}]");
        Write("1", file);
        await PlanAsync(applies: true);
        Assert.Equal(other, (string?)_fake.Sync(id)[role + "_connection_id"]);
        Assert.Equal(["Nothing a"], Words(await PlanAsync()));
    }

    [Fact]
    public async Task A_schema_that_appears_during_an_import_is_not_enabled()
    {
        var id = AddSync("a", """{"automatically_add_new_objects":"all","automatically_add_new_fields":"all"}""");
        var file = await ReadAsync(id);
        file["mode"] = "replicate";
        Write("1", file);
        _fake.Puts = PutWay.ResetsAll;
        _fake.On("PUT", $"/api/bulk/syncs/{id}").First(() => _fake.SetTables(_fake.SourceId, """
            [{"id":"public.orders","fields":[{"id":"id"},{"id":"amount"},{"id":"email"},{"id":"new"}]},{"id":"public.new","fields":[{"id":"id"}]},
             {"id":"public.customers","fields":[{"id":"id"},{"id":"name"},{"id":"tax_number"}]},{"id":"public.audit","fields":[{"id":"id"},{"id":"entry"}]}]
            """));
        await PlanAsync(applies: true);
        Assert.False((bool?)_fake.Schema(id, "public.new")["enabled"]);
        Assert.False((bool?)_fake.Schema(id, "public.orders")["fields"]!.AsArray().Single(field => (string?)field!["id"] == "new")!["enabled"]);
        Assert.True((bool?)_fake.Schema(id, "public.orders")["enabled"]);
    }

    [Theory]
    [InlineData(false, "replicat", "execution")]
    [InlineData(false, "replicate", "^[^.]*execution[^.]*[.]$")]
    [InlineData(true, "replicate", "^$")]
    public async Task A_plan_says_what_pausing_cancels(bool active, string mode, string reason)
    {
        var id = AddSync("a", $$"""{"active":{{(active ? "false" : "true")}}}""");
        var file = await ReadAsync(id);
        (file["active"], file["mode"]) = (active, mode);
        Write("1", file);
        var step = Assert.Single(await PlanAsync(new() { SkipValidation = true }));
        var all = step.Plan.ToList();
        var plan = Assert.Single(all, plan => plan.Property == "Active");
        Assert.Matches(reason, plan.Reason ?? "");
        // What was overridden comes first.
        Assert.All(step.Reasons, overridden => Assert.StartsWith(overridden.Words, plan.Reason, StringComparison.Ordinal));
        Assert.Equal(mode != "replicate", step.Reasons.Count > 0);
        Assert.All(all.Where(other => other != plan), other => Assert.DoesNotContain("cancels", other.Reason ?? "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("source_connection")]
    [InlineData("destination_connection")]
    [InlineData("policies")]
    public async Task An_id_in_another_notation_is_not_a_difference(string property)
    {
        var id = AddSync("a", $$"""{"policies":["{{_fake.AddPolicy("One")}}","{{_fake.AddPolicy("Two")}}"]}""");
        foreach (var notation in new[] { "N", "D", "B" })
        {
            var file = await ReadAsync(id);
            foreach (var thing in file[property] is JsonArray items ? items.OfType<JsonObject>() : [file[property]!.AsObject()])
            {
                thing["id"] = Guid.Parse((string)thing["id"]!).ToString(notation).ToUpperInvariant();
            }

            Write("1", file);
            Assert.Equal(["Nothing a"], Words(await PlanAsync()));
            Assert.Equal(["Nothing a"], Words(await PlanAsync(new() { OnlyCompares = true })));
        }
    }

    /// <summary>Adds a bulk sync that copies to its own place.</summary>
    private string AddSync(string name, string json = "{}")
    {
        var id = _fake.AddSync(name, json);
        _fake.SyncEdit(id, $$"""{"destination_configuration":{"schema":"{{name}}"} }""", touches: false)();
        return id;
    }

    private static IEnumerable<string> Words(IEnumerable<ConfigurationStep> steps) => steps.Select(step => $"{step.Kind} {step.Name}".TrimEnd());

    private async Task<JsonObject> ReadAsync(string id)
    {
        var sync = await _api.Client.BulkSyncs.GetAsync(Guid.Parse(id));
        return JsonNode.Parse((await _api.Client.Configurations.ReadAsync(sync)).ToText())!.AsObject();
    }

    private async Task ExportAsync(params string[] names)
    {
        foreach (var name in names) Write(name, await ReadAsync((string)_fake.Syncs.Single(sync => (string?)sync["name"] == name)["id"]!));
    }

    private void Write(string file, JsonObject json) => File.WriteAllText(Path.Combine(_folder, file + ".json"), json.ToJsonString());

    /// <summary>Writes a file that copies nothing to its own place.</summary>
    private void Write(string file, string name, Action<JsonObject>? change = null)
    {
        var json = new JsonObject
        {
            ["name"] = name,
            ["active"] = true,
            ["mode"] = "replicate",
            ["source_connection"] = new JsonObject { ["id"] = _fake.SourceId },
            ["destination_connection"] = new JsonObject { ["id"] = _fake.DestinationId },
            ["destination_configuration"] = new JsonObject { ["schema"] = name },
            ["default_schedule"] = new JsonObject { ["frequency"] = "daily", ["hour"] = "5", ["minute"] = "30" },
            ["schemas"] = new JsonArray(),
        };
        change?.Invoke(json);
        Write(file, json);
    }

    private ConfigurationPlanner Planner(ConfigurationPlanOptions options, bool isWhole = true)
    {
        var files = new ConfigurationSet();
        files.Add(_folder);
        var faults = files.Read().Count(source => source.Fault is not null);
        Assert.Equal(isWhole, faults == 0);
        return _api.Client.Configurations.Planner(files, options);
    }

    private static async Task<List<ConfigurationStep>> ListAsync(ConfigurationPlanner planner)
    {
        var steps = new List<ConfigurationStep>();
        await foreach (var step in planner.PlanAsync()) steps.Add(step);
        return steps;
    }

    private async Task<List<ConfigurationStep>> PlanAsync(ConfigurationPlanOptions? options = null, bool isWhole = true, bool applies = false)
    {
        var planner = Planner(options ?? new(), isWhole);
        var steps = await ListAsync(planner);
        if (applies) foreach (var step in steps) await planner.ApplyAsync(step);
        return steps;
    }
}
