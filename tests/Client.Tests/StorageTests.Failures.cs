using System.Net;
using System.Text;
using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>Answers of the storage host that are not the file, and missing answers.</summary>
public sealed partial class StorageTests
{
    [Theory]
    [InlineData(400, PolytomicFailure.InvalidRequest)]
    [InlineData(401, PolytomicFailure.Forbidden)]
    [InlineData(403, PolytomicFailure.Forbidden)]
    [InlineData(404, PolytomicFailure.NotFound)]
    [InlineData(410, PolytomicFailure.InvalidRequest)]
    [InlineData(201, PolytomicFailure.BadResponse)]
    [InlineData(204, PolytomicFailure.BadResponse)]
    [InlineData(304, PolytomicFailure.BadResponse)]
    public async Task A_permanent_failure_is_reported_at_once(int status, PolytomicFailure kind)
    {
        using var handler = Storage(_ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("<Error>signature=s3cr3t</Error>") });
        using var api = new Api(handler, maxRetry: 3);
        // A new address would get the same answer.
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => SaveAsync(api));
        Assert.Equal((kind, status, 1), (failure.Failure, (int?)failure.StatusCode, failure.Attempts));
        Facts.Hold(failure.Message, "a.log", "storage.example", $"{status}");
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(api.Clock.Delays);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task Each_answer_of_the_storage_host_has_its_advice()
    {
        var said = new Dictionary<int, string>();
        foreach (var status in new[] { 400, 403, 404, 429, 500 })
        {
            using var handler = Storage(_ => new HttpResponseMessage((HttpStatusCode)status) { ReasonPhrase = "" });
            using var api = new Api(handler);
            said[status] = (await Assert.ThrowsAsync<PolytomicApiException>(() => SaveAsync(api))).Message.Split($"answered {status}")[^1];
        }

        Assert.Equal(said[400], said[403]);
        Assert.Equal(4, said.Values.Distinct().Count());
        Assert.All(said.Values, advice => Assert.True(advice.Length > 10, advice));
    }

    [Theory]
    [InlineData(408, PolytomicFailure.Timeout)]
    [InlineData(429, PolytomicFailure.RateLimited)]
    [InlineData(500, PolytomicFailure.ServerError)]
    [InlineData(503, PolytomicFailure.ServerError)]
    public async Task A_temporary_failure_is_retried_up_to_the_limit(int status, PolytomicFailure kind)
    {
        using var api = new Api(maxRetry: 2);
        for (var i = 0; i < 3; i++) api.Script.Answer(status, "");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => SaveAsync(api));
        Assert.Equal((kind, 3), (failure.Failure, failure.Attempts));
        Assert.Equal((3, 2), (Sent(api).Count, api.Clock.Delays.Count));
        Assert.Empty(_folder.GetFiles());

        api.Script.Answer(status, "").Answer(status, "").Answer(200, Whole);
        Assert.Equal(Whole, await SaveAsync(api));
    }

    [Fact]
    public async Task Delays_grow_up_to_half_a_minute()
    {
        using var api = new Api(Storage(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)), maxRetry: 9);
        await Assert.ThrowsAsync<PolytomicApiException>(() => SaveAsync(api));
        Assert.Equal(9, api.Clock.Delays.Count);
        Assert.InRange(api.Clock.Delays[0], TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.All(api.Clock.Delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.InRange(api.Clock.Delays.Sum(delay => delay.TotalSeconds), 30, 150);
    }

    [Fact]
    public async Task A_download_over_a_bad_connection_continues_as_long_as_more_arrives()
    {
        using var api = new Api(maxRetry: 2);
        api.Script.AnswerCut(200, "0"u8.ToArray(), 10, Version("v1"));
        for (var i = 1; i < 9; i++) api.Script.AnswerCut(206, Encoding.UTF8.GetBytes(Whole[i..(i + 1)]), 10 - i, Part($"bytes {i}-9/10")).Break();
        api.Script.Answer(206, "9", headers: Part("bytes 9-9/10"));
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.Equal(18, Sent(api).Count);

        // Without progress in between, the download fails.
        api.Script.AnswerCut(200, "0"u8.ToArray(), 10, Version("v1")).Break().Break().Answer(200, Whole);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => SaveAsync(api));
        Assert.Equal((PolytomicFailure.ConnectionFailed, 3), (failure.Failure, failure.Attempts));
    }

    [Theory]
    [InlineData("200", true)]
    [InlineData("301", false)]
    public async Task The_requested_delay_of_the_host_is_used_unless_it_is_too_long(string seconds, bool waits)
    {
        using var api = new Api(maxRetry: 1);
        api.Script.Answer(429, "", headers: new Dictionary<string, string> { ["Retry-After"] = seconds }).Answer(200, Whole);
        var fault = await Record.ExceptionAsync(() => SaveAsync(api));
        Assert.Equal(waits ? [TimeSpan.FromSeconds(200)] : [], api.Clock.Delays);
        if (waits) Assert.Null(fault);
        else Assert.Equal((PolytomicFailure.RateLimited, 1), (((PolytomicApiException)fault!).Failure, ((PolytomicApiException)fault).Attempts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_step_that_exceeds_the_limit_is_canceled(bool inTheMiddle)
    {
        Api? api = null;
        using var handler = inTheMiddle
            ? Storage(_ => Paced("0123", ends: false, () => api!.Clock.Advance(TimeSpan.FromSeconds(60))))
            : Storage(async (_, cancel) =>
            {
                var forever = Task.Delay(Timeout.Infinite, cancel);
                api!.Clock.Advance(TimeSpan.FromSeconds(60));
                await forever;
                return null!;
            });
        using (api = new Api(handler))
        {
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => SaveAsync(api));
            Assert.Equal((PolytomicFailure.Timeout, 1), (failure.Failure, failure.Attempts));
            Facts.Hold(failure.Message, "a.log", "storage.example", "60 s");
        }
    }

    [Fact]
    public async Task The_limit_is_for_each_step_and_not_for_the_whole_file()
    {
        Api? api = null;
        using var handler = Storage(_ => Paced(Whole, ends: true, () => api!.Clock.Advance(TimeSpan.FromSeconds(50))));
        using (api = new Api(handler)) Assert.Equal(Whole, await SaveAsync(api));
    }

    [Theory]
    [InlineData("before")]
    [InlineData("head")]
    [InlineData("body")]
    [InlineData("wait")]
    public async Task A_canceled_download_leaves_no_file(string when)
    {
        using var cancel = new CancellationTokenSource();
        if (when == "before") await cancel.CancelAsync();
        using var handler = Storage(async (_, token) =>
        {
            if (when == "body") return Paced("0123", ends: false, cancel.Cancel);
            if (when == "wait") return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            var forever = Task.Delay(Timeout.Infinite, token);
            await cancel.CancelAsync();
            await forever;
            return null!;
        });
        using var api = new Api(handler, maxRetry: 3);
        if (when == "wait") api.Clock.DelayPassing += cancel.Cancel;
        var file = await FileAsync(api);
        var canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.Client.Logs.SaveAsync(file, Target, cancel: cancel.Token));
        Assert.Equal(cancel.Token, canceled.CancellationToken);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task A_failed_connection_is_reported_with_its_innermost_cause_and_without_the_signature()
    {
        using var handler = Storage(_ => throw new HttpRequestException("outer words", new IOException("cannot reach /logs/a.log?signature=s3cr3t.")));
        using var api = new Api(handler);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => SaveAsync(api));
        Assert.Equal(PolytomicFailure.ConnectionFailed, failure.Failure);
        Assert.Contains("cannot reach /logs/a.log", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("outer words", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("..", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_connection_to_an_address_without_a_signature_is_reported_too()
    {
        using var handler = new AnswerHandler(request => request.RequestUri!.Host == "storage.example"
            ? throw new HttpRequestException("Connection refused")
            : AnswerHandler.Json(200, """{"data":{"URLs":["https://storage.example/logs/a.log"]}}"""));
        using var api = new Api(handler);
        var file = Assert.Single(await api.Client.Logs.ListFilesAsync(Api.Id, Execution));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.Logs.SaveAsync(file, Target));
        Assert.Equal(PolytomicFailure.ConnectionFailed, failure.Failure);
        Facts.Hold(failure.Message, "a.log", "storage.example", "Connection refused");
    }

    [Fact]
    public async Task An_observer_receives_answers_and_retries_without_the_signature()
    {
        using var api = new Api(maxRetry: 2);
        var observer = new HeaderObserver();
        api.Script.Answer(503, "").Break().AnswerCut(200, "0123"u8.ToArray(), 10, Version("v1")).Answer(206, "456789", headers: Part("bytes 4-9/10"));
        await SaveAsync(api, api.Client.ObservedBy(observer));

        var shown = observer.Answers.Where(answer => !answer.PathAndQuery.StartsWith('/')).ToList();
        Assert.Equal([503, 200, 206], shown.Select(answer => (int)answer.Status));
        Assert.All(shown, answer => Assert.Equal("GET", answer.Method));
        Assert.All(shown, answer => Assert.Contains("https://storage.example/", answer.PathAndQuery, StringComparison.Ordinal));
        Assert.All(shown, answer => Assert.Contains("a.log", answer.PathAndQuery, StringComparison.Ordinal));
        Assert.Equal([(2, 3), (3, 3), (2, 3)], observer.Retries.Select(retry => (retry.Attempt, retry.Attempts)));
        Assert.Equal([PolytomicFailure.ServerError, PolytomicFailure.ConnectionFailed, PolytomicFailure.ConnectionFailed], observer.Resumptions);
        Assert.Equal(["Range: bytes=4-", "If-Range: \"v1\""], observer.Sents[^1].Headers);
        Assert.Contains("Content-Range: bytes 4-9/10", observer.Receipts[^1].Headers);
        Assert.Equal(206, (int)observer.Receipts[^1].Status);
        Assert.DoesNotContain("s3cr3t", observer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_observer_without_headers_receives_none()
    {
        using var api = new Api();
        var observer = new HeaderObserver(wantsHeaders: false);
        api.Script.Answer(200, Whole);
        await SaveAsync(api, api.Client.ObservedBy(observer));
        Assert.Equal(2, observer.Answers.Count);
        Assert.Empty(observer.Sents);
        Assert.Empty(observer.Receipts);
    }
}
