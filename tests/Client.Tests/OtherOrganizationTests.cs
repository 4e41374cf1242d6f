using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Configuration;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>Imports files into another organization, and uses plans as objects.</summary>
public sealed class OtherOrganizationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly FakeService _here = new(new TestClock());
    private readonly FakeService _there;
    private readonly Api _from;
    private readonly Api _to;

    public OtherOrganizationTests()
    {
        _there = new FakeService(new TestClock());
        // From here on, the two services use different ids.
        for (var i = 0; i < 50; i++) _there.SyncRemoval(_there.AddSync("x"))();
        (_from, _to) = (new Api(_here), new Api(_there));
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
        _here.Dispose();
        _there.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Connections_and_policies_are_found_by_name_if_their_ids_do_not_exist()
    {
        var (source, destination, policy) = await ExportAsync();
        var (toSource, toDestination, toPolicy) = (_there.AddConnection("Own source", "postgresql"), _there.AddConnection("Own warehouse", "snowflake"), _there.AddPolicy("Own policy"));
        Assert.Equal(3, new[] { source, destination, policy }.Except([toSource, toDestination, toPolicy]).Count());
        Assert.Equal(ConfigurationStepKind.Create, Assert.Single(await ImportAsync()).Kind);
        var made = Assert.Single(_there.Syncs);
        Assert.Equal((toSource, toDestination, toPolicy), ((string?)made["source_connection_id"], (string?)made["destination_connection_id"], (string?)made["policies"]![0]));
        Assert.All(await ImportAsync(), step => Assert.Equal(ConfigurationStepKind.Nothing, step.Kind));
        Assert.Empty((await ImportAsync(new() { OnlyCompares = true })).SelectMany(step => step.Drift));
    }

    [Fact]
    public async Task Several_connections_with_the_same_name_are_refused_and_the_error_shows_the_map()
    {
        await ExportAsync();
        _there.AddConnection("Own source", "postgresql");
        var twins = new[] { _there.AddConnection("Own warehouse", "snowflake"), _there.AddConnection("Own warehouse", "snowflake") };
        var step = (await ImportAsync())[0];
        Assert.Equal([ConfigurationReasonKind.NoSuchConnection, ConfigurationReasonKind.NoSuchPolicy], step.Reasons.Select(reason => reason.Kind));
        Facts.Hold(step.Reasons[0].Words, "'Own warehouse'", "2");
        Assert.Contains($"{step.Reasons[0].Instead}", twins);
        Facts.Hold(step.Reasons[1].Words, "'Own policy'");

        var map = new NameMap("connection", [new("Own warehouse", twins[1])], [(Guid.Parse(twins[1]), "Own warehouse")]);
        var policies = new NameMap("policy", [new("Own policy", "Mine")], [(Guid.Parse(_there.AddPolicy("Mine")), "Mine")]);
        Assert.Equal(ConfigurationStepKind.Create, Assert.Single(await ImportAsync(new() { Connections = map, Policies = policies })).Kind);
        Assert.Equal(twins[1], (string?)Assert.Single(_there.Syncs)["destination_connection_id"]);
    }

    [Fact]
    public async Task A_plan_has_an_object_for_each_change_and_each_refusal()
    {
        var id = _here.AddSync("Orders");
        _here.AddSync("Broken");
        _here.AddSync("Extra");
        await ExportFilesAsync(_from);
        File.Delete(Path.Combine(_folder, "Extra.json"));
        Edit("Orders.json", file => (file["mode"], file["concurrency_limit"]) = ("replicate", 3));
        Edit("Broken.json", file => file["schemas"]!.AsArray().Add(new JsonObject { ["id"] = "public.none", ["enabled"] = true, ["fields"] = new JsonArray() }));
        var steps = await PlanAsync(_from, new() { Prune = true });
        var plan = steps.SelectMany(step => step.Plan).ToList();
        Assert.Equal(
            ["Refuse Broken schemas.public.none.id ", "Update Orders Mode replicate", "Update Orders ConcurrencyLimit 3", "Refuse   "],
            plan.Select(item => $"{item.Action} {item.Sync} {item.Property} {item.To}"));
        Facts.Hold(plan[0].Reason!, "'public.none'", "Broken.json");
        Assert.Equal(("snapshot", (Guid?)Guid.Parse(id)), (plan[1].From, plan[1].SyncId));
    }

    [Theory]
    [InlineData("""{"id":"public.none","enabled":true,"fields":[]}""", "'public.none'")]
    [InlineData("""{"id":"public.orders","fields":[{"id":"none","enabled":true}]}""", "'none'")]
    [InlineData("""{"id":"public.orders","filters":[{"field_id":"amont","function":"IsNull"}]}""", "'amont'")]
    [InlineData(null, "'mirror'")]
    public async Task Settings_that_the_connections_do_not_have_are_refused_before_the_write(string? schema, string fact)
    {
        _here.AddSync("Orders");
        _here.AddSync("Other");
        await ExportFilesAsync(_from);
        Edit("Orders.json", file =>
        {
            if (schema is null) file["mode"] = "mirror";
            else
            {
                var change = JsonNode.Parse(schema)!.AsObject();
                var same = file["schemas"]!.AsArray().FirstOrDefault(one => (string?)one!["id"] == (string?)change["id"])?.AsObject();
                if (same is null) file["schemas"]!.AsArray().Add((JsonNode)change);
                else foreach (var (name, value) in change) same[name] = value!.DeepClone();
            }
        });
        Edit("Other.json", file => file["concurrency_limit"] = 2);
        var steps = await PlanAsync(_from, new());
        Assert.Equal([ConfigurationStepKind.Refuse, ConfigurationStepKind.Update], steps.Select(step => step.Kind));
        Facts.Hold(steps[0].Reasons[0].Words, fact, "Orders.json");
    }

    private async Task<(string Source, string Destination, string Policy)> ExportAsync()
    {
        var (source, destination, policy) = (_here.AddConnection("Own source", "postgresql"), _here.AddConnection("Own warehouse", "snowflake"), _here.AddPolicy("Own policy"));
        _here.AddSync("Orders", $$"""{"source_connection_id":"{{source}}","destination_connection_id":"{{destination}}","policies":["{{policy}}"]}""");
        await ExportFilesAsync(_from);
        return (source, destination, policy);
    }

    private async Task ExportFilesAsync(Api api)
    {
        var configurations = new List<BulkSyncConfiguration>();
        foreach (var sync in await api.Client.BulkSyncs.ListCertainAsync()) configurations.Add(await api.Client.Configurations.ReadAsync(sync));
        foreach (var file in new ConfigurationFolder(_folder).Plan(configurations, isAll: true)) await file.ApplyAsync();
    }

    private void Edit(string file, Action<JsonObject> edit)
    {
        var path = Path.Combine(_folder, file);
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        edit(json);
        File.WriteAllText(path, json.ToJsonString());
    }

    private Task<List<ConfigurationStep>> ImportAsync(ConfigurationPlanOptions? options = null) => PlanAsync(_to, options ?? new(), applies: true);

    private async Task<List<ConfigurationStep>> PlanAsync(Api api, ConfigurationPlanOptions options, bool applies = false)
    {
        var files = new ConfigurationSet();
        files.Add(_folder);
        Assert.All(files.Read(), source => Assert.Null(source.Fault));
        using var fresh = new Api(api == _to ? new Pass(_there) : new Pass(_here));
        var planner = fresh.Client.Configurations.Planner(files, options);
        var steps = new List<ConfigurationStep>();
        await foreach (var step in planner.PlanAsync())
        {
            steps.Add(step);
            if (applies && !options.OnlyCompares) await planner.ApplyAsync(step);
        }

        return steps;
    }

    /// <summary>Forwards requests to a service, and does not dispose it.</summary>
    private sealed class Pass(HttpMessageHandler service) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _service = new(service, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _service.SendAsync(request, cancellationToken);
    }
}
