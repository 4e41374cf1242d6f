using System.Net;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using PolytomicBulk.Waiting;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>A wait continues after an outage. It ends at its own limit, whatever fails below it. The tests use a socket and a test clock.</summary>
public sealed class OutageTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly FaultServer _server;
    private readonly FakeService _fake;
    private readonly WaitObserver _observer = new();
    private readonly Guid _sync;

    public OutageTests()
    {
        _fake = new FakeService(_clock);
        _server = new FaultServer(_clock) { Behind = _fake, StrikesBefore = true };
        _sync = Guid.Parse(_fake.AddSync("Orders"));
        // When a delay ends, the time limits that have passed expire.
        _clock.DelayPassing += () => _clock.Advance(TimeSpan.Zero);
    }

    public static TheoryData<string> Faults => ["silence", "reset in headers", "reset in body", "429", "500", "503", "html 502", "refused", "stall in body"];

    public void Dispose()
    {
        _server.Dispose();
        _fake.Dispose();
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_wait_for_an_execution_continues_after_an_outage(string fault)
    {
        var run = Guid.Parse(_fake.StartRun($"{_sync}"));
        using var client = Connect();
        // The first poll finds the bulk sync. The next ones fail.
        _server.Next("none", fault, fault, fault);
        var watch = new ExecutionWatch(_sync, run);
        await foreach (var _ in client.ObservedBy(_observer).Waits.WatchAsync([watch]))
        {
        }

        Assert.Equal((run, "completed", null, null), (watch.Execution?.Id, watch.Status, watch.Failure, watch.Trouble));
        Assert.Equal((1, 1), (_observer.Failures.Count, _observer.Ends));
    }

    [Theory]
    [InlineData("silence", 0)]
    [InlineData("silence", 20)]
    [InlineData("503", 20)]
    [InlineData("stall in body", 4)]
    public async Task The_limit_of_a_wait_also_limits_its_requests_and_retries(string fault, int maxRetry)
    {
        var run = Guid.Parse(_fake.StartRun($"{_sync}"));
        using var client = Connect(maxRetry, timeout: 10);
        _server.Next(Enumerable.Repeat(fault, 1000).ToArray());
        var began = _clock.GetUtcNow();
        var watch = new ExecutionWatch(_sync, run);
        await foreach (var _ in client.ObservedBy(_observer).Waits.WatchAsync([watch], limit: TimeSpan.FromSeconds(15)))
        {
        }

        Assert.Equal((true, null, null), (watch.TimedOut, watch.Execution, watch.Failure));
        // The last poll has three seconds, and a running retry finishes its delay.
        Assert.InRange((_clock.GetUtcNow() - began).TotalSeconds, 15, 50);
    }

    [Fact]
    public async Task A_permanent_failure_ends_the_wait()
    {
        using var client = Connect();
        _server.Next("401");
        var watch = new ExecutionWatch(_sync, Guid.Parse(_fake.StartRun($"{_sync}")));
        await foreach (var _ in client.ObservedBy(_observer).Waits.WatchAsync([watch]))
        {
        }

        Assert.Equal(PolytomicFailure.Unauthorized, watch.Failure?.Failure);
        Assert.Empty(_observer.Failures);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_followed_log_continues_after_an_outage(string fault)
    {
        _fake.LogEntries = 30;
        var run = Guid.Parse(_fake.StartRun($"{_sync}"));
        using var client = Connect();
        // The first poll of the log fails, and so do some later ones.
        _server.Next(fault, fault, "none", "none", "none", fault, fault, "none", fault);
        var messages = new List<string>();
        await foreach (var entry in client.ObservedBy(_observer).Waits.ReadLogAsync(_sync, run, follow: true)) messages.Add(entry.Message!);
        Assert.Equal(Enumerable.Range(1, 30).Select(number => $"step {number} of the run"), messages);
        Assert.NotEmpty(_observer.Failures);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task The_last_entries_of_a_followed_log_are_read_after_an_outage(string fault)
    {
        _fake.LogEntries = 30;
        var run = Guid.Parse(_fake.StartRun($"{_sync}"));
        _clock.Advance(TimeSpan.FromHours(1));
        using var client = Connect();
        _server.Next(fault, fault);
        var messages = new List<string>();
        await foreach (var entry in client.ObservedBy(_observer).Waits.ReadLogAsync(_sync, run, tail: 2, follow: true)) messages.Add(entry.Message!);
        Assert.Equal(["step 29 of the run", "step 30 of the run"], messages);
        Assert.Equal((1, 1), (_observer.Failures.Count, _observer.Ends));
    }

    [Fact]
    public async Task A_log_that_is_not_followed_fails_in_an_outage()
    {
        var run = Guid.Parse(_fake.StartRun($"{_sync}"));
        using var client = Connect();
        _server.Next("503");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(async () =>
        {
            await foreach (var _ in client.Waits.ReadLogAsync(_sync, run))
            {
            }
        });
        Assert.Equal(PolytomicFailure.ServerError, failure.Failure);
    }

    [Fact]
    public async Task A_log_is_read_from_its_last_entry()
    {
        _fake.LogEntries = 20;
        var run = Guid.Parse(_fake.StartRun($"{_sync}"));
        using var client = Connect();
        var last = "";
        var after = new List<(string Last, string Query)>();
        await foreach (var entry in client.Waits.ReadLogAsync(_sync, run, follow: true))
        {
            if (_fake.Requests.Last(request => request.Path.EndsWith("consolelog", StringComparison.Ordinal)) is { } request) after.Add((last, request.Query));
            last = entry.Id!;
        }

        Assert.Equal(20, after.Count);
        Assert.All(after.Where(each => each.Query.Contains("after=", StringComparison.Ordinal)), each => Assert.Contains("-", each.Query, StringComparison.Ordinal));
        Assert.Contains($"after={last}", _fake.Requests.Last(request => request.Path.EndsWith("consolelog", StringComparison.Ordinal)).Query, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_wait_for_a_refresh_continues_after_an_outage(string fault)
    {
        var connection = Guid.Parse(_fake.SourceId);
        _fake.CacheTime = TimeSpan.FromSeconds(20);
        using var client = Connect();
        await client.ConnectionSchemas.RefreshAsync(connection);
        _server.Next("none", fault, fault);
        var refresh = new SchemaRefresh(connection);
        await foreach (var _ in client.ObservedBy(_observer).Waits.WatchAsync([refresh]))
        {
        }

        Assert.Equal(("ready", null), (refresh.Status?.CacheStatus, refresh.Failure));
        Assert.Single(_observer.Failures);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_wait_for_an_export_continues_after_an_outage(string fault)
    {
        var run = Guid.Parse(_fake.StartRun($"{_sync}"));
        using var client = Connect();
        _server.Next("none", "none", fault, fault);
        var file = await client.ObservedBy(_observer).Waits.ExportLogsAsync(_sync, run);
        Assert.Equal($"{run}.zip", file.Name);
        Assert.Single(_observer.Failures);
    }

    [Fact]
    public async Task An_export_that_hangs_ends_at_its_limit()
    {
        var run = Guid.Parse(_fake.StartRun($"{_sync}"));
        using var client = Connect(maxRetry: 20, timeout: 10);
        _server.Next(["none", .. Enumerable.Repeat("silence", 1000)]);
        var began = _clock.GetUtcNow();
        await Assert.ThrowsAsync<TimeoutException>(() => client.Waits.ExportLogsAsync(_sync, run, limit: TimeSpan.FromSeconds(15)));
        Assert.InRange((_clock.GetUtcNow() - began).TotalSeconds, 15, 50);
    }

    private PolytomicClient Connect(int maxRetry = 0, int timeout = 60) => new(
        new() { BaseUri = _server.BaseUri, Clock = _clock, MaxRetry = maxRetry, Timeout = TimeSpan.FromSeconds(timeout) },
        PolytomicCredential.ApiKey(Api.Secure(Api.Key)));

    private sealed class WaitObserver : RequestObserver
    {
        public List<PolytomicFailure> Failures { get; } = [];

        public int Ends { get; private set; }

        public override void LookFailed(PolytomicApiException failure) => Failures.Add(failure.Failure);

        public override void LooksAgain() => Ends++;

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
