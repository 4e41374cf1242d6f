using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Configuration;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>What is read for a configuration, and the names of connections and policies in it.</summary>
public sealed class ConfigurationReadTests : IDisposable
{
    private const string Connections = "/api/connections";
    private const string Policies = "/api/permissions/policies";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly FakeService _fake = new(new TestClock());
    private readonly Api _api;

    public ConfigurationReadTests() => _api = new Api(_fake);

    private (int Connections, int Policies) Lists => (_fake.Count("GET", Connections), _fake.Count("GET", Policies));

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_names_of_connections_and_policies_are_read_once()
    {
        var ids = Enumerable.Range(0, 2).Select(number => _fake.AddSync($"{number}", $$"""{"policies":["{{_fake.PolicyId}}"]}""")).ToList();
        var texts = new List<string> { await ReadAsync(ids[0]) };
        var once = Lists;
        texts.Add(await ReadAsync(ids[1]));
        Assert.True(once is { Connections: > 0, Policies: > 0 });
        Assert.Equal(once, Lists);
        Assert.All(texts, text => Facts.Hold(text, "\"Production\"", "\"Warehouse\"", "\"Data team\""));
    }

    [Fact]
    public void Threads_that_need_the_names_at_the_same_time_share_one_reading()
    {
        const int Threads = 4;
        for (var round = 0; round < 100; round++)
        {
            using var api = new Api(_fake);
            using var start = new Barrier(Threads);
            var readings = new System.Collections.Concurrent.ConcurrentBag<Task>();
            var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
            {
                start.SignalAndWait();
                readings.Add(api.Client.Configurations.ListConnectionsAsync());
                readings.Add(api.Client.Configurations.ListPoliciesAsync());
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            Assert.Equal(2, readings.Distinct().Count());
        }
    }

    [Theory]
    [InlineData("[]", true)]
    [InlineData("null", true)]
    [InlineData("[\"POLICY\"]", false)]
    public async Task The_policies_are_listed_only_if_their_names_are_needed(string policies, bool namesConnections)
    {
        var id = _fake.AddSync("a");
        _fake.SyncEdit(id, $$"""{"policies":{{policies.Replace("POLICY", _fake.PolicyId, StringComparison.Ordinal)}}}""")();
        var text = await ReadAsync(id, namesConnections);
        Assert.Equal((namesConnections, false), (Lists.Connections > 0, Lists.Policies > 0));
        Assert.Equal(namesConnections, text.Contains("\"Warehouse\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_whose_name_cannot_be_read_has_only_its_id()
    {
        var id = _fake.AddSync("a", $$"""{"policies":["{{_fake.PolicyId}}"]}""");
        _fake.On("GET", Policies, times: 9).Instead(403);
        var policy = Assert.Single(JsonNode.Parse(await ReadAsync(id))!["policies"]!.AsArray())!.AsObject();
        Assert.Equal((_fake.PolicyId, null), ((string?)policy["id"], (string?)policy["name"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_comparison_lists_no_connections_or_policies(bool areTwins)
    {
        var ids = new[] { "a", areTwins ? "a" : "b" }.Select(name => _fake.AddSync(name, $$"""{"policies":["{{_fake.PolicyId}}"]}""")).ToList();
        if (areTwins) _fake.SyncEdit(ids[1], """{"destination_configuration":{"schema":"b"}}""")();
        foreach (var id in ids) File.WriteAllText(Path.Combine(_folder, id + ".json"), await ReadAsync(id));
        var before = Lists;
        using var fresh = new Api(_fake);
        var steps = await PlanAsync(fresh, new() { OnlyCompares = true });
        Assert.Equal([ConfigurationStepKind.Nothing, ConfigurationStepKind.Nothing], steps.Select(step => step.Kind));
        Assert.Equal(before, Lists);
    }

    [Fact]
    public async Task A_sync_that_may_be_like_a_file_is_read_without_names()
    {
        var json = $$"""{"policies":["{{_fake.PolicyId}}"]}""";
        var (one, other) = (_fake.AddSync("a", json), _fake.AddSync("b", json));
        var configurations = _api.Client.Configurations;
        var wanted = await configurations.ReadAsync(await _api.Client.BulkSyncs.GetAsync(Guid.Parse(one)), namesConnections: false);
        var sync = await _api.Client.BulkSyncs.GetAsync(Guid.Parse(other));
        Assert.Equal(sync, (await configurations.FindLikeAsync(wanted, [new(null, sync)]))!.Sync);
        Assert.Equal((0, 0), Lists);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sync_gets_the_names_in_its_file_so_that_equal_configurations_have_the_same_text(bool isMoved)
    {
        var id = _fake.AddSync("a", $$"""{"policies":["{{_fake.PolicyId}}","{{_fake.AddPolicy("Second")}}"]}""");
        var text = await ReadAsync(id);
        foreach (var name in new[] { "Production", "Warehouse", "Data team", "Second" })
        {
            text = text.Replace($"\"{name}\"", $"\"My {name}\"", StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(_folder, "1.json"), text);
        var (other, policy) = (_fake.AddConnection("Other", "snowflake"), _fake.AddPolicy("Third"));
        if (isMoved) _fake.SyncEdit(id, $$"""{"destination_connection_id":"{{other}}","policies":["{{policy}}"]}""")();
        var step = Assert.Single(await PlanAsync(_api, new() { OnlyCompares = true }));
        if (isMoved) Assert.Equal(["DestinationConnection.Id", "Policies"], step.Drift.Select(drift => drift.Property).Order(StringComparer.Ordinal));
        else Assert.Equal(text, step.Actual!.ToText());
    }

    [Fact]
    public async Task A_copy_shows_its_original_and_reads_no_names()
    {
        var id = _fake.AddSync("a", $$"""{"policies":["{{_fake.PolicyId}}"]}""");
        foreach (var name in new[] { "a", "copy" })
        {
            var step = await _api.Client.Configurations.PlanCopyAsync(Guid.Parse(id), name, []);
            Assert.Equal((Guid?)Guid.Parse(id), step.Sync?.Id);
            Facts.Hold(Assert.Single(step.Changes), $"'{name}'", "paused");
            Assert.Equal((0, 0), Lists);
        }
    }

    private async Task<string> ReadAsync(string id, bool namesConnections = true) =>
        (await _api.Client.Configurations.ReadAsync(await _api.Client.BulkSyncs.GetAsync(Guid.Parse(id)), namesConnections)).ToText();

    private async Task<List<ConfigurationStep>> PlanAsync(Api api, ConfigurationPlanOptions options)
    {
        var files = new ConfigurationSet();
        files.Add(_folder);
        Assert.All(files.Read(), source => Assert.Null(source.Fault));
        var steps = new List<ConfigurationStep>();
        await foreach (var step in api.Client.Configurations.Planner(files, options).PlanAsync()) steps.Add(step);
        return steps;
    }
}
