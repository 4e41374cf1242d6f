using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>Import plans: their steps, and how the steps depend on each other.</summary>
public sealed class ConfigurationPlanTests : IDisposable
{
    private const string Source = "fe37380e-a1d7-5015-b18b-27b0c7a45bcf";
    private const string Destination = "df17031c-7e75-5a8c-84e0-086692c1ac52";
    private const string BigQuery = "cd4a70aa-c063-507b-8164-7e1f10da148f";
    private const string Bucket = "fb2eb169-df67-5a86-9935-b6a676d40c64";
    private const string Stripe = "77ad79e0-e3dd-59df-8288-397d0707c0b2";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_sync_is_deleted_after_a_failed_step_of_a_file(bool fails)
    {
        using var world = new World(
            updateIgnoresSchemas: false,
            instead: request => fails && request.Method == "POST" ? new SandboxAnswer(422, [], new Dictionary<string, string>()) : null);
        var old = world.Make(Settings("old", "here"), []);
        Write("new", Settings("new", "there"));
        var kinds = new List<string>();
        var planner = world.Client.Configurations.Planner(Files(_folder), new() { Prune = true });
        await foreach (var step in planner.PlanAsync())
        {
            kinds.Add($"{step.Kind} {step.Name} {step.Reasons.SingleOrDefault()?.Kind}".TrimEnd());
            var apply = () => planner.ApplyAsync(step);
            if (fails && step.Kind == ConfigurationStepKind.Create) await Assert.ThrowsAsync<PolytomicApiException>(apply);
            else await apply();
        }

        Assert.Equal(fails ? ["Create new", "Refuse  Incomplete"] : ["Create new", "Delete old"], kinds);
        Assert.Equal(fails ? ["old"] : ["new"], await NamesAsync(world));
        if (fails) Assert.Equal("old", (string?)world.Sync(old)["name"]);
    }

    [Fact]
    public async Task A_plan_changes_nothing_and_describes_its_steps()
    {
        using var world = new World(updateIgnoresSchemas: false, before: request => Assert.Equal("GET", request.Method));
        var (same, changed, _) = (world.Make(Settings("same", "a"), []), world.Make(Settings("changed", "b"), []), world.Make(Settings("extra", "c"), []));
        File.WriteAllText(Path.Combine(_folder, "1.json"), await ExportAsync(world, same));
        var other = (await ExportAsync(world, changed)).Replace("\"replicate\"", "\"snapshot\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "2.json"), other);
        Write("3", Settings("missing", "d"));
        var steps = await PlanAsync(world, new() { Prune = true });
        Assert.Equal(["Nothing same", "Update changed", "Create missing", "Delete extra"], steps.Select(step => $"{step.Kind} {step.Name}"));
        Assert.Equal("~ Mode: 'replicate' -> 'snapshot'", Assert.Single(steps[1].Changes));
        Assert.Equal(
            ["changed Mode Changed", "missing  Missing", "extra  Extra"],
            steps.SelectMany(step => step.Drift).Select(drift => $"{drift.SyncName} {drift.Property} {drift.Change}"));
        Assert.Equal(["1.json", "2.json", "3.json", null], steps.Select(step => Path.GetFileName(step.Path)));
    }

    [Fact]
    public async Task A_refusal_can_be_overridden_and_its_message_names_no_command()
    {
        using var world = new World(updateIgnoresSchemas: false);
        var schema = JsonNode.Parse("""{"id":"Account","enabled":true,"fields":[{"id":"Id","enabled":true}]}""")!.AsObject();
        var old = world.Make(Settings("old", "here"), [schema]);
        var file = With(Settings("new", "here"), "modee", "x");
        file["schemas"] = new JsonArray(schema.DeepClone());
        Write("1", file);

        var refused = await PlanAsync(world, new() { Prune = true });
        Assert.Equal([ConfigurationReasonKind.MayBeMistyped, ConfigurationReasonKind.Incomplete], refused.Select(step => Assert.Single(step.Reasons).Kind));
        Assert.Equal("modee", Assert.Single(refused[0].Plan).Property);
        var forced = await PlanAsync(world, new() { Prune = true, SkipValidation = true });
        Assert.Equal([ConfigurationStepKind.Create, ConfigurationStepKind.Refuse], forced.Select(step => step.Kind));
        Assert.Equal([ConfigurationReasonKind.MayBeMistyped, ConfigurationReasonKind.MayBeRenamed], forced[0].Reasons.Select(reason => reason.Kind));
        Assert.Equal((ConfigurationReasonKind.MayHaveFile, (Guid?)old), (forced[1].Reasons[0].Kind, forced[1].Reasons[0].Id));
        Assert.All(refused.Concat(forced).SelectMany(step => step.Reasons), reason => Assert.DoesNotMatch(@"-Polytomic|(^|\s)-[A-Z]", reason.Words));
        Facts.Hold(forced[0].Reasons[0].Words, "'modee'", "'mode'", "1.json");
        Facts.Hold(forced[0].Reasons[1].Words, "'new'", "'old'", $"{old}", "1.json");
    }

    [Fact]
    public async Task A_comparison_reads_no_connections_and_checks_no_file()
    {
        var paths = new List<string>();
        using var world = new World(updateIgnoresSchemas: false, before: request => paths.Add(request.Path));
        world.Make(Settings("extra", "c"), []);
        Write("1", With(Settings("new", "c"), "modee", "x"));
        var steps = await PlanAsync(world, new() { OnlyCompares = true });
        Assert.Equal(["Create new", "Delete extra"], steps.Select(step => $"{step.Kind} {step.Name}"));
        Assert.All(steps, step => Assert.Empty(step.Reasons));
        Assert.DoesNotContain(paths, path => path.EndsWith("/connections", StringComparison.Ordinal));

        Write("1", With(Settings("new", "c"), "destination_connection_id", $"{Guid.Empty}"));
        var lost = (await PlanAsync(world, new()))[0];
        Assert.Equal((ConfigurationReasonKind.NoSuchConnection, (Guid?)Guid.Empty), (lost.Reasons[0].Kind, lost.Reasons[0].Id));
        Assert.Contains(paths, path => path.EndsWith("/connections", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_comparison_reports_a_second_file_of_a_sync_and_not_a_missing_sync()
    {
        using var world = new World(updateIgnoresSchemas: false);
        var schema = JsonNode.Parse("""{"id":"Account","enabled":true,"fields":[{"id":"Id","enabled":true}]}""")!.AsObject();
        var id = world.Make(Settings("one", "here"), [schema]);
        world.Make(Settings("extra", "c"), []);
        var text = await ExportAsync(world, id);
        foreach (var file in new[] { "1.json", "2.json" }) File.WriteAllText(Path.Combine(_folder, file), text);
        var elsewhere = Settings("one", "there");
        elsewhere["schemas"] = new JsonArray(schema.DeepClone());
        Write("3", elsewhere);
        var steps = await PlanAsync(world, new() { OnlyCompares = true });
        Assert.Equal(["Nothing one", "Refuse one", "Create one", "Delete extra"], steps.Select(step => $"{step.Kind} {step.Name}"));
        var reason = Assert.Single(steps[1].Reasons);
        Assert.Equal((ConfigurationReasonKind.Ambiguous, (Guid?)id), (reason.Kind, reason.Id));
        Facts.Hold(reason.Words, "1.json", "2.json", "'one'");
    }

    [Fact]
    public async Task A_plan_deletes_nothing_if_a_file_cannot_be_used()
    {
        using var world = new World(updateIgnoresSchemas: false);
        world.Make(Settings("extra", "c"), []);
        Write("1", Settings("new", "d"));
        File.WriteAllText(Path.Combine(_folder, "2.json"), "{\n\n\"name\": }");
        File.WriteAllText(Path.Combine(_folder, "3.json"), """{"name":"a"}""");
        File.WriteAllText(Path.Combine(_folder, "index.json"), """{"syncs":[]}""");
        var files = new ConfigurationSet();
        files.Add(_folder);
        var faults = files.Read().Select(source => source.Fault).OfType<ConfigurationFault>().ToList();
        Assert.Equal([("2.json", null, 3L), ("3.json", "mode", 1L)], faults.Select(fault => (Path.GetFileName(fault.Path), fault.Property, fault.Line)));
        Assert.True(files is { LacksFiles: true, IsComplete: false, IsCutShort: true, Configurations.Count: 1 });
        foreach (var options in new ConfigurationPlanOptions[] { new() { Prune = true }, new() { OnlyCompares = true } })
        {
            var steps = new List<ConfigurationStep>();
            await foreach (var step in world.Client.Configurations.Planner(files, options).PlanAsync()) steps.Add(step);
            Assert.Equal([ConfigurationStepKind.Create, ConfigurationStepKind.Refuse], steps.Select(step => step.Kind));
            Assert.Equal(ConfigurationReasonKind.Incomplete, steps[1].Reasons[0].Kind);
        }
    }

    [Fact]
    public async Task Only_a_few_syncs_are_read_ahead()
    {
        var read = new HashSet<string>();
        using var world = new World(updateIgnoresSchemas: false, before: request =>
        {
            if (request.Path.EndsWith("/schemas", StringComparison.Ordinal)) lock (read) read.Add(request.Path);
        });
        foreach (var number in Enumerable.Range(0, 60)) File.WriteAllText(Path.Combine(_folder, $"{number}.json"), await ExportAsync(world, world.Make(Settings($"{number}", $"{number}"), [])));
        read.Clear();
        var steps = 0;
        await foreach (var step in world.Client.Configurations.Planner(Files(_folder), new()).PlanAsync())
        {
            Assert.Equal(ConfigurationStepKind.Nothing, step.Kind);
            // The bulk syncs read so far, and at most as many more as the client requests at the same time.
            lock (read) Assert.InRange(read.Count, ++steps, steps + new PolytomicClientOptions { BaseUri = new("https://any.example") }.ThrottleLimit);
        }

        Assert.Equal(60, steps);
    }

    [Fact]
    public async Task A_file_that_changes_after_it_was_read_is_refused()
    {
        using var world = new World(updateIgnoresSchemas: false);
        var text = await ExportAsync(world, world.Make(Settings("a", "b"), []));
        Write("1", With(Settings("a", "b"), "mode", "snapshot"));
        var files = Files(_folder);
        File.WriteAllText(Path.Combine(_folder, "1.json"), text);
        GC.Collect();
        var steps = new List<ConfigurationStep>();
        await foreach (var step in world.Client.Configurations.Planner(files, new()).PlanAsync()) steps.Add(step);
        var refused = Assert.Single(steps);
        Assert.Equal((ConfigurationStepKind.Refuse, ConfigurationReasonKind.Unreadable), (refused.Kind, Assert.Single(refused.Reasons).Kind));
        Facts.Hold(refused.Failure!.Message, "1.json");
    }

    [Fact]
    public void A_map_finds_one_connection_for_each_id_or_name()
    {
        (Guid Id, string? Name) one = (Guid.NewGuid(), "One"), two = (Guid.NewGuid(), "Twin"), three = (Guid.NewGuid(), "Twin");
        var map = new NameMap("connection", [new("old", "one"), new($"{two.Id}", $"{three.Id}")], [one, two, three]);
        Assert.Equal(one, map.Replace((Guid.NewGuid(), "OLD")));
        Assert.Equal(three, map.Replace((two.Id, "old name")));
        Assert.Equal((three.Id, "x"), map.Replace((three.Id, "x")));
        var ambiguous = Assert.Throws<ArgumentException>(() => new NameMap("connection", [new("old", "Twin")], [one, two, three]));
        Facts.Hold(ambiguous.Message, "'Twin'", "2", $"{two.Id}", $"{three.Id}");
        Facts.Hold(Assert.Throws<ArgumentException>(() => new NameMap("connection", [new("old", "none")], [one])).Message, "'none'", "connection");
        map.ThrowIfUnused([(two.Id, null), (one.Id, "Old")]);
        Facts.Hold(Assert.Throws<ArgumentException>(() => map.ThrowIfUnused([one])).Message, "'old'", "'One'");
        Facts.Hold(Assert.Throws<ArgumentException>(() => map.ThrowIfUnused([])).Message, "'old'", "none");
    }

    [Theory]
    [InlineData("same", ConfigurationStepKind.Refuse)]
    [InlineData(null, ConfigurationStepKind.Refuse)]
    [InlineData("copy", ConfigurationStepKind.Create)]
    public async Task A_copy_needs_its_own_name(string? name, ConfigurationStepKind kind)
    {
        using var world = new World(updateIgnoresSchemas: false);
        var id = world.Make(Settings("same", "a"), []);
        var step = await world.Client.Configurations.PlanCopyAsync(id, name, new JsonObject { ["mode"] = "snapshot" });
        Assert.Equal(kind, step.Kind);
        await world.Client.Configurations.ApplyAsync(step);
        Assert.Equal(kind == ConfigurationStepKind.Create ? ["copy", "same"] : ["same"], await NamesAsync(world));
        if (kind == ConfigurationStepKind.Refuse) Assert.Equal(ConfigurationReasonKind.NeedsName, Assert.Single(step.Reasons).Kind);
        else Assert.False(step.Wanted!.IsActive);
    }

    [Theory]
    [InlineData("""{"destination_configuration":{"schem":"y"}}""", true, "'schem'", "'schema'")]
    [InlineData($$$"""{"destination_connection_id":"{{{BigQuery}}}"}""", true, "'dataset'")]
    [InlineData($$$"""{"destination_connection_id":"{{{Bucket}}}","destination_configuration":{"bucket":"b"}}""", true, "'replicate'", "snapshot")]
    [InlineData($$$"""{"source_connection_id":"{{{Stripe}}}"}""", true, "'Account'")]
    [InlineData($$$"""{"destination_connection_id":"{{{BigQuery}}}","destination_configuration":{"dataset":"x"}}""", false)]
    public async Task A_copy_that_does_not_fit_its_connections_is_refused(string changes, bool isRefused, params string[] facts)
    {
        using var world = new World(updateIgnoresSchemas: false);
        var id = world.Make(Settings("same", "a"), [JsonNode.Parse("""{"id":"Account","enabled":true,"fields":[{"id":"Id","enabled":true}]}""")!.AsObject()]);
        var step = await world.Client.Configurations.PlanCopyAsync(id, "copy", JsonNode.Parse(changes)!.AsObject());
        Assert.Equal(isRefused ? ConfigurationStepKind.Refuse : ConfigurationStepKind.Create, step.Kind);
        if (isRefused)
        {
            var reason = Assert.Single(step.Reasons);
            Assert.Equal(ConfigurationReasonKind.DoesNotFit, reason.Kind);
            Facts.Hold(reason.Words, ["'same'", id.ToString(), .. facts]);
        }

        var forced = await world.Client.Configurations.PlanCopyAsync(id, "copy", JsonNode.Parse(changes)!.AsObject(), skipValidation: true);
        Assert.Equal(ConfigurationStepKind.Create, forced.Kind);
    }

    private async Task<List<ConfigurationStep>> PlanAsync(World world, ConfigurationPlanOptions options)
    {
        var steps = new List<ConfigurationStep>();
        await foreach (var step in world.Client.Configurations.Planner(Files(_folder), options).PlanAsync()) steps.Add(step);
        return steps;
    }

    private static async Task<string> ExportAsync(World world, Guid id) =>
        (await world.Client.Configurations.ReadAsync(await world.Client.BulkSyncs.GetAsync(id))).ToText();

    private static ConfigurationSet Files(string folder)
    {
        var files = new ConfigurationSet();
        files.Add(folder);
        Assert.All(files.Read(), source => Assert.Null(source.Fault));
        return files;
    }

    private void Write(string file, JsonObject settings)
    {
        var json = settings.DeepClone().AsObject();
        json["schemas"] ??= new JsonArray();
        foreach (var role in new[] { "source_connection", "destination_connection" })
        {
            json[role] = new JsonObject { ["id"] = json[role + "_id"]!.DeepClone() };
            json.Remove(role + "_id");
        }

        File.WriteAllText(Path.Combine(_folder, file + ".json"), json.ToJsonString());
    }

    private static async Task<List<string>> NamesAsync(World world)
    {
        var names = new List<string>();
        await foreach (var sync in world.Client.BulkSyncs.ListAsync()) names.Add(sync.Name!);
        return [.. names.Order(StringComparer.Ordinal)];
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
