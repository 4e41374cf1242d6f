using Client.Tests.Support;
using PolytomicBulk;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>Lists that change while they are read page by page, and answers that are not lists.</summary>
public sealed class CertainListTests : IDisposable
{
    private readonly FakeService _fake = new(new TestClock()) { PageSize = 2 };
    private readonly Api _api;
    private readonly List<string> _ids;

    public CertainListTests()
    {
        _api = new Api(_fake);
        _ids = [.. Enumerable.Range(0, 6).Select(i => _fake.AddSync($"sync {i}"))];
    }

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Fact]
    public async Task A_changing_list_returns_each_sync_once_without_more_requests()
    {
        _fake.On("GET", "/api/bulk/syncs").Then(_fake.Touch(_ids[0]));
        var syncs = await _api.ListAsync();
        Assert.Equal(syncs.Count, syncs.Select(sync => sync.Id).Distinct().Count());
        Assert.Equal(3, _fake.Count("GET", "/api/bulk/syncs"));
    }

    [Fact]
    public async Task A_certain_list_is_read_until_two_readings_are_equal()
    {
        _fake.On("GET", "/api/bulk/syncs").Then(_fake.Touch(_ids[0]));
        _fake.On("GET", "/api/bulk/syncs", skip: 3).Then(_fake.SyncRemoval(_ids[5]));
        var syncs = await _api.Client.BulkSyncs.ListCertainAsync();
        Assert.Equal(_ids.Take(5).Order(), syncs.Select(sync => $"{sync.Id}").Order());
    }

    [Fact]
    public async Task A_reading_that_missed_a_sync_is_repeated()
    {
        // Removing a bulk sync from the first page moves one from the second page to the first, which was already read.
        _fake.On("GET", "/api/bulk/syncs").Then(_fake.SyncRemoval(_ids[5]));
        var syncs = await _api.Client.BulkSyncs.ListCertainAsync();
        Assert.Equal(_ids.Take(5).Order(), syncs.Select(sync => $"{sync.Id}").Order());
        Assert.Equal(9, _fake.Count("GET", "/api/bulk/syncs"));
    }

    [Fact]
    public async Task Readings_with_different_names_are_not_equal()
    {
        _fake.On("GET", "/api/bulk/syncs", skip: 3).First(_fake.SyncEdit(_ids[2], """{"name":"renamed"}"""));
        var syncs = await _api.Client.BulkSyncs.ListCertainAsync();
        Assert.Equal("renamed", syncs.Single(sync => $"{sync.Id}" == _ids[2]).Name);
        Assert.Equal(9, _fake.Count("GET", "/api/bulk/syncs"));
    }

    [Fact]
    public async Task A_list_that_always_changes_is_refused()
    {
        var oldest = 0;
        _fake.On("GET", "/api/bulk/syncs", times: int.MaxValue).Then(() => _fake.Touch(_ids[oldest++ % 6])());
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.BulkSyncs.ListCertainAsync());
        Assert.Equal((PolytomicFailure.Conflict, "GET", "/api/bulk/syncs"), (failure.Failure, failure.Method, failure.Path));
        Facts.Hold(failure.Message, "list the bulk syncs", "6 times", "Nothing was done");
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(6, 1)]
    [InlineData(5, 4)]
    public async Task A_list_of_one_page_is_read_once(int size, int requests)
    {
        _fake.PageSize = size;
        Assert.Equal(6, (await _api.Client.BulkSyncs.ListCertainAsync()).Count);
        Assert.Equal(requests, _fake.Count("GET", "/api/bulk/syncs"));
    }

    [Theory]
    [InlineData("""{"message":"maintenance"}""", true)]
    [InlineData("{}", true)]
    [InlineData("""{"pagination":{}}""", true)]
    [InlineData("""{"data":null}""", false)]
    [InlineData("""{"data":[]}""", false)]
    public async Task An_answer_without_a_list_is_not_an_empty_one(string body, bool isBad)
    {
        foreach (var page in new[] { 0, 1 })
        {
            _fake.On("GET", "/api/bulk/syncs", skip: page).Answer(200, body);
            _fake.On("GET", "/api/connections").Answer(200, body);
            Func<Task>[] reads = [() => _api.ListAsync(), () => _api.Client.BulkSyncs.ListCertainAsync(), () => _api.Client.Connections.ListCertainAsync()];
            foreach (var read in page == 0 ? reads[..1] : reads[1..])
            {
                if (!isBad) await read();
                else Assert.Equal(PolytomicFailure.BadResponse, (await Assert.ThrowsAsync<PolytomicApiException>(read)).Failure);
            }
        }
    }
}
