using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>What operations on a bulk sync send, remember and refuse, in addition to the tests of the contract.</summary>
public sealed class BulkSyncOperationTests
{
    private const string Execution = "5d3e0c1a-84b5-4f6e-9a37-2f1f4a6f9d10";
    private const string Started = $$$"""{"data":{"id":"{{{Execution}}}","status":"created"}}""";
    private const string Status = """{"data":{"active":true}}""";

    private static readonly string Path = $"/api/bulk/syncs/{Api.Id}";

    [Fact]
    public async Task A_start_sends_only_what_is_specified()
    {
        using var api = new Api();
        for (var i = 0; i < 5; i++) api.Script.Answer(200, Started);
        await api.Client.BulkSyncs.StartAsync(Api.Id);
        await api.Client.BulkSyncs.StartAsync(Api.Id, schemas: []);
        await api.Client.BulkSyncs.StartAsync(Api.Id, test: true);
        await api.Client.BulkSyncs.StartAsync(Api.Id, resyncMode: "rebuild", schemas: ["a", "b"]);
        var execution = await api.Client.BulkSyncs.StartAsync(Api.Id, fetchMode: "full");
        Assert.Equal(
            ["{}", "{}", """{"test":true}""", """{"resync_mode":"rebuild","schemas":["a","b"]}""", """{"fetch_mode":"full"}"""],
            api.Script.Requests.Select(request => request.Body));
        Assert.Equal((Guid.Parse(Execution), Api.Id), (execution.Id!.Value, execution.SyncId!.Value));
    }

    [Theory]
    [InlineData($$$"""{"data":{"current_execution":{"id":"{{{Execution}}}","status":"running"} } }""", "running")]
    [InlineData($$$"""{"data":{"current_execution":{"id":"{{{Execution}}}"} } }""", null)]
    public async Task A_conflict_names_the_running_execution(string status, string? state)
    {
        using var api = new Api();
        api.Script.Answer(409, """{"key":"conflict","message":"the sync is busy"}""").Answer(200, status);
        var conflict = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.BulkSyncs.StartAsync(Api.Id));
        Assert.Equal((PolytomicFailure.Conflict, 409, $"{Path}/executions"), (conflict.Failure, (int?)conflict.StatusCode, conflict.Path));
        Facts.Hold(conflict.Message, ["the sync is busy", Execution, .. state is null ? [] : new[] { state }]);
        Assert.DoesNotContain("''", conflict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"data":{}}""")]
    [InlineData(200, """{"data":{"current_execution":null}}""")]
    [InlineData(200, """{"data":{"current_execution":{"status":"running"}}}""")]
    [InlineData(500, "{}")]
    [InlineData(404, "{}")]
    public async Task A_conflict_is_still_reported_if_the_running_execution_is_unknown(int status, string body)
    {
        using var api = new Api();
        api.Script.Answer(409, """{"key":"conflict","message":"already running"}""").Answer(status, body);
        var conflict = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.BulkSyncs.StartAsync(Api.Id));
        Assert.Equal((PolytomicFailure.Conflict, 409, $"{Path}/executions"), (conflict.Failure, (int?)conflict.StatusCode, conflict.Path));
        Assert.DoesNotContain("running:", conflict.Message, StringComparison.Ordinal);
        Assert.Equal([$"{Path}/executions", $"{Path}/status"], api.Script.Requests.Select(request => request.PathAndQuery));
    }

    [Theory]
    [InlineData(422)]
    [InlineData(404)]
    public async Task Another_failure_of_a_start_causes_no_more_requests(int status)
    {
        using var api = new Api();
        api.Script.Answer(status, "{}");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.BulkSyncs.StartAsync(Api.Id));
        Assert.Equal(status, (int?)failure.StatusCode);
        Assert.Single(api.Script.Requests);
    }

    public static TheoryData<string> Readers => ["get", "list", "create", "edit"];

    [Theory, MemberData(nameof(Readers))]
    public async Task Reading_a_sync_remembers_its_name(string how)
    {
        using var api = new Api();
        api.Script.Answer(200, how == "list" ? """{"data":[{"id":"248df4b7-aa70-47b8-a036-33ac447e668d","name":"Orders"}]}""" : Api.Sync).Answer(200, Status);
        var syncs = api.Client.BulkSyncs;
        _ = how switch
        {
            "get" => (object)await syncs.GetAsync(Api.Id),
            "list" => await api.ListAsync(),
            "create" => await syncs.CreateAsync("Orders", []),
            _ => await syncs.EditAsync(Api.Id),
        };
        var status = await syncs.GetStatusAsync(Api.Id);
        Assert.Equal((Api.Id, "Orders"), (status.SyncId!.Value, status.SyncName));
    }

    [Fact]
    public async Task Deleting_a_sync_forgets_its_name()
    {
        using var api = new Api();
        api.Script.Answer(200, Api.Sync).Answer(200, "").Answer(200, Status);
        await api.GetAsync();
        await api.Client.BulkSyncs.DeleteAsync(Api.Id);
        Assert.Null((await api.Client.BulkSyncs.GetStatusAsync(Api.Id)).SyncName);
    }

    [Fact]
    public async Task A_failure_says_whether_the_request_was_to_activate_or_to_pause()
    {
        using var api = new Api();
        var said = new List<string>();
        foreach (var active in new[] { true, false })
        {
            api.Script.Answer(403, "{}");
            said.Add((await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.BulkSyncs.ActivateAsync(Api.Id, active))).Message);
        }

        Assert.Equal(["""{"active":true}""", """{"active":false}"""], api.Script.Requests.Select(request => request.Body));
        Assert.NotEqual(said[0], said[1]);
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    public async Task A_filtered_list_contains_no_others_even_if_the_service_sends_them(bool? active, int count)
    {
        using var api = new Api();
        api.Script.Answer(200, """{"data":[{"active":true},{"active":false},{"active":null}]}""");
        Assert.Equal(count, (await api.ListAsync(active)).Count);
    }

    [Fact]
    public async Task An_import_disables_what_its_file_does_not_contain()
    {
        using var service = new OneSync("""{"id":"t","enabled":true,"fields":[{"id":"a","enabled":true}],"filters":[]}""");
        var wanted = await service.Client.Configurations.ReadAsync(await service.Client.BulkSyncs.GetAsync(OneSync.Id), namesConnections: false);
        service.Schemas.Add(OneSync.Parse("""{"id":"later","enabled":true,"fields":[{"id":"x","enabled":true}],"filters":[]}"""));
        service.Schema("t")["fields"]!.AsArray().Add(OneSync.Parse("""{"id":"b","enabled":true}"""));
        (service.Sync["automatically_add_new_objects"], service.Sync["automatically_add_new_fields"], service.Sync["name"]) = ("all", "all", "Other");

        var update = await service.Client.Configurations.UpdateAsync(OneSync.Id, wanted);
        Assert.Equal("A", update.Sync.Name);
        AssertJson(
            """
            [{"id":"t","enabled":true,"fields":[{"id":"a","enabled":true,"obfuscate":false},{"id":"b","enabled":false,"obfuscate":false}],"filters":[]},
            {"id":"later","enabled":false,"fields":[{"id":"x","enabled":true,"obfuscate":false}],"filters":[]}]
            """,
            Assert.Single(service.Puts)["schemas"]);
        AssertJson(
            """
            [{"id":"t","enabled":true,"fields":[{"id":"a","enabled":true},{"id":"b","enabled":false}],"filters":[]},
            {"id":"later","enabled":false,"fields":[{"id":"x","enabled":true}],"filters":[]}]
            """,
            Assert.Single(service.Patches)["schemas"]);
        // The import requested this change, so it is not a repair.
        Assert.Equal([], update.Repaired);
    }

    [Theory]
    [InlineData("""{"id":"gone","enabled":true,"fields":[{"id":"a","enabled":true}]}""", "schema 'gone'")]
    [InlineData("""{"id":"t","enabled":true,"fields":[{"id":"gone","enabled":true}]}""", "field 'gone' of schema 't'")]
    [InlineData("""{"id":"gone","enabled":false,"fields":[]}""", null)]
    [InlineData("""{"id":"t","enabled":false,"fields":[{"id":"gone","enabled":true}]}""", null)]
    [InlineData("""{"id":"t","enabled":true,"fields":[{"id":"gone","enabled":false}]}""", null)]
    public async Task An_import_that_enables_what_the_source_does_not_have_is_refused(string schema, string? unknown)
    {
        using var service = new OneSync(schema);
        var wanted = await service.Client.Configurations.ReadAsync(await service.Client.BulkSyncs.GetAsync(OneSync.Id), namesConnections: false);
        service.Schemas.Clear();
        service.Schemas.Add(OneSync.Parse("""{"id":"t","enabled":true,"fields":[{"id":"a","enabled":true}],"filters":[]}"""));
        service.Sync["name"] = "Other";
        var fault = await Record.ExceptionAsync(() => service.Client.Configurations.UpdateAsync(OneSync.Id, wanted));
        if (unknown is null)
        {
            Assert.Single(service.Puts);
            return;
        }

        var failure = Assert.IsType<PolytomicApiException>(fault);
        Assert.Equal(PolytomicFailure.InvalidRequest, failure.Failure);
        Assert.Contains(unknown, failure.Message, StringComparison.Ordinal);
        Assert.Empty(service.Puts);
        Assert.False(await service.IsUnfinishedAsync());
    }

    private static void AssertJson(string expected, JsonNode? actual) => Assert.Equal(World.Exact(JsonNode.Parse(expected)), World.Exact(actual));
}
