using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using PolytomicBulk.Sandbox;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>Before an execution starts, a check tells what it would sync, or why the service would refuse it.</summary>
public sealed class StartCheckTests : IDisposable
{
    private const string Stripe = "56d27c22-abb2-5c53-b2e3-7f7f43af2a3d";
    private const string Archive = "b228f0e5-d79c-5845-b1be-ba4af1991e84";

    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly Api _api;
    private readonly string _id;

    public StartCheckTests()
    {
        _fake = new FakeService(_clock);
        _api = new Api(_fake, clock: _clock);
        _id = _fake.AddSync("Orders");
        _fake.SchemaEdit(_id, "public.audit", """{"enabled":false}""")();
    }

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Theory]
    [InlineData("", "public.orders public.customers")]
    [InlineData("public.customers", "public.customers")]
    [InlineData("public.customers public.orders", "public.customers public.orders")]
    public async Task An_execution_syncs_the_schemas_that_are_asked_for_or_all_enabled_ones(string asked, string synced)
    {
        Assert.Equal(synced, string.Join(" ", await FindAsync(asked)));
        Assert.Equal([$"/api/bulk/syncs/{_id}/schemas", $"/api/bulk/syncs/{_id}/status"], _fake.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task An_execution_without_enabled_schemas_syncs_nothing()
    {
        foreach (var schema in new[] { "public.orders", "public.customers" }) _fake.SchemaEdit(_id, schema, """{"enabled":false}""")();
        Assert.Empty(await FindAsync(""));
        Facts.Hold((await RefusedAsync("public.orders")).Message, _id, "'public.orders'", "none");
    }

    [Theory]
    [InlineData("public.audit", "'public.audit'", "public.orders", "public.customers")]
    [InlineData("public.orders public.order", "'public.order'", "'public.orders'")]
    [InlineData("x y", "'x'")]
    public async Task A_schema_that_is_not_enabled_is_refused(string asked, params string[] facts)
    {
        var failure = await RefusedAsync(asked);
        Assert.Equal(PolytomicFailure.InvalidRequest, failure.Failure);
        Facts.Hold(failure.Message, [_id, .. facts]);
    }

    [Fact]
    public async Task A_running_bulk_sync_is_refused_until_its_execution_ends()
    {
        var run = _fake.StartRun(_id);
        foreach (var status in new[] { "created", "running" })
        {
            var failure = await RefusedAsync("");
            Assert.Equal(PolytomicFailure.Conflict, failure.Failure);
            Facts.Hold(failure.Message, _id, run, $"'{status}'");
            _clock.Advance(_fake.RunTime / 2);
        }

        Assert.Equal(["public.orders"], await FindAsync("public.orders"));
    }

    [Theory]
    [InlineData("""["refetch","resync"]""", "resync", true)]
    [InlineData("""["refetch","resync"]""", "rebuild", false)]
    [InlineData("[]", "rebuild", true)]
    [InlineData("null", "rebuild", true)]
    public async Task A_resync_mode_is_refused_if_the_destination_lists_others(string supported, string mode, bool isAccepted)
    {
        _fake.On("GET", $"/api/connections/{_fake.DestinationId}/bulksync/target").Instead(200, $"{{\"data\":{{\"supported_resync_modes\":{supported}}}}}");
        if (isAccepted)
        {
            Assert.Equal(["public.orders", "public.customers"], await FindAsync("", mode));
            return;
        }

        var failure = await RefusedAsync("", mode);
        Assert.Equal(PolytomicFailure.InvalidRequest, failure.Failure);
        Facts.Hold(failure.Message, _id, $"'{mode}'", "refetch", "resync");
    }

    [Fact]
    public async Task A_resync_mode_is_accepted_if_the_destination_is_unknown()
    {
        _fake.On("GET", $"/api/bulk/syncs/{_id}").LeaveOut(["destination_connection_id"]);
        Assert.NotEmpty(await FindAsync("", "rebuild"));
        Assert.Equal(0, _fake.Count("GET", "/api/connections/**"));
    }

    [Theory]
    [InlineData(Stripe, null, "", false, null)]
    [InlineData(Stripe, "rebuild", "charges", false, null)]
    [InlineData(Stripe, null, "chargez", false, PolytomicFailure.InvalidRequest)]
    [InlineData(Stripe, null, "charges", true, PolytomicFailure.Conflict)]
    [InlineData(Archive, "resync", "", false, null)]
    [InlineData(Archive, "rebuild", "", false, PolytomicFailure.InvalidRequest)]
    public async Task The_check_refuses_what_the_service_refuses(string id, string? mode, string asked, bool isRunning, PolytomicFailure? expected)
    {
        using var handler = new SandboxHandler(new SandboxService(new SandboxOptions { Clock = _clock }));
        using var api = new Api(handler, credential: PolytomicCredential.ApiKey(Api.Secure(SandboxOptions.ApiKey)), clock: _clock);
        var (sync, schemas) = (Guid.Parse(id), Split(asked));
        if (isRunning) await api.Client.BulkSyncs.StartAsync(sync);
        Assert.Equal(expected, await FailureAsync(() => api.Client.Starts.FindSchemasAsync(sync, mode, schemas)));
        Assert.Equal(expected, await FailureAsync(() => api.Client.BulkSyncs.StartAsync(sync, resyncMode: mode, schemas: schemas)));
    }

    private static async Task<PolytomicFailure?> FailureAsync(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (PolytomicApiException failure)
        {
            return failure.Failure;
        }
    }

    private static string[] Split(string asked) => asked.Split([' '], StringSplitOptions.RemoveEmptyEntries);

    private Task<IReadOnlyList<string>> FindAsync(string asked, string? mode = null) =>
        _api.Client.Starts.FindSchemasAsync(Guid.Parse(_id), mode, Split(asked));

    private Task<PolytomicApiException> RefusedAsync(string asked, string? mode = null) =>
        Assert.ThrowsAsync<PolytomicApiException>(() => FindAsync(asked, mode));
}
