using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Waiting;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>Waits end. They use the fake service, whose time passes at once.</summary>
public sealed class WaitTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly Api _api;
    private readonly string _sync;

    public WaitTests()
    {
        _fake = new FakeService(_clock);
        _api = new Api(_fake, clock: _clock);
        _sync = _fake.AddSync("Orders");
    }

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Theory]
    [InlineData("without schemas")]
    [InlineData("with an empty list")]
    [InlineData("without execution ids")]
    [InlineData("of the other execution")]
    public async Task An_execution_is_read_by_its_id_while_another_one_runs(string row)
    {
        var first = Guid.Parse(_fake.StartRun(_sync));
        _clock.Advance(TimeSpan.FromMinutes(5));
        _fake.RunTime = TimeSpan.FromDays(1);
        var second = _fake.StartRun(_sync);
        _fake.On("GET", "/api/bulk/syncs/status", int.MaxValue).Change(answer =>
        {
            var status = answer["data"]![0]!.AsObject();
            status["status"] = "running";
            if (row == "without schemas") status.Remove("schemas");
            else if (row == "with an empty list") status["schemas"] = new JsonArray();
            else foreach (var schema in status["schemas"]!.AsArray()) schema!["execution_id"] = row == "without execution ids" ? null : second;
        });

        var watch = new ExecutionWatch(Guid.Parse(_sync), first);
        await foreach (var _ in _api.Client.Waits.WatchAsync([watch], limit: TimeSpan.FromHours(1)))
        {
        }

        Assert.Equal((first, "completed", false, null), (watch.Execution?.Id, watch.Status, watch.TimedOut, watch.Failure));
    }

    [Theory]
    [InlineData(true, 2, "completed")]
    [InlineData(false, 1, null)]
    [InlineData(true, 100, null)]
    public async Task A_new_execution_may_be_unknown_for_some_seconds(bool isNew, int times, string? status)
    {
        var execution = isNew ? (await _api.Client.BulkSyncs.StartAsync(Guid.Parse(_sync))).Id!.Value : Guid.Parse(_fake.StartRun(_sync));
        _fake.On("GET", "/api/bulk/syncs/status", int.MaxValue).Change(answer => answer["data"]![0]!.AsObject().Remove("schemas"));
        _fake.On("GET", $"/api/bulk/syncs/{_sync}/executions/{execution}", times).Answer(404, """{"message":"execution not found"}""");

        var watch = new ExecutionWatch(Guid.Parse(_sync), execution);
        await foreach (var _ in _api.Client.Waits.WatchAsync([watch], limit: TimeSpan.FromHours(1)))
        {
        }

        Assert.Equal(status, watch.Execution?.Status);
        Assert.Equal(status is null ? PolytomicFailure.NotFound : null, watch.Failure?.Failure);
    }

    [Fact]
    public async Task An_export_of_logs_that_does_not_end_is_stopped_at_its_limit()
    {
        _fake.RunTime = TimeSpan.FromDays(1);
        var run = Guid.Parse(_fake.StartRun(_sync));
        var began = _clock.GetUtcNow();
        await Assert.ThrowsAsync<TimeoutException>(() => _api.Client.Waits.ExportLogsAsync(Guid.Parse(_sync), run, limit: TimeSpan.FromMinutes(30)));
        Assert.Equal(TimeSpan.FromMinutes(30), _clock.GetUtcNow() - began);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(null)]
    public async Task An_export_of_logs_that_ends_in_time_is_returned(int? seconds)
    {
        var run = Guid.Parse(_fake.StartRun(_sync));
        var file = await _api.Client.Waits.ExportLogsAsync(Guid.Parse(_sync), run, limit: seconds is { } limit ? TimeSpan.FromSeconds(limit) : null);
        Assert.Equal($"{run}.zip", file.Name);
    }
}
