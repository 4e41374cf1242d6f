using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using TestSupport;
using Xunit;

namespace Client.Tests;

/// <summary>What the transport does around a request, and how it reads unusual answers.</summary>
public sealed class TransportTests
{
    private static readonly Guid Execution = new("5d3e0c1a-84b5-4f6e-9a37-2f1f4a6f9d10");

    [Fact]
    public void A_specified_handler_is_not_disposed_with_the_client()
    {
        using var handler = new OwnedHandler();
        new PolytomicClient(new PolytomicClientOptions { Handler = handler }, credential: null).Dispose();
        Assert.False(handler.IsDisposed);
    }

#if NET && !DEBUG
    // Without optimization, each asynchronous method allocates more.
    [Fact]
    public async Task A_request_allocates_little_memory()
    {
        using var handler = new MemoryHandler(Api.Sync);
        using var client = new PolytomicClient(new PolytomicClientOptions { Handler = handler }, PolytomicCredential.ApiKey(Api.Secure("secret")));
        for (var i = 0; i < 10; i++) await client.BulkSyncs.GetAsync(Api.Id);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) await client.BulkSyncs.GetAsync(Api.Id);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 10, 1, 5600);
    }
#endif

    [Theory]
    [InlineData(200, Api.Sync)]
    [InlineData(200, "{")]
    [InlineData(404, """{"message":"no"}""")]
    public async Task An_answer_returns_its_connection(int status, string body)
    {
        var stream = new OwnedStream(body);
        using var handler = new AnswerHandler(_ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(stream) });
        using var api = new Api(handler);
        await Record.ExceptionAsync(() => api.GetAsync());
        Assert.True(stream.IsDisposed);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/html; charset=utf-8")]
    public async Task A_page_instead_of_an_empty_answer_is_not_from_the_API(string mediaType)
    {
        using var handler = new AnswerHandler(_ =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>Sign in</html>") };
            answer.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(mediaType);
            return answer;
        });
        using var api = new Api(handler, maxRetry: 2);
        var syncs = api.Client.BulkSyncs;
        Func<Task>[] sends = [() => syncs.ActivateAsync(Api.Id, active: true), () => syncs.CancelAsync(Api.Id), () => syncs.DeleteAsync(Api.Id)];
        foreach (var send in sends)
        {
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(send);
            Assert.Equal((PolytomicFailure.BadResponse, 200, 1), (failure.Failure, (int?)failure.StatusCode, failure.Attempts));
            Assert.Contains("text/html", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("", "text/plain")]
    [InlineData("accepted", "text/plain")]
    public async Task An_answer_without_content_can_be_anything_else(string body, string mediaType)
    {
        using var api = new Api();
        api.Script.Answer(200, body, mediaType);
        await api.Client.BulkSyncs.ActivateAsync(Api.Id, active: true);
        Assert.Equal("""{"active":true}""", api.Script.Requests.Single().Body);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(399)]
    public async Task All_statuses_from_300_to_399_are_redirects(int status)
    {
        using var api = new Api();
        api.Script.Answer(status, "", headers: new Dictionary<string, string> { ["Location"] = "https://login.example/" });
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal((PolytomicFailure.BadResponse, status), (failure.Failure, (int?)failure.StatusCode));
        Assert.Contains("login.example", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_credential_an_error_is_unchanged()
    {
        var script = new ScriptedHandler().Answer(
            422,
            $$"""{"key":"k","message":"{{Api.Key}} is taken","metadata":{"given":"{{Api.Key}}","count":2} }""",
            headers: new Dictionary<string, string> { ["X-Request-Id"] = "req-1" });
        using var client = new PolytomicClient(new PolytomicClientOptions { Handler = script }, credential: null);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => client.BulkSyncs.GetAsync(Api.Id));
        Assert.Equal((PolytomicFailure.InvalidRequest, "k", "req-1"), (failure.Failure, failure.Key, failure.RequestId));
        Assert.Equal($$"""{"given":"{{Api.Key}}","count":2}""", failure.Metadata!.ToString());
        Assert.Contains(Api.Key, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, 0, 500)]
    [InlineData(501, 0, 500)]
    [InlineData(499, 6, 499)]
    [InlineData(498, 6, 500)]
    public async Task A_long_text_is_cut_at_500_characters_and_never_within_one(int letters, int more, int kept)
    {
        // A character of two halves, and more text.
        var said = new string('x', letters) + (more > 0 ? "🙂" + new string('y', more) : "");
        using var api = new Api();
        api.Script.Answer(400, JsonSerializer.Serialize(new { key = said }));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal(said.Length <= 500 ? said : said[..kept] + "…", failure.Key);
    }

    [Fact]
    public async Task A_failure_without_an_answer_has_no_request_id()
    {
        using var api = new Api();
        var headers = new Dictionary<string, string> { ["X-Request-Id"] = "req-1" };
        api.Script.Answer(200, """{"job":{"job_id":"55555555-0000-4000-8000-000000000005","status":"done"}}""", headers: headers);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.Waits.ExportLogsAsync(Api.Id, Execution));
        Assert.Equal((PolytomicFailure.BadResponse, null, null), (failure.Failure, failure.RequestId, failure.StatusCode));
        Assert.Equal(("GET", "/api/jobs/exportlogs/55555555-0000-4000-8000-000000000005"), (failure.Method, failure.Path));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public async Task No_page_is_requested_when_there_are_enough_items(int first, int requests)
    {
        var pages = 0;
        using var handler = new AnswerHandler(_ => AnswerHandler.Json(200, $$$"""{"data":[{},{},{}],"pagination":{"next_page_token":"t{{{++pages}}}"}}"""));
        using var api = new Api(handler);
        var read = 0;
        await foreach (var execution in api.Client.Executions.ListAsync(Api.Id, first: first)) read++;
        Assert.Equal((first, requests), (read, handler.Requests));
    }

    [Theory]
    [InlineData("!")]
    [InlineData("a~b!")]
    [InlineData("~")]
    public async Task A_key_can_have_any_visible_character(string key)
    {
        using var api = new Api(credential: PolytomicCredential.ApiKey(Api.Secure(key)));
        api.Script.Answer(200, Api.Sync);
        await api.GetAsync();
        Assert.Equal($"Bearer {key}", api.Script.Requests.Single().Headers["Authorization"]);
    }

    [Theory]
    [InlineData("Vm0wdw==")]
    [InlineData("Vm0wdw")]
    [InlineData("Vm0w")]
    [InlineData("vM0WDW==")]
    public async Task If_one_form_of_the_key_begins_with_another_both_are_redacted_completely(string echo)
    {
        // The Base64 form of this key begins with the key.
        using var api = new Api(credential: PolytomicCredential.ApiKey(Api.Secure("Vm0w")));
        api.Script.Answer(400, JsonSerializer.Serialize(new { key = $"<{echo}>" }));
        Assert.Equal("<[redacted]>", (await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync())).Key);
    }

    [Fact]
    public async Task A_deletion_succeeds_if_two_lost_attempts_may_have_deleted_the_object()
    {
        using var api = new Api(maxRetry: 3);
        api.Script.Break().Answer(503, "{}").Answer(404, "{}");
        await api.Client.BulkSyncs.DeleteAsync(Api.Id);
        Assert.Equal(3, api.Script.Requests.Count);
    }

    [Fact]
    public async Task A_delay_up_to_the_total_limit_is_waited_for()
    {
        using var api = new Api(maxRetry: 1);
        api.Script.Answer(429, "{}", headers: new Dictionary<string, string> { ["Retry-After"] = "300" }).Answer(200, Api.Sync);
        await api.GetAsync();
        Assert.Equal([TimeSpan.FromMinutes(5)], api.Clock.Delays);
    }

    [Fact]
    public async Task An_observer_that_does_not_request_headers_receives_none()
    {
        using var api = new Api();
        api.Script.Answer(200, Api.Sync);
        var observer = new PlainObserver();
        await api.Client.ObservedBy(observer).BulkSyncs.GetAsync(Api.Id);
        Assert.Equal(1, observer.Answers);
    }

    [Fact]
    public async Task The_next_request_can_be_sent_while_an_answer_is_parsed()
    {
        using var api = new Api(throttleLimit: 1);
        api.Script.Answer(200, Api.Sync.Replace("\"Orders\"", "\"Orders\",\"active\":\"odd\"")).Answer(200, Api.Sync);
        var isAnswered = false;
        // If the first request still counted, the second one would wait for it forever.
        var observer = new PlainObserver { OnOddValue = () => isAnswered = api.GetAsync().Wait(TimeSpan.FromSeconds(30)) };
        await api.Client.ObservedBy(observer).BulkSyncs.GetAsync(Api.Id);
        Assert.True(isAnswered);
    }

    [Fact]
    public async Task Closing_a_client_also_closes_its_connection_to_the_storage_host()
    {
        var folder = Directory.CreateTempSubdirectory("polytomicbulk-");
        try
        {
            using var api = new Api();
            api.Script.AnswerAt($"/api/bulk/syncs/{Api.Id}/executions/{Execution}/logs", 200, """{"data":{"URLs":["https://storage.example/a.log"]}}""");
            var file = (await api.Client.Logs.ListFilesAsync(Api.Id, Execution))[0];
            var path = Path.Combine(folder.FullName, "a.log");
            api.Script.Answer(200, "text");
            await api.Client.Logs.SaveAsync(file, path);
            api.Script.Hang(() => ThreadPool.QueueUserWorkItem(_ => api.Client.Dispose()));
            await Assert.ThrowsAsync<ObjectDisposedException>(() => api.Client.Logs.SaveAsync(file, path, overwrite: true));
            await Assert.ThrowsAsync<ObjectDisposedException>(() => api.Client.Logs.SaveAsync(file, path, overwrite: true));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_text_of_a_body_is_sent_without_escapes()
    {
        using var api = new Api();
        api.Script.Answer(200, Api.Sync);
        await api.Client.BulkSyncs.CreateAsync("A", new JsonObject { ["name"] = "größe <日本> & 'x'" });
        Assert.Equal("""{"name":"größe <日本> & 'x'"}""", api.Script.Requests.Single().Body);
    }

    private sealed class OwnedHandler : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class OwnedStream(string text) : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    /// <summary>Does not request headers, and fails if it receives them.</summary>
    private sealed class PlainObserver : RequestObserver
    {
        public int Answers { get; private set; }

        public override void Sent(string method, string pathAndQuery, IReadOnlyList<string> headers) => Assert.Fail("It did not ask for headers.");

        public override void Received(HttpStatusCode status, IReadOnlyList<string> headers) => Assert.Fail("It did not ask for headers.");

        public override void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed) => Answers++;

        public Action? OnOddValue { get; init; }

        public override void OddValue(string type, string name, int count) => OnOddValue?.Invoke();

        public override void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts)
        {
        }

        public override void Resuming(PolytomicApiException failure)
        {
        }
    }
#if NET

    /// <summary>Answers at once, on the thread of the caller.</summary>
    private sealed class MemoryHandler(string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
    }
#endif
}
