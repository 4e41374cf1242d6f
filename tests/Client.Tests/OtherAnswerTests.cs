using System.Net;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>An answer about a different object is never a result.</summary>
public sealed class OtherAnswerTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly Api _api;
    private readonly string _id;
    private readonly string _other;

    public OtherAnswerTests()
    {
        _fake = new FakeService(_clock);
        _api = new Api(_fake, clock: _clock);
        _id = _fake.AddSync("Orders");
        _other = _fake.AddSync("Visits");
    }

    private Guid Id => Guid.Parse(_id);

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    public static TheoryData<string> Reads => ["sync", "edit", "status", "schema", "execution", "schedule"];

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_read_that_is_answered_with_another_object_is_a_bad_response(string what)
    {
        _fake.SchedulesHaveIds = true;
        var (mine, another) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        _fake.On("GET", "/**", times: 100).Answer(200, new JsonObject
        {
            ["data"] = new JsonObject { ["id"] = another, ["sync_id"] = another, ["frequency"] = "manual", ["name"] = "x" },
        }.ToJsonString());
        Task Read() => what switch
        {
            "sync" => _api.Client.BulkSyncs.GetAsync(Id),
            "edit" => _api.Client.Updates.EditAsync(Id),
            "status" => _api.Client.BulkSyncs.GetStatusAsync(Id),
            "schema" => _api.Client.Schemas.GetAsync(Id, mine),
            "execution" => _api.Client.Executions.GetAsync(Id, Guid.Parse(mine)),
            _ => _api.Client.Schedules.GetAsync(Id, Guid.Parse(mine)),
        };
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(Read);
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
        Facts.Hold(failure.Message, another);
    }

    [Fact]
    public async Task The_status_of_another_sync_is_not_returned()
    {
        _fake.On("GET", "/api/bulk/syncs/status").Answer(200, $$"""{"data":[{"sync_id":"{{_other}}","status":"completed"},{"sync_id":"{{_id}}","status":"running"}]}""");
        var status = Assert.Single(await _api.Client.Executions.ListStatusAsync([Id]));
        Assert.Equal((Id, "running"), (status.SyncId, status.Status));
    }

    [Theory]
    [InlineData(PutWay.KeepsSchemas)]
    [InlineData(PutWay.ResetsAll)]
    public async Task A_write_of_a_sync_that_is_answered_with_another_is_checked(PutWay way)
    {
        _fake.Puts = way;
        var before = World.Exact(_fake.Schemas(_id));
        _fake.On("PUT", $"/api/bulk/syncs/{_id}").AnswerOf($"/api/bulk/syncs/{_other}");
        var edit = await _api.Client.Updates.EditAsync(Id);
        edit.Apply(new JsonObject { ["name"] = "B" });
        var update = await _api.Client.Updates.UpdateAsync(edit);
        Assert.Equal((Id, "B", before), (update.Sync.Id, update.Sync.Name, World.Exact(_fake.Schemas(_id))));
        Assert.Equal("Visits", (string?)_fake.Sync(_other)["name"]);
    }

    [Theory]
    [InlineData(200, """{"data":{"status":"created"}}""")]
    [InlineData(202, "")]
    [InlineData(204, "")]
    public async Task A_start_without_an_id_returns_the_running_execution_and_never_an_earlier_one(int status, string body)
    {
        var yesterdays = (await _api.Client.BulkSyncs.StartAsync(Id)).Id;
        _clock.Advance(TimeSpan.FromDays(1));
        _fake.On("POST", "/api/bulk/syncs/*/executions").Answer(status, body);
        var started = await _api.Client.BulkSyncs.StartAsync(Id);
        Assert.NotNull(started.Id);
        Assert.NotEqual(yesterdays, started.Id);
        Assert.False(started.IsTerminal);
        Assert.Equal(1, _fake.Count("POST", $"/api/bulk/syncs/{_id}/executions") - 1);
    }

    [Fact]
    public async Task A_start_without_an_id_is_an_error_if_no_execution_runs()
    {
        await _api.Client.BulkSyncs.StartAsync(Id);
        _clock.Advance(TimeSpan.FromDays(1));
        _fake.On("POST", "/api/bulk/syncs/*/executions").Instead(202);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.BulkSyncs.StartAsync(Id));
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
        Facts.Hold(failure.Message, _id, "executions");
        Assert.NotNull(failure.Path);
    }

    [Fact]
    public async Task An_observer_is_notified_of_a_write_without_an_answer()
    {
        var observer = new Listener();
        _fake.On("PUT", $"/api/bulk/syncs/{_id}").Lose();
        var client = _api.Client.ObservedBy(observer);
        var edit = await client.Updates.EditAsync(Id);
        edit.Apply(new JsonObject { ["name"] = "B" });
        await client.Updates.UpdateAsync(edit);
        Assert.Equal(["PUT"], observer.Lost);
    }

    private sealed class Listener : RequestObserver
    {
        public List<string> Lost { get; } = [];

        public override void Unanswered(string method) => Lost.Add(method);

        public override void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed)
        {
        }

        public override void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts)
        {
        }

        public override void Resuming(PolytomicApiException failure)
        {
        }
    }
}
