using Client.Tests.Support;
using PolytomicBulk;
using TestSupport;
using Xunit;

namespace Client.Tests;

public sealed class PagingTests
{
    private const string First = "/api/bulk/syncs?limit=50";

    [Fact]
    public async Task The_first_few_of_many_pages_take_one_request()
    {
        using var api = new Api(FiftyPages(out var handler));
        Assert.Equal(3, (await TakeAsync(api, 3)).Count);
        Assert.Equal(1, handler.Requests);
    }

    [Fact]
    public async Task More_than_half_a_page_takes_one_request_ahead_at_most()
    {
        using var api = new Api(FiftyPages(out var handler));
        Assert.Equal(30, (await TakeAsync(api, 30)).Count);
        Assert.InRange(handler.Requests, 1, 2);
    }

    [Fact]
    public async Task Nothing_is_requested_before_the_first_item()
    {
        using var api = new Api(FiftyPages(out var handler));
        var syncs = api.Client.BulkSyncs.ListAsync();
        await using var each = syncs.GetAsyncEnumerator();
        Assert.Equal(0, handler.Requests);
        Assert.True(await each.MoveNextAsync());
        Assert.Equal(1, handler.Requests);
    }

    [Theory]
    [InlineData(null, "/api/bulk/syncs?limit=50&page_token=a%2Fb%3D%26")]
    [InlineData(true, "/api/bulk/syncs?active=true&limit=50&page_token=a%2Fb%3D%26")]
    [InlineData(false, "/api/bulk/syncs?active=false&limit=50&page_token=a%2Fb%3D%26")]
    public async Task A_token_is_sent_back_unchanged_with_the_filter(bool? active, string second)
    {
        using var api = new Api();
        api.Script.Answer(200, Page("a/b=&", "true", "false")).Answer(200, Page(null, "true"));
        var syncs = await api.ListAsync(active);
        Assert.Equal(active switch { null => 3, true => 2, false => 1 }, syncs.Count);
        Assert.Equal(second, api.Script.Requests.Last().PathAndQuery);
    }

    [Theory]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[],"pagination":null}""")]
    [InlineData("""{"data":[],"pagination":{}}""")]
    [InlineData("""{"data":[],"pagination":{"next_page_token":null}}""")]
    [InlineData("""{"data":[],"pagination":{"next_page_token":""}}""")]
    [InlineData("""{"data":[],"pagination":{"next_page_token":"","total":0},"more":1}""")]
    public async Task An_empty_list_is_the_end(string body)
    {
        using var api = new Api();
        api.Script.Answer(200, body);
        Assert.Empty(await api.ListAsync());
        Assert.Equal([First], api.Script.Requests.Select(request => request.PathAndQuery));
    }

    [Fact]
    public async Task An_empty_page_with_a_token_is_not_the_end()
    {
        using var api = new Api();
        api.Script.Answer(200, """{"data":null,"pagination":{"next_page_token":"a"}}""").Answer(200, Page("b")).Answer(200, Page("c", "true")).Answer(200, Page(null));
        Assert.Single(await api.ListAsync());
        Assert.Equal([First, $"{First}&page_token=a", $"{First}&page_token=b", $"{First}&page_token=c"], api.Script.Requests.Select(request => request.PathAndQuery));
    }

    [Fact]
    public async Task A_repeated_token_ends_the_list()
    {
        using var api = new Api();
        api.Script.Answer(200, Page("a", "true"), headers: Id("one")).Answer(200, Page("b", "true")).Answer(200, Page("a", "true"), headers: Id("three"));
        var read = 0;
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(async () =>
        {
            await foreach (var _ in api.Client.BulkSyncs.ListAsync()) read++;
        });
        Assert.Equal(2, read);
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
        Assert.Equal(("GET", "/api/bulk/syncs", 200, 1, "three"), (failure.Method, failure.Path, (int?)failure.StatusCode, failure.Attempts, failure.RequestId));
        Assert.Equal(3, api.Script.Requests.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public async Task A_list_that_contains_null_is_not_from_the_API(bool? active)
    {
        using var api = new Api();
        api.Script.Answer(200, """{"data":[{"active":true},null]}""");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.ListAsync(active));
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
    }

    [Fact]
    public async Task Items_before_a_failed_page_are_returned()
    {
        using var api = new Api();
        api.Script.Answer(200, Page("a", "true", "true")).Answer(500, "");
        var read = 0;
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(async () =>
        {
            await foreach (var _ in api.Client.BulkSyncs.ListAsync()) read++;
        });
        Assert.Equal((2, PolytomicFailure.ServerError), (read, failure.Failure));
    }

    [Fact]
    public async Task A_failure_of_an_unused_page_is_ignored()
    {
        using var api = new Api();
        api.Script.Answer(200, Page("a", "true", "true", "true", "true")).Answer(500, "");
        Assert.Equal(3, (await TakeAsync(api, 3)).Count);
    }

    [Fact]
    public async Task Stopping_a_list_cancels_its_running_request()
    {
        var (asked, ended) = (false, false);
        using var api = new Api(new AnswerHandler(async (request, cancel) =>
        {
            if (!request.RequestUri!.Query.Contains("page_token", StringComparison.Ordinal)) return AnswerHandler.Json(200, Page("a", [.. Enumerable.Repeat("true", 50)]));
            asked = true;
            try
            {
                await Task.Delay(Timeout.Infinite, cancel);
            }
            finally
            {
                // Long enough that a caller who does not wait fails the test.
                for (var i = 0; i < 100; i++) await Task.Yield();
                ended = true;
            }

            return null!;
        }));
        Assert.Equal(30, (await TakeAsync(api, 30)).Count);
        Assert.True(asked);
        Assert.True(ended);
    }

    [Fact]
    public async Task A_canceled_list_ends_while_it_waits_for_a_page()
    {
        using var cancel = new CancellationTokenSource();
        using var api = new Api();
        api.Script.Answer(200, Page("a", "true")).Hang(cancel.Cancel);
        var read = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in api.Client.BulkSyncs.ListAsync(cancel: cancel.Token)) read++;
        });
        Assert.Equal(1, read);
    }

    [Fact]
    public async Task A_list_that_is_canceled_before_it_begins_sends_no_request()
    {
        using var api = new Api();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.ListAsync(cancel: new CancellationToken(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.GetAsync(new CancellationToken(canceled: true)));
        Assert.Empty(api.Script.Requests);
    }

    private static AnswerHandler FiftyPages(out AnswerHandler handler)
    {
        var page = 0;
        return handler = new AnswerHandler(_ => AnswerHandler.Json(200, Page(++page < 50 ? $"t{page}" : null, [.. Enumerable.Repeat("true", 50)])));
    }

    private static async Task<List<BulkSync>> TakeAsync(Api api, int count)
    {
        var taken = new List<BulkSync>();
        await foreach (var sync in api.Client.BulkSyncs.ListAsync())
        {
            taken.Add(sync);
            if (taken.Count == count) break;
        }

        return taken;
    }

    private static string Page(string? token, params string[] active) =>
        $$"""{"data":[{{string.Join(",", active.Select(value => $$"""{"active":{{value}}}"""))}}],"pagination":{"next_page_token":{{(token is null ? "null" : $"\"{token}\"")}} } }""";

    private static Dictionary<string, string> Id(string id) => new() { ["X-Request-Id"] = id };
}
