using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>Bulk syncs get the names of their connections. This takes one request every few minutes, and never causes an error.</summary>
public sealed class ConnectionNamesTests : IDisposable
{
    private const string Connections = """{"data":[{"id":"0000000a-0000-4000-8000-000000000001","name":"Orders"},{"id":"0000000b-0000-4000-8000-000000000002","name":"Warehouse"}]}""";
    private const string Sync = """{"source_connection_id":"0000000a-0000-4000-8000-000000000001","destination_connection_id":"0000000b-0000-4000-8000-000000000002"}""";
    private const string List = "/api/bulk/syncs?limit=50";

    private readonly Api _api = new();

    public ConnectionNamesTests()
    {
        _api.Script.AnswerAt(List, 200, "{\"data\":[" + Sync + "],\"pagination\":{\"next_page_token\":\"p2\"}}");
        _api.Script.AnswerAt(List + "&page_token=p2", 200, "{\"data\":[" + Sync + "]}");
        _api.Script.AnswerAt($"/api/bulk/syncs/{Api.Id}", 200, "{\"data\":" + Sync + "}");
        _api.Script.AnswerAt("/api/connections", 200, Connections);
    }

    private int Asked => _api.Script.Requests.Count(request => request.PathAndQuery == "/api/connections");

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task One_request_gives_the_names_for_all_pages()
    {
        Assert.Equal([("Orders", "Warehouse"), ("Orders", "Warehouse")], await ListAsync());
        Assert.Equal(3, _api.Script.Requests.Count);
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task The_names_are_requested_at_the_same_time_as_the_first_page()
    {
        _api.Script.HoldUntil(2, letThrough: List + "&page_token=p2");
        await ListAsync();
        Assert.Equal(2, _api.Script.Peak);
    }

    [Fact]
    public async Task The_names_are_kept_for_some_minutes()
    {
        await ListAsync();
        _api.Clock.Advance(TimeSpan.FromMinutes(4));
        await ListAsync();
        Assert.Equal(1, Asked);
        _api.Clock.Advance(TimeSpan.FromMinutes(2));
        _api.Script.AnswerAt("/api/connections", 200, Connections.Replace("Orders", "Renamed", StringComparison.Ordinal));
        Assert.Equal(("Renamed", "Warehouse"), (await ListAsync())[0]);
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task Listing_the_connections_remembers_their_names()
    {
        await foreach (var _ in _api.Client.Connections.ListAsync(TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(("Orders", "Warehouse"), (await ListAsync())[0]);
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task A_sync_by_id_has_known_names_and_requests_none()
    {
        var sync = await _api.GetAsync(TestContext.Current.CancellationToken);
        Assert.Equal((null, null, 0), (sync.SourceName, sync.DestinationName, Asked));
        await ListAsync();
        sync = await _api.GetAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("Orders", "Warehouse", 1), (sync.SourceName, sync.DestinationName, Asked));
    }

    [Fact]
    public async Task A_change_shows_known_names_beside_the_ids_and_requests_none()
    {
        Assert.Equal(["~ DestinationConnectionId: '0000000b-0000-4000-8000-000000000002' -> '0000000a-0000-4000-8000-000000000001'"], await ChangeAsync());
        await ListAsync();
        Assert.Equal(
            ["~ DestinationConnectionId: 'Warehouse' (0000000b-0000-4000-8000-000000000002) -> 'Orders' (0000000a-0000-4000-8000-000000000001)"],
            await ChangeAsync());
        Assert.Equal(1, Asked);

        async Task<IReadOnlyList<string>> ChangeAsync()
        {
            var edit = await _api.Client.BulkSyncs.EditAsync(Api.Id, seen: null, TestContext.Current.CancellationToken);
            edit.Apply(new JsonObject { ["destination_connection_id"] = "0000000a-0000-4000-8000-000000000001" });
            return edit.Differences;
        }
    }

    [Theory]
    [InlineData(403, 1)]
    [InlineData(404, 1)]
    [InlineData(500, 2)]
    public async Task Without_names_there_are_ids_and_no_error(int status, int asked)
    {
        _api.Script.AnswerAt("/api/connections", status, "{}");
        Assert.Equal((null, null), (await ListAsync())[0]);
        await ListAsync();
        // Without the permission, the client does not ask again soon. After a temporary failure, it does.
        Assert.Equal(asked, Asked);
    }

    private async Task<List<(string?, string?)>> ListAsync()
    {
        var names = new List<(string?, string?)>();
        await foreach (var sync in _api.Client.BulkSyncs.ListWithNamesAsync(cancel: TestContext.Current.CancellationToken))
        {
            names.Add((sync.SourceName, sync.DestinationName));
        }

        return names;
    }
}
