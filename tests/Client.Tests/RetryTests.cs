using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

public sealed class RetryTests
{
    private static readonly int[] Passing = [408, 429, 500, 502, 503, 504];
    private static readonly int[] PassingForPost = [408, 429, 502, 503, 504];
    private static readonly int[] Lasting = [400, 401, 403, 404, 405, 409, 410, 422, 501, 505, 520, 302];

    public static TheoryData<string, int, bool> Rules
    {
        get
        {
            var data = new TheoryData<string, int, bool>();
            foreach (var method in new[] { "GET", "PUT", "PATCH", "DELETE", "POST" })
            {
                foreach (var status in Passing.Concat(Lasting)) data.Add(method, status, (method == "POST" ? PassingForPost : Passing).Contains(status));
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public async Task A_temporary_failure_is_retried_if_that_is_safe(string method, int status, bool again)
    {
        using var api = new Api(maxRetry: 2);
        api.Script.Answer(status, "{}").Answer(200, "{}");
        var failure = await Record.ExceptionAsync(() => api.SendAsync(method));
        Assert.Equal(again ? 2 : 1, api.Script.Requests.Count);
        if (again) Assert.Null(failure);
        else Assert.Equal((status, 1), ((int?)Assert.IsType<PolytomicApiException>(failure).StatusCode, ((PolytomicApiException)failure).Attempts));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("POST")]
    public async Task A_broken_connection_and_a_timeout_are_retried(string method)
    {
        using var api = new Api(maxRetry: 2);
        api.Script.Break().Hang(() => api.Clock.Advance(TimeSpan.FromSeconds(60))).Answer(200, "{}");
        await api.SendAsync(method);
        Assert.Equal(3, api.Script.Requests.Count);
        // One logical request has one key, whatever the number of attempts.
        Assert.Single(api.Script.Requests.Select(request => request.Headers.GetValueOrDefault("Idempotency-Key")).Distinct());
    }

    [Fact]
    public async Task A_conflict_of_a_repeated_post_means_that_the_first_attempt_still_runs()
    {
        using var api = new Api(maxRetry: 4);
        api.Script.Break().Answer(409, "{}").Answer(409, "{}").Answer(200, "{}");
        await api.SendAsync("POST");
        Assert.Equal(4, api.Script.Requests.Count);
        Assert.Single(api.Script.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_conflict_of_another_repeated_method_is_a_conflict(string method)
    {
        using var api = new Api(maxRetry: 4);
        api.Script.Break().Answer(409, "{}");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.SendAsync(method));
        Assert.Equal((PolytomicFailure.Conflict, 2), (failure.Failure, failure.Attempts));
    }

    public static TheoryData<string> Deletes => [.. ApiCall.All.Select(call => call.Id).Where(id => Contract.Operations[id].Method == "DELETE")];

    [Theory, MemberData(nameof(Deletes))]
    public async Task A_deletion_succeeds_if_a_lost_attempt_may_have_deleted_the_object(string operation)
    {
        var delete = ApiCall.All.Single(call => call.Id == operation).RunAsync;
        foreach (var lose in new Action<Api>[] { api => api.Script.Break(), api => api.Script.Answer(502, "{}"), api => api.Script.Hang(() => api.Clock.Advance(TimeSpan.FromSeconds(60))) })
        {
            using var api = new Api(maxRetry: 2);
            lose(api);
            api.Script.Answer(404, "{}");
            await delete(api.Client, ApiTarget.Odd);
            Assert.Equal(["DELETE", "DELETE"], api.Script.Requests.Select(request => request.Method));
        }

        // The first attempt was refused before it was processed, so no object has that id.
        foreach (var answers in new int[][] { [404], [429, 404] })
        {
            using var api = new Api(maxRetry: 2);
            foreach (var status in answers) api.Script.Answer(status, "{}");
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => delete(api.Client, ApiTarget.Odd));
            Assert.Equal((PolytomicFailure.NotFound, answers.Length), (failure.Failure, failure.Attempts));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task There_is_one_attempt_more_than_retries(int maxRetry)
    {
        using var handler = new AnswerHandler(_ => AnswerHandler.Json(503, "{}"));
        using var api = new Api(handler, maxRetry);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal((PolytomicFailure.ServerError, maxRetry + 1, maxRetry + 1), (failure.Failure, failure.Attempts, handler.Requests));
        Assert.Equal(maxRetry, api.Clock.Delays.Count);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("120", 120)]
    [InlineData("Mon, 01 Jun 2026 12:01:30 GMT", 90)]
    public async Task The_delay_that_the_service_requests_is_used(string retryAfter, int seconds)
    {
        using var api = new Api(maxRetry: 1);
        api.Script.Answer(429, "{}", headers: After(retryAfter)).Answer(200, Api.Sync);
        await api.GetAsync();
        Assert.Equal([TimeSpan.FromSeconds(seconds)], api.Clock.Delays);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Mon, 01 Jun 2026 11:00:00 GMT")]
    public async Task A_requested_delay_in_the_past_is_not_waited_for(string retryAfter)
    {
        using var api = new Api(maxRetry: 1);
        api.Script.Answer(503, "{}", headers: After(retryAfter)).Answer(200, Api.Sync);
        await api.GetAsync();
        Assert.Empty(api.Clock.Delays);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("")]
    public async Task An_invalid_delay_is_ignored(string retryAfter)
    {
        using var api = new Api(maxRetry: 1);
        api.Script.Answer(503, "{}", headers: After(retryAfter)).Answer(200, Api.Sync);
        await api.GetAsync();
        Assert.InRange(Assert.Single(api.Clock.Delays), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_delay_beyond_the_total_limit_is_not_started()
    {
        using var api = new Api(maxRetry: 4);
        api.Script.Answer(429, "{}", headers: After("200")).Answer(429, "{}", headers: After("200"));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal((PolytomicFailure.RateLimited, 2), (failure.Failure, failure.Attempts));
    }

    [Fact]
    public async Task No_attempt_begins_later_than_five_minutes_after_the_first()
    {
        Api? api = null;
        var begun = new List<DateTimeOffset>();
        using var handler = new AnswerHandler(_ =>
        {
            begun.Add(api!.Clock.GetUtcNow());
            return AnswerHandler.Json(503, "{}");
        });
        using (api = new Api(handler, maxRetry: 1000))
        {
            await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        }

        Assert.InRange(begun.Count, 10, 100);
        Assert.InRange(begun[^1] - begun[0], TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Delays_double_with_a_random_part_up_to_half_a_minute()
    {
        for (var round = 0; round < 20; round++)
        {
            using var handler = new AnswerHandler(_ => AnswerHandler.Json(503, "{}"));
            using var api = new Api(handler, maxRetry: 8);
            await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
            var delays = api.Clock.Delays;
            Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
            // Delays start at 0.4 seconds and double. A random part reduces each of them by up to half.
            for (var n = 1; n <= 5; n++) Assert.InRange(delays.Take(n).Sum(delay => delay.TotalSeconds), n == 1 ? 0 : 0.3 * Math.Pow(2, n - 1), 0.4 * Math.Pow(2, n));
        }
    }

    [Fact]
    public async Task Two_clients_have_different_delays()
    {
        var delays = new HashSet<TimeSpan>();
        for (var round = 0; round < 10; round++)
        {
            using var api = new Api(maxRetry: 1);
            api.Script.Answer(503, "{}").Answer(200, Api.Sync);
            await api.GetAsync();
            delays.Add(Assert.Single(api.Clock.Delays));
        }

        Assert.True(delays.Count > 5, string.Join(", ", delays));
    }

    [Fact]
    public async Task An_observer_receives_the_reason_and_the_delay()
    {
        using var api = new Api(maxRetry: 3);
        api.Script.Answer(429, """{"message":"slow down"}""", headers: After("7")).Break("Connection reset by peer").Answer(200, Api.Sync);
        var observer = new RecordingObserver();
        await api.Client.ObservedBy(observer).BulkSyncs.GetAsync(Api.Id);
        Assert.Equal([429, 200], observer.Answers.Select(answer => (int)answer.Status));
        Assert.Equal([(2, 4), (3, 4)], observer.Retries.Select(retry => (retry.Attempt, retry.Attempts)));
        // Timers use whole milliseconds.
        Assert.All(api.Clock.Delays.Zip(observer.Retries), pair => Assert.InRange(pair.Second.Delay - pair.First, TimeSpan.Zero, TimeSpan.FromMilliseconds(1)));
        Assert.Equal(2, api.Clock.Delays.Count);
        Assert.Equal(TimeSpan.FromSeconds(7), observer.Retries[0].Delay);
        Facts.Hold(observer.Retries[0].Reason, "429", "slow down");
        Assert.Contains("Connection reset by peer", observer.Retries[1].Reason, StringComparison.Ordinal);
        Assert.Equal([PolytomicFailure.RateLimited, PolytomicFailure.ConnectionFailed], observer.Resumptions);
    }

    [Fact]
    public async Task A_failure_of_a_repeated_post_is_final_unless_the_answer_is_lost()
    {
        foreach (var status in new[] { 400, 404, 422, 500 })
        {
            using var api = new Api(maxRetry: 4);
            api.Script.Break().Answer(status, "{}");
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.SendAsync("POST"));
            Assert.Equal((status, 2), ((int?)failure.StatusCode, failure.Attempts));
        }
    }

    [Fact]
    public async Task A_date_in_Retry_After_uses_the_clock_of_the_service_if_it_is_known()
    {
        using var api = new Api(maxRetry: 1);
        var headers = After("Tue, 02 Jun 2026 12:00:30 GMT");
        headers["Date"] = "Tue, 02 Jun 2026 12:00:00 GMT";
        api.Script.Answer(429, "{}", headers: headers).Answer(200, Api.Sync);
        await api.GetAsync();
        Assert.Equal([TimeSpan.FromSeconds(30)], api.Clock.Delays);
    }

    [Fact]
    public async Task A_delay_can_be_canceled()
    {
        using var cancel = new CancellationTokenSource();
        using var api = new Api(maxRetry: 4, clock: new StoppedClock());
        api.Script.Answer(503, "{}");
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = api.Client.ObservedBy(new RecordingObserver(waiting.SetResult)).BulkSyncs.GetAsync(Api.Id, cancel: cancel.Token);
        await waiting.Task;
        Assert.False(request.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Single(api.Script.Requests);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_retried_and_finally_reported()
    {
        using var api = new Api(maxRetry: 2);
        for (var i = 0; i < 3; i++) api.Script.Hang(() => api.Clock.Advance(TimeSpan.FromSeconds(60)));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal((PolytomicFailure.Timeout, 3), (failure.Failure, failure.Attempts));
    }

    [Fact]
    public async Task An_answer_that_is_not_from_the_API_is_not_retried()
    {
        using var api = new Api(maxRetry: 4);
        api.Script.Answer(200, "<html>", "text/html");
        Assert.Equal(PolytomicFailure.BadResponse, (await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync())).Failure);
        Assert.Single(api.Script.Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_number_of_parallel_requests_is_limited(int limit)
    {
        var open = new System.Collections.Concurrent.ConcurrentQueue<TaskCompletionSource>();
        var (now, most) = (0, 0);
        var gate = new Lock();
        using var handler = new AnswerHandler(async (_, _) =>
        {
            var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (gate) most = Math.Max(most, ++now);
            open.Enqueue(release);
            await release.Task;
            lock (gate) now--;
            return AnswerHandler.Json(200, Api.Sync);
        });
        using var api = new Api(handler, throttleLimit: limit);
        var calls = Enumerable.Range(0, 16).Select(_ => api.GetAsync()).ToArray();
        // All calls are now waiting.
        Assert.Equal(limit, handler.Requests);
        var all = Task.WhenAll(calls);
        while (!all.IsCompleted)
        {
            if (open.TryDequeue(out var next)) next.SetResult();
            else await Task.Yield();
        }

        await all;
        Assert.Equal((16, limit), (handler.Requests, most));
    }

    [Fact]
    public async Task A_delay_between_attempts_does_not_delay_other_requests()
    {
        using var cancel = new CancellationTokenSource();
        using var api = new Api(maxRetry: 4, throttleLimit: 1, clock: new StoppedClock());
        api.Script.Answer(503, "{}").Answer(200, Api.Sync);
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = api.Client.ObservedBy(new RecordingObserver(waiting.SetResult)).BulkSyncs.GetAsync(Api.Id, cancel: cancel.Token);
        await waiting.Task;
        Assert.Equal("Orders", (await api.GetAsync()).Name);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
    }

    private static Dictionary<string, string> After(string retryAfter) => new() { ["Retry-After"] = retryAfter };

    /// <summary>A clock whose delays never end.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

        private sealed class Never : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
