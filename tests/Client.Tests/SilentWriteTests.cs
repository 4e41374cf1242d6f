using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>If the service accepts a write without returning the result, the client searches for it. It is an error only if the result is uncertain.</summary>
public sealed class SilentWriteTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly Api _api;

    public SilentWriteTests()
    {
        _fake = new FakeService(_clock);
        _api = new Api(_fake, clock: _clock);
        _fake.AddSync("New");
        _clock.Advance(TimeSpan.FromMinutes(1));
    }

    public static TheoryData<int, string> Answers => new() { { 202, "" }, { 202, "{}" }, { 202, """{"message":"accepted"}""" }, { 204, "" }, { 201, "" }, { 200, "" } };

    private JsonObject Settings => _fake.NewSettings("New");

    private string Newest => (string)_fake.Syncs[^1]["id"]!;

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_created_sync_is_found_and_not_an_older_one_with_its_name(int status, string body)
    {
        _fake.On("POST", "/api/bulk/syncs").Answer(status, body);
        var made = await CreateAsync();
        Assert.Equal((Newest, 2), (made.Id.ToString(), _fake.Syncs.Count));
    }

    [Fact]
    public async Task A_sync_that_is_created_later_is_waited_for_and_never_found_twice()
    {
        var ids = new List<Guid?>();
        for (var i = 0; i < 2; i++)
        {
            _fake.On("POST", "/api/bulk/syncs").Instead(202);
            _fake.On("GET", "/api/bulk/syncs", skip: 2).First(() => _fake.AddSync("New"));
            _fake.On("GET", "/api/bulk/syncs", skip: 1).First(() => _fake.AddSync("Another"));
            ids.Add((await CreateAsync()).Id);
            Assert.Equal(Newest, ids[^1].ToString());
        }

        Assert.Equal(2, ids.Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task An_uncertain_result_is_an_error(int others)
    {
        _fake.On("POST", "/api/bulk/syncs").Instead(202);
        if (others > 0)
        {
            _fake.On("GET", "/api/bulk/syncs").First(() =>
            {
                for (var i = 0; i < others; i++) _fake.AddSync("New");
            });
        }

        var failure = await Assert.ThrowsAsync<PolytomicApiException>(CreateAsync);
        Facts.Hold(failure.Message, "create bulk sync 'New'", "accepted", others > 0 ? "2" : "not found", "Check before you run the command again");
        Assert.Equal((PolytomicFailure.BadResponse, 202), (failure.Failure, (int?)failure.StatusCode));
    }

    [Fact]
    public async Task Without_the_time_of_the_answer_the_result_is_uncertain()
    {
        using var api = new Api();
        api.Script.Answer(202, "");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.Updates.CreateAsync("New", Settings));
        Facts.Hold(failure.Message, "create bulk sync 'New'", "accepted");
        Assert.Single(api.Script.Requests);
    }

    [Fact]
    public async Task A_created_copy_is_found_and_gets_its_settings()
    {
        _fake.Puts = PutWay.ResetsAll;
        var id = Newest;
        _fake.SchemaEdit(id, "public.orders", """{"user_output_name":"sales","fields":[{"id":"email","enabled":false}]}""")();
        var step = await _api.Client.Configurations.PlanCopyAsync(Guid.Parse(id), "Copy", []);
        _fake.On("POST", "/api/bulk/syncs").Answer(202);
        var copy = (await _api.Client.Configurations.ApplyAsync(step))!.Sync;
        Assert.Equal((Newest, "Copy"), (copy.Id.ToString(), copy.Name));
        Assert.Equal("sales", (string?)_fake.Schema(Newest, "public.orders")["user_output_name"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_schedule_is_found(bool haveIds)
    {
        _fake.SchedulesHaveIds = haveIds;
        var (id, schedule) = (Guid.Parse(Newest), new JsonObject { ["frequency"] = "hourly", ["minute"] = "5" });
        await _api.Client.Schedules.CreateAsync(id, schedule);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _fake.On("POST", "/api/bulk/syncs/*/schedules").Answer(201);
        var made = await _api.Client.Schedules.CreateAsync(id, schedule);
        Assert.Equal(((string?)_fake.Sync(Newest)["additional_schedules"]![1]!["id"], id), (made.Id.ToString(), made.SyncId));
    }

    [Fact]
    public async Task A_created_connection_and_a_changed_one_are_found()
    {
        _fake.On("GET", "/api/connection_types/**", times: 9).Instead(200, """{"type":"object","properties":{"host":{"type":"string"}}}""");
        _fake.On("POST", "/api/connections").Answer(202);
        var connections = _api.Client.Connections;
        var made = await connections.CreateAsync(await connections.BeginAsync("postgresql", "Production"));
        Assert.NotEqual(_fake.SourceId, made.Id.ToString());

        _clock.Advance(TimeSpan.FromMinutes(1));
        var edit = await connections.EditAsync(made.Id!.Value);
        edit.Apply(new JsonObject { ["name"] = "Staging" }, new Dictionary<string, System.Security.SecureString>(), []);
        _fake.On("PUT", "/api/connections/*").Instead(200);
        _fake.On("GET", "/api/connections/*", skip: 1).Change(answer => (answer["data"]!["name"], answer["data"]!["updated_at"]) = ("Staging", Time));
        Assert.Equal("Staging", (await connections.UpdateAsync(edit)).Name);
        _fake.On("PUT", "/api/connections/*").Instead(202);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => connections.UpdateAsync(edit));
        Facts.Hold(failure.Message, "update connection", "accepted", "not found");
    }

    [Fact]
    public async Task The_list_of_error_subscribers_is_read_again()
    {
        using var api = new Api();
        api.Script.Answer(204, "").Answer(200, """{"emails":["a@acme.example"]}""").Answer(200, """{"emails":["a@acme.example","b@acme.example"]}""");
        var answered = new DateHandler(api.Script);
        using var dated = new Api(answered, clock: _clock);
        Assert.Equal(2, (await dated.Client.ErrorSubscribers.SetAsync(["b@acme.example", "a@acme.example"])).Emails!.Count);
    }

    private string Time => _clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private Task<BulkSync> CreateAsync() => _api.Client.Updates.CreateAsync("New", Settings);

    /// <summary>Adds a Date header to each answer, as every server does.</summary>
    private sealed class DateHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            answer.Headers.Date = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            return answer;
        }
    }
}
