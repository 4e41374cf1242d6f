using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using PolytomicBulk.Http;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>An operation that needs the schemas of a connection waits until the service has read them. It then runs once.</summary>
public sealed class UnreadySchemasTests : IDisposable
{
    private const string Unready = """{"key":"unprocessable","message":"cache refresh in progress","status":422}""";
    private const string Syncs = "/api/bulk/syncs";
    private const string SchemasOfAny = "/api/bulk/syncs/*/schemas";

    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly Api _api;

    public UnreadySchemasTests()
    {
        _fake = new FakeService(_clock);
        _api = new Api(_fake, maxRetry: 2, clock: _clock);
    }

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_create_waits_until_the_schemas_are_ready(bool is400)
    {
        (_fake.CacheTime, _fake.UnreadyIs400) = (TimeSpan.FromSeconds(40), is400);
        var source = await ConnectAsync();
        var (began, observer) = (_clock.GetUtcNow(), new WaitObserver());
        var made = await _api.Client.ObservedBy(observer).Updates.CreateAsync("Orders", Settings(source));

        Assert.Equal((string?)Assert.Single(_fake.Syncs)["id"], made.Id.ToString());
        var keys = Keys();
        Assert.Equal((2, 2), (keys.Count, keys.Distinct().Count()));
        var waited = _clock.GetUtcNow() - began;
        Assert.InRange(waited, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(55));
        var looks = _fake.Count("GET", $"/api/connections/{source}/schemas/status");
        Assert.Equal((looks, waited), (_clock.Delays.Count, Total(_clock.Delays)));
        Assert.Equal(_clock.Delays.Order(), _clock.Delays);
        Assert.Equal((looks, 1), (observer.Waits.Count, observer.Ends));
        Assert.All(observer.Waits, wait => Assert.Equal((source, TimeSpan.FromMinutes(5)), (wait.Id, wait.Limit)));
        Assert.Equal((null, TimeSpan.Zero, "refreshing"), (observer.Waits[0].State, observer.Waits[0].Elapsed, observer.Waits[^1].State));
    }

    [Fact]
    public async Task No_other_requests_are_sent_if_the_schemas_are_ready()
    {
        var observer = new WaitObserver();
        await _api.Client.ObservedBy(observer).Updates.CreateAsync("Orders", Settings(Guid.Parse(_fake.SourceId)));
        Assert.Equal(("POST", Syncs), (Assert.Single(_fake.Requests).Method, _fake.Requests.First().Path));
        Assert.Equal((0, 0), (observer.Waits.Count, observer.Ends));
    }

    [Fact]
    public async Task Schemas_that_are_never_ready_cause_an_error_with_the_reason()
    {
        _fake.CacheTime = TimeSpan.FromDays(1);
        var source = await ConnectAsync();
        var observer = new WaitObserver();
        var client = _api.Client.ObservedBy(observer);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => client.Updates.CreateAsync("Orders", Settings(source)));
        Assert.Equal((PolytomicFailure.Timeout, PolytomicBulk.ResourceKind.SchemaCache, 422), (failure.Failure, failure.Resource, (int?)failure.StatusCode));
        Facts.Hold(failure.Message, "'Orders'", source.ToString(), "300 s", "'refreshing'", "cache refresh in progress");
        Assert.Equal((TimeSpan.FromMinutes(5), 2, 0, 1), (Total(_clock.Delays), Keys().Count, _fake.Syncs.Count, observer.Ends));

        // The next bulk sync with the same source does not wait again, but a much later one does.
        await Assert.ThrowsAsync<PolytomicApiException>(() => client.Updates.CreateAsync("Customers", Settings(source)));
        Assert.Equal((TimeSpan.FromMinutes(5), 3), (Total(_clock.Delays), Keys().Count));
        _clock.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<PolytomicApiException>(() => client.Updates.CreateAsync("Customers", Settings(source)));
        Assert.Equal((TimeSpan.FromMinutes(10), 5), (Total(_clock.Delays), Keys().Count));
    }

    [Theory]
    [InlineData(422, "name is taken")]
    [InlineData(422, "'cache refresh in progress' is no mode")]
    [InlineData(400, "you did not provide any schemas")]
    [InlineData(404, "cache refresh in progress")]
    public async Task Another_refusal_is_thrown_at_once(int status, string message)
    {
        _fake.On("POST", Syncs, times: 9).Instead(status, new JsonObject { ["message"] = message }.ToJsonString());
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(
            () => _api.Client.Updates.CreateAsync("cache refresh in progress", Settings(Guid.Parse(_fake.SourceId))));
        Assert.Equal(status == 404 ? PolytomicFailure.NotFound : PolytomicFailure.InvalidRequest, failure.Failure);
        Assert.NotEqual(PolytomicBulk.ResourceKind.SchemaCache, failure.Resource);
        Assert.Single(_fake.Requests);
        Assert.Empty(_clock.Delays);
    }

    [Fact]
    public async Task Another_refusal_after_the_wait_is_thrown_as_it_is()
    {
        _fake.CacheTime = TimeSpan.FromSeconds(10);
        var source = await ConnectAsync();
        _fake.On("POST", Syncs, skip: 1).Instead(422, """{"message":"mode is not supported"}""");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.Updates.CreateAsync("Orders", Settings(source)));
        Facts.Hold(failure.Message, "mode is not supported");
        Assert.Equal((PolytomicFailure.InvalidRequest, 2, 0), (failure.Failure, Keys().Count, _fake.Syncs.Count));
    }

    [Fact]
    public async Task Canceling_ends_the_wait_and_creates_nothing()
    {
        (_fake.CacheTime, _clock.HoldsDelays) = (TimeSpan.FromSeconds(30), true);
        var source = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        var observer = new WaitObserver();
        var create = _api.Client.ObservedBy(observer).Updates.CreateAsync("Orders", Settings(source), stop.Token);
        while (_clock.Held == 0) await Task.Yield();
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => create);
        Assert.Equal((1, 0, 0, 1), (Keys().Count, _fake.Syncs.Count, _clock.Held, observer.Ends));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_lost_answer_is_requested_again_with_the_same_key(int lost)
    {
        _fake.CacheTime = TimeSpan.FromSeconds(20);
        var source = await ConnectAsync();
        _fake.On("POST", Syncs, skip: lost).Lose();
        await _api.Client.Updates.CreateAsync("Orders", Settings(source));
        Assert.Single(_fake.Syncs);
        var keys = Keys();
        Assert.Equal((3, 2), (keys.Count, keys.Distinct().Count()));
        Assert.Equal(keys[lost], keys[lost + 1]);
    }

    [Fact]
    public async Task A_status_that_cannot_be_read_does_not_end_the_wait()
    {
        _fake.CacheTime = TimeSpan.FromSeconds(20);
        var source = await ConnectAsync();
        _fake.On("GET", $"/api/connections/{source}/schemas/status", times: 99).Instead(403);
        await _api.Client.Updates.CreateAsync("Orders", Settings(source));
        Assert.Single(_fake.Syncs);
        Assert.InRange(Keys().Count, 3, 9);
    }

    [Fact]
    public async Task A_copy_waits_for_the_schemas_of_the_original_and_of_the_copy()
    {
        var id = _fake.AddSync("Orders");
        _fake.SchemaEdit(id, "public.audit", """{"enabled":false}""")();
        _fake.On("GET", $"{Syncs}/{id}/schemas").Instead(422, Unready);
        _fake.On("POST", Syncs).Instead(422, Unready);
        var step = await _api.Client.Configurations.PlanCopyAsync(Guid.Parse(id), "Copy", []);
        Assert.Equal(ConfigurationStepKind.Create, step.Kind);
        _fake.On("GET", SchemasOfAny).Instead(400, """{"message":"The source did not provide any schemas."}""");
        var made = (await _api.Client.Configurations.ApplyAsync(step))!.Sync;

        Assert.Equal((2, 2), (_fake.Syncs.Count, Keys().Distinct().Count()));
        Assert.False((bool)_fake.Schema(made.Id.ToString()!, "public.audit")["enabled"]!);
        Assert.Equal((3, 3), (_clock.Delays.Count, _fake.Count("GET", $"/api/connections/{_fake.SourceId}/schemas/status")));
    }

    [Fact]
    public async Task A_created_sync_is_named_if_its_schemas_are_never_ready()
    {
        var id = _fake.AddSync("Orders");
        var step = await _api.Client.Configurations.PlanCopyAsync(Guid.Parse(id), "Copy", []);
        _fake.On("GET", SchemasOfAny, times: 999).Instead(422, Unready);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.Configurations.ApplyAsync(step));
        var made = _fake.Syncs.Single(sync => (string?)sync["name"] == "Copy");
        Facts.Hold(failure.Message, "300 s", (string)made["id"]!);
        Assert.Equal((PolytomicFailure.Timeout, 1), (failure.Failure, Keys().Count));
    }

    [Fact]
    public async Task A_refused_update_reads_again_before_it_writes_again()
    {
        var id = _fake.AddSync("Orders");
        _fake.On("PUT", $"{Syncs}/*").Instead(422, Unready).Then(_fake.SyncEdit(id, """{"concurrency_limit":7}"""));
        var edit = await _api.Client.BulkSyncs.EditAsync(Guid.Parse(id));
        edit.Apply(new JsonObject { ["name"] = "Sales" });
        var update = await _api.Client.Updates.UpdateAsync(edit);
        Assert.Equal(("Sales", 7, 2), (update.Sync.Name, (int?)_fake.Sync(id)["concurrency_limit"], _fake.Count("PUT", $"{Syncs}/*")));
        Assert.Empty(update.Warnings);
    }

    [Theory]
    [InlineData(422, "cache refresh in progress")]
    [InlineData(422, "Cache refresh in progress.")]
    [InlineData(400, "schema cache refresh is still in progress, please try again")]
    [InlineData(422, "cannot create the bulk sync \"Orders\": cache_refresh_in_progress")]
    [InlineData(422, "Schemas are being refreshed; retry later")]
    [InlineData(422, "the schema cache is refreshing")]
    [InlineData(422, "schema cache is not ready yet")]
    [InlineData(400, "did not provide any schemas")]
    [InlineData(422, "connection 'Production' did not provide any schemas")]
    [InlineData(400, "The source didn’t provide any schemas yet!")]
    [InlineData(400, "Production has not provided any schemas")]
    public void A_refusal_of_unready_schemas_is_found_by_its_message(int status, string message) => Assert.True(SchemaCache.IsUnready(status, message));

    [Theory]
    [InlineData(422, null)]
    [InlineData(422, "")]
    [InlineData(500, "cache refresh in progress")]
    [InlineData(409, "cache refresh in progress")]
    [InlineData(422, "a bulk sync named 'cache refresh in progress' exists")]
    [InlineData(422, "schema cache refresh in progress already exists")]
    [InlineData(422, "no cache refresh in progress")]
    [InlineData(422, "an execution is in progress")]
    [InlineData(422, "cache refresh failed")]
    [InlineData(400, "the request did not provide any schemas")]
    [InlineData(400, "You did not provide any schemas.")]
    [InlineData(400, "the source did not provide any schemas with a primary key")]
    [InlineData(400, "schemas is required")]
    [InlineData(400, "did not provide any name")]
    public void Another_refusal_is_not_treated_as_unready_schemas(int status, string? message) => Assert.False(SchemaCache.IsUnready(status, message));

    private static TimeSpan Total(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);

    private List<string> Keys() =>
        [.. _fake.Requests.Where(request => (request.Method, request.Path) == ("POST", Syncs)).Select(request => request.Headers["Idempotency-Key"])];

    private JsonObject Settings(Guid source) => new()
    {
        ["name"] = "Orders",
        ["mode"] = "snapshot",
        ["source_connection_id"] = source.ToString(),
        ["destination_connection_id"] = _fake.DestinationId,
        ["destination_configuration"] = new JsonObject { ["schema"] = "raw" },
        ["default_schedule"] = new JsonObject { ["frequency"] = "manual" },
    };

    /// <summary>Creates a connection. The service then begins to read its schemas.</summary>
    private async Task<Guid> ConnectAsync()
    {
        using var http = new HttpClient(_fake, disposeHandler: false) { BaseAddress = new Uri("https://polytomic.example") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "key");
        using var body = new StringContent("""{"name":"New","type":"mysql","configuration":{"password":"p"}}""");
        using var answer = await http.PostAsync(new Uri("/api/connections", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        return Guid.Parse((string)JsonNode.Parse(text)!["data"]!["id"]!);
    }

    private sealed class WaitObserver : RequestObserver
    {
        public List<(Guid Id, string? State, TimeSpan Elapsed, TimeSpan Limit)> Waits { get; } = [];

        public int Ends { get; private set; }

        public override void Answered(string method, string pathAndQuery, System.Net.HttpStatusCode status, TimeSpan elapsed)
        {
        }

        public override void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts)
        {
        }

        public override void Resuming(PolytomicApiException failure)
        {
        }

        public override void WaitingForSchemas(Guid connectionId, string? state, TimeSpan elapsed, TimeSpan limit) =>
            Waits.Add((connectionId, state, elapsed, limit));

        public override void WaitedForSchemas(Guid connectionId) => Ends++;
    }
}
