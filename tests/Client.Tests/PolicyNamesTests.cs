using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>Policies and connections have names if the client has read them. The client sends no request only for names.</summary>
public sealed class PolicyNamesTests : IDisposable
{
    private const string Finance = "0000000a-0000-4000-8000-000000000001";
    private const string Other = "0000000b-0000-4000-8000-000000000002";

    private readonly Api _api = new();

    public PolicyNamesTests()
    {
        var carrier = Api.Sync.Replace("}}", $",\"policies\":[\"{Finance}\",\"{Other}\"]}}}}", StringComparison.Ordinal);
        _api.Script.AnswerAt($"/api/bulk/syncs/{Api.Id}", 200, carrier);
        _api.Script.AnswerAt($"/api/connections/{Api.Id}", 200, carrier);
        _api.Script.AnswerAt($"/api/permissions/policies/{Finance}", 200, """{"data":{"id":"0000000a-0000-4000-8000-000000000001","name":"Finance"}}""");
        _api.Script.AnswerAt($"/api/connections/{Api.Id}/bulksync/source", 200, """{"data":{"schemas":[{"id":"a","fields":[{"id":"b"}]}]}}""");
        _api.Script.AnswerAt($"/api/connections/{Api.Id}/bulksync/target", 200, """{"data":{}}""");
        _api.Script.AnswerAt($"/api/connections/{Api.Id}/schemas/status", 200, """{"data":{}}""");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_policy_has_its_name_if_it_was_read_and_otherwise_its_id()
    {
        Assert.Equal($"{Finance}; {Other}", (await _api.GetAsync(Cancel)).PolicyNames?.ToString());
        await _api.Client.Policies.GetAsync(new(Finance), Cancel);
        Assert.Equal($"Finance; {Other}", (await _api.GetAsync(Cancel)).PolicyNames?.ToString());
        Assert.Equal(3, _api.Script.Requests.Count);
    }

    [Fact]
    public async Task A_change_shows_known_names_beside_the_ids()
    {
        await _api.Client.Policies.GetAsync(new(Finance), Cancel);
        var edit = await _api.Client.BulkSyncs.EditAsync(Api.Id, seen: null, Cancel);
        edit.Apply(new JsonObject { ["policies"] = new JsonArray(Other, "by hand") });
        Assert.Equal([$"~ Policies: 'Finance' ({Finance}), '{Other}' -> '{Other}', 'by hand'"], edit.Differences);
        Assert.Equal(2, _api.Script.Requests.Count);
    }

    [Fact]
    public async Task The_objects_of_a_connection_have_its_name_until_it_is_deleted()
    {
        Assert.Equal(new string?[5], await ReadAsync());
        Assert.Equal($"{Finance}; {Other}", (await _api.Client.Connections.GetAsync(Api.Id, Cancel)).PolicyNames?.ToString());
        Assert.Equal(Enumerable.Repeat("Orders", 5), await ReadAsync());
        _api.Script.AnswerAt($"/api/connections/{Api.Id}", 204, "");
        await _api.Client.Connections.DeleteAsync(Api.Id, Cancel);
        Assert.Equal(new string?[5], await ReadAsync());
    }

    private async Task<string?[]> ReadAsync()
    {
        var source = await _api.Client.Connections.GetSourceAsync(Api.Id, cancel: Cancel);
        var schema = Assert.Single(source.Schemas!)!;
        return
        [
            source.ConnectionName, schema.ConnectionName, Assert.Single(schema.Fields!)!.ConnectionName,
            (await _api.Client.Connections.GetDestinationAsync(Api.Id, Cancel)).ConnectionName,
            (await _api.Client.ConnectionSchemas.GetStatusAsync(Api.Id, Cancel)).ConnectionName,
        ];
    }
}
