using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>A new bulk sync does not run before its schemas are checked. If that fails, the user learns what was created.</summary>
public sealed class NewSyncTests : IDisposable
{
    private const string Orders = "public.orders";
    private const string Syncs = "/api/bulk/syncs";
    private const string Activations = "/api/bulk/syncs/*/activate";
    private const string Tables = """[{"id":"public.orders","fields":[{"id":"id"},{"id":"amount"},{"id":"email"}]}]""";

    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly Api _api;
    private readonly string _original;

    public NewSyncTests()
    {
        _fake = new FakeService(_clock);
        _api = new Api(_fake, clock: _clock);
        _fake.SetTables(_fake.SourceId, Tables);
        _original = _fake.AddSync("Orders");
        _fake.SchemaEdit(_original, Orders, """{"user_output_name":"sales","fields":[{"id":"amount","enabled":false}]}""")();
    }

    private JsonObject Newest => _fake.Syncs[^1];

    private string NewestId => (string)Newest["id"]!;

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Fact]
    public async Task An_active_configuration_is_created_paused_and_activated_last()
    {
        var made = await _api.Client.Configurations.CreateAsync(await ReadAsync());
        var create = _fake.Requests.Single(request => (request.Method, request.Path) == ("POST", Syncs));
        Assert.False((bool)JsonNode.Parse(create.Body)!["active"]!);
        var writes = _fake.Requests.Where(request => request.Method != "GET").Select(request => $"{request.Method} {request.Path}");
        Assert.Equal([$"POST {Syncs}", $"PATCH {Syncs}/{NewestId}/schemas", $"POST {Syncs}/{NewestId}/activate"], writes);
        Assert.Equal((true, true, NewestId), (made.Active, (bool?)Newest["active"], made.Id.ToString()));
    }

    [Fact]
    public async Task A_copy_that_the_service_activates_is_paused()
    {
        var step = await _api.Client.Configurations.PlanCopyAsync(Guid.Parse(_original), "Copy", []);
        ActivateCreated().Change(answer => answer["data"]!["active"] = true);
        var copy = (await _api.Client.Configurations.ApplyAsync(step))!.Sync;
        Assert.Equal(("Copy", false, false), (copy.Name, copy.Active, (bool?)Newest["active"]));
    }

    [Theory]
    [InlineData(true, true, 1, 0)]
    [InlineData(false, true, 1, 1)]
    [InlineData(false, false, 0, 0)]
    public async Task A_new_sync_is_paused_only_if_it_is_active(bool isTold, bool isActive, int pauses, int delays)
    {
        var create = isActive ? ActivateCreated() : _fake.On("POST", Syncs);
        if (isTold) create.Change(answer => answer["data"]!["active"] = isActive);
        else create.LeaveOut(["active"]);
        var made = await _api.Client.Updates.CreateAsync("New", _fake.NewSettings("New"));
        Assert.Equal((false, false), (made.Active, (bool?)Newest["active"]));
        Assert.Equal((pauses, delays), (_fake.Count("POST", Activations), _clock.Delays.Count));
    }

    [Fact]
    public async Task A_new_sync_that_stays_active_is_paused_some_times_with_growing_delays()
    {
        ActivateCreated().Change(answer => answer["data"]!["active"] = true);
        _fake.On("POST", Activations, times: 100).Instead(200, "{}");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.Updates.CreateAsync("New", _fake.NewSettings("New")));
        Facts.Hold(failure.Message, "'New'", NewestId, "active");
        Assert.Equal((3, 2), (_fake.Count("POST", Activations), _clock.Delays.Count));
        Assert.True(_clock.Delays[0] < _clock.Delays[1]);
    }

    [Theory]
    [InlineData("read", PolytomicFailure.ServerError, "could not be checked")]
    [InlineData("patch", PolytomicFailure.BadResponse, "~ Schemas.public.orders.UserOutputName: (none) -> 'sales'")]
    [InlineData("field", PolytomicFailure.BadResponse, "~ Schemas.public.orders.Fields.email.Enabled: (none) -> True")]
    [InlineData("activate", PolytomicFailure.ServerError, "schemas are as requested")]
    public async Task If_a_new_sync_cannot_be_completed_the_error_says_what_was_created(string fault, PolytomicFailure kind, string fact)
    {
        var configuration = await ReadAsync();
        switch (fault)
        {
            case "read":
                _fake.On("GET", "/api/bulk/syncs/*/schemas").Instead(503);
                break;
            case "patch":
                _fake.Patches = PatchWay.ChangesNothing;
                break;
            case "field":
                _fake.SetTables(_fake.SourceId, Tables.Replace("email", "phone", StringComparison.Ordinal));
                break;
            default:
                _fake.On("POST", Activations).Instead(503);
                break;
        }

        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.Configurations.CreateAsync(configuration));
        Assert.Equal((kind, false), (failure.Failure, (bool?)Newest["active"]));
        Facts.Hold(failure.Message, "'Copy'", NewestId, "paused", fact);
        var wanted = Assert.Single(failure.Selection!);
        Assert.Equal((Orders, "sales", NewestId), (wanted.Id, wanted.UserOutputName, wanted.SyncId.ToString()));
    }

    [Fact]
    public async Task If_a_new_sync_cannot_be_paused_the_error_does_not_say_that_it_is_paused()
    {
        var configuration = await ReadAsync();
        ActivateCreated().Change(answer => answer["data"]!["active"] = true);
        _fake.On("POST", Activations).Instead(403);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.Configurations.CreateAsync(configuration));
        Facts.Hold(failure.Message, "'Copy'", NewestId);
        Assert.DoesNotContain("paused", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Makes the service activate the next new bulk sync.</summary>
    private FakeRule ActivateCreated() => _fake.On("POST", Syncs).Then(() => _fake.SyncEdit(NewestId, """{"active":true}""")());

    /// <summary>The configuration of an active bulk sync, with the name of a new one.</summary>
    private async Task<BulkSyncConfiguration> ReadAsync()
    {
        var sync = await _api.Client.BulkSyncs.GetAsync(Guid.Parse(_original));
        var text = (await _api.Client.Configurations.ReadAsync(sync)).ToText();
        return BulkSyncConfiguration.Parse(text.Replace("\"name\": \"Orders\"", "\"name\": \"Copy\"", StringComparison.Ordinal));
    }
}
