using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Waiting;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>When a wait for a bulk sync ends, and which results are failures of the wait.</summary>
public sealed class WaitForIdleTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly Api _api;
    private readonly Guid _sync;

    public WaitForIdleTests()
    {
        _fake = new FakeService(_clock);
        _api = new Api(_fake, clock: _clock);
        _sync = Guid.Parse(_fake.AddSync("Orders"));
    }

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Theory]
    [InlineData("by sync", false)]
    [InlineData("by id", true)]
    [InlineData("started", true)]
    [InlineData("running", true)]
    public async Task A_failed_execution_is_an_error_only_if_it_was_waited_for(string how, bool hasFailed)
    {
        _fake.RunResult = "failed";
        var id = how == "started" ? (await _api.Client.BulkSyncs.StartAsync(_sync)).Id!.Value : Guid.Parse(_fake.StartRun($"{_sync}"));
        if (how != "running") _clock.Advance(Hour);
        var watch = await WaitAsync(how == "by id" ? new(_sync, id) : new(_sync));
        Assert.Equal((id, "failed", hasFailed, null), (watch.Execution!.Id, watch.Execution.Status, watch.HasFailed, watch.Failure));
    }

    [Fact]
    public async Task An_execution_that_was_just_started_is_not_mistaken_for_the_one_before()
    {
        _fake.StartRun($"{_sync}");
        _clock.Advance(Hour);
        _fake.RunResult = "failed";
        _fake.Lag(TestSupport.Fake.ResourceKind.Executions, reads: 3);
        var started = (await _api.Client.BulkSyncs.StartAsync(_sync)).Id;
        var watch = await WaitAsync(new(_sync));
        Assert.Equal((started, true), (watch.Execution!.Id, watch.HasFailed));
    }

    [Fact]
    public async Task A_sync_that_has_never_run_is_idle()
    {
        var watch = await WaitAsync(new(_sync));
        Assert.Equal((true, null, null), (watch.IsIdle, watch.Execution, watch.Failure));
    }

    [Fact]
    public async Task A_sync_that_does_not_exist_is_not_idle()
    {
        var watch = await WaitAsync(new(Guid.NewGuid()));
        Assert.Equal((false, PolytomicFailure.NotFound), (watch.IsIdle, watch.Failure!.Failure));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wait_until_idle_continues_over_successive_executions(bool hasFailed)
    {
        _fake.RunResult = hasFailed ? "failed" : "completed";
        _fake.StartRun($"{_sync}");
        var began = _clock.GetUtcNow();
        var runs = 1;
        _clock.DelayPassing += () =>
        {
            if (runs < 3 && _clock.GetUtcNow() - began > TimeSpan.FromSeconds(51 * runs))
            {
                runs++;
                _fake.StartRun($"{_sync}");
            }
        };
        var watch = await WaitAsync(new(_sync) { UntilIdle = true });
        Assert.Equal((true, false, null, 3), (watch.IsIdle, watch.HasFailed, watch.Failure, runs));
        Assert.True(_clock.GetUtcNow() - began > TimeSpan.FromSeconds(140));
    }

    [Fact]
    public async Task A_wait_until_idle_finds_an_execution_that_reads_do_not_show_yet()
    {
        _fake.Lag(TestSupport.Fake.ResourceKind.Executions, reads: 2);
        var began = _clock.GetUtcNow();
        await _api.Client.BulkSyncs.StartAsync(_sync);
        var watch = await WaitAsync(new(_sync) { UntilIdle = true });
        Assert.True(watch.IsIdle);
        Assert.True(_clock.GetUtcNow() - began > TimeSpan.FromSeconds(45));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_status_is_final_if_the_execution_has_an_end(bool hasEnd)
    {
        var id = Guid.Parse(_fake.StartRun($"{_sync}"));
        _clock.Advance(Hour);
        _fake.On("GET", "/api/bulk/syncs/status", int.MaxValue).Change(answer =>
        {
            foreach (var row in answer["data"]!.AsArray()) row!["status"] = "dreaming";
        });
        _fake.On("GET", $"/api/bulk/syncs/{_sync}/executions/{id}", int.MaxValue).Change(answer =>
        {
            answer["data"]!["status"] = "dreaming";
            if (!hasEnd) answer["data"]!["completed_at"] = null;
        });
        var watch = await WaitAsync(new(_sync, id));
        Assert.Equal((hasEnd, !hasEnd, "dreaming", false), (watch.Execution is not null, watch.TimedOut, watch.Status, watch.HasFailed));
    }

    private async Task<ExecutionWatch> WaitAsync(ExecutionWatch watch)
    {
        await foreach (var _ in _api.Client.Waits.WatchAsync([watch], limit: Hour))
        {
        }

        return watch;
    }
}
