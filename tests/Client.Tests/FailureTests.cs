using System.Text;
using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>Failures: answers with an error status, and answers that are not valid.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(400, PolytomicFailure.InvalidRequest)]
    [InlineData(401, PolytomicFailure.Unauthorized)]
    [InlineData(402, PolytomicFailure.InvalidRequest)]
    [InlineData(403, PolytomicFailure.Forbidden)]
    [InlineData(404, PolytomicFailure.NotFound)]
    [InlineData(405, PolytomicFailure.InvalidRequest)]
    [InlineData(408, PolytomicFailure.Timeout)]
    [InlineData(409, PolytomicFailure.Conflict)]
    [InlineData(410, PolytomicFailure.InvalidRequest)]
    [InlineData(418, PolytomicFailure.InvalidRequest)]
    [InlineData(422, PolytomicFailure.InvalidRequest)]
    [InlineData(429, PolytomicFailure.RateLimited)]
    [InlineData(499, PolytomicFailure.InvalidRequest)]
    [InlineData(500, PolytomicFailure.ServerError)]
    [InlineData(501, PolytomicFailure.ServerError)]
    [InlineData(502, PolytomicFailure.ServerError)]
    [InlineData(503, PolytomicFailure.ServerError)]
    [InlineData(504, PolytomicFailure.ServerError)]
    [InlineData(599, PolytomicFailure.ServerError)]
    public async Task Each_status_has_its_kind_of_failure(int status, PolytomicFailure kind)
    {
        using var api = new Api();
        api.Script.Answer(
            status,
            $$"""{"key":"the_key","message":"what it said.","status":{{status}},"metadata":{"field":"name","limit":1.0} }""",
            headers: new Dictionary<string, string> { ["X-Request-Id"] = "req-1" });
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal(kind, failure.Failure);
        Assert.Equal(status, (int?)failure.StatusCode);
        Assert.Equal("the_key", failure.Key);
        Assert.Equal("""{"field":"name","limit":1.0}""", failure.Metadata!.ToString());
        Assert.Equal("req-1", failure.RequestId);
        Assert.Equal("GET", failure.Method);
        Assert.Equal($"/api/bulk/syncs/{Api.Id}", failure.Path);
        Assert.Equal(1, failure.Attempts);
        Facts.Hold(failure.Message, $"{Api.Id}", $"{status}", "what it said");
        Assert.DoesNotContain($"{status} {status}", failure.Message, StringComparison.Ordinal);
    }

    // The advice must match the failure. Wrong advice makes things worse.
    [Theory]
    [InlineData(429, @"\b(wait|later|pause)\b", @"not wait|n't wait|without waiting|at once again")]
    [InlineData(429, @"\b(fewer|less|lower|reduce|slow)", @"\b(more|few|higher|raise|increase|faster)\b")]
    [InlineData(408, @"\b(longer|more|higher|raise|increase)\b", @"\b(shorter|less|lower|reduce|fewer)")]
    [InlineData(409, @"\b(wait|until|after|ended|finished)\b", @"not wait|n't wait|without waiting")]
    public async Task Advice_matches_the_failure(int status, string says, string neverSays)
    {
        using var api = new Api();
        api.Script.Answer(status, "");
        var advice = (await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync())).Message;
        Assert.Matches($"(?i){says}", advice);
        Assert.DoesNotMatch($"(?i){neverSays}", advice);
    }

    [Fact]
    public async Task Each_kind_of_failure_comes_with_its_own_advice()
    {
        var advice = new List<(PolytomicFailure Kind, string Text)>();
        foreach (var status in new[] { 400, 401, 403, 404, 408, 409, 422, 429, 500, 503 })
        {
            using var api = new Api();
            api.Script.Answer(status, """{"message":"what it said."}""");
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
            advice.Add((failure.Failure, failure.Message.Split("what it said")[1].Trim(' ', '.')));
        }

        Assert.All(advice, one => Assert.NotEqual("", one.Text));
        // Each kind of failure has its own advice.
        Assert.Equal(8, advice.Select(one => one.Kind).Distinct().Count());
        Assert.Equal(8, advice.Distinct().Count());
        Assert.Equal(8, advice.Select(one => one.Text).Distinct().Count());
    }

    [Theory]
    [InlineData(404, "404 Not Found")]
    [InlineData(599, "599")]
    public async Task A_status_without_a_message_reads_well(int status, string shown)
    {
        var messages = new HashSet<string>();
        foreach (var body in new[] { "", "{}", "null", "[]", """{"message":""}""", """{"message":" \u001b "}""", """{"message":"."}""", """{"message":5,"key":6,"metadata":7}""", "<html><body>Bad</body></html>", "{\"message\":\"cut" })
        {
            using var api = new Api();
            api.Script.Answer(status, body, body.StartsWith('<') ? "text/html" : "application/json");
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
            messages.Add(failure.Message);
            Assert.Null(failure.Key);
            Assert.Null(failure.Metadata);
            Assert.Null(failure.RequestId);
        }

        // The message contains nothing of such a body, and no empty space for it.
        var message = Assert.Single(messages);
        Facts.Hold(message, shown);
        Assert.DoesNotMatch(@"\s[.:]|[.:]{2}|:\s*\.", message);
    }

    [Fact]
    public async Task An_invalid_part_of_an_error_does_not_affect_the_others()
    {
        using var api = new Api();
        api.Script.Answer(422, """{"message":"name is taken","key":["x"],"metadata":"none","status":"422"}""");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Facts.Hold(failure.Message, "422", "name is taken");
        Assert.Null(failure.Key);
        Assert.Null(failure.Metadata);
    }

    [Theory]
    [InlineData(301, "https://login.example/x?a=b", "login.example")]
    [InlineData(302, "/login", null)]
    [InlineData(303, null, null)]
    [InlineData(307, "https://login.example/", "login.example")]
    [InlineData(308, "//login.example/", null)]
    [InlineData(304, null, null)]
    public async Task A_redirect_is_not_followed_and_not_an_answer_of_the_API(int status, string? location, string? host)
    {
        using var api = new Api();
        api.Script.Answer(status, "", headers: location is null ? null : new Dictionary<string, string> { ["Location"] = location });
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal((PolytomicFailure.BadResponse, status), (failure.Failure, (int?)failure.StatusCode));
        Facts.Hold(failure.Message, $"{Api.Id}");
        if (host is not null) Facts.Hold(failure.Message, host);
        // The query of the address may be a secret.
        Assert.DoesNotContain("a=b", failure.Message, StringComparison.Ordinal);
        Assert.Single(api.Script.Requests);
    }

    [Theory]
    [InlineData("<html>Sign in</html>", "text/html", "text/html")]
    [InlineData("Sign in", "text/plain", "text/plain")]
    [InlineData("", "application/json", "JSON")]
    [InlineData("<html>", "application/json", "JSON")]
    [InlineData("""{"data":{"id":"248d""", "application/json", "$.data.id")]
    [InlineData("null", "application/json", "null")]
    [InlineData("{}", "application/json", "data")]
    [InlineData("""{"data":null}""", "application/json", "data")]
    [InlineData("""{"data":[]}""", "application/json", "$.data")]
    [InlineData("""{"data":5}""", "application/json", "$.data")]
    [InlineData("[]", "application/json", "JSON")]
    public async Task An_answer_that_is_not_from_the_API_is_distinguished_from_one_that_is(string body, string mediaType, string what)
    {
        using var api = new Api(maxRetry: 4);
        api.Script.Answer(200, body, mediaType, new Dictionary<string, string> { ["X-Request-Id"] = "req-1" });
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
        Facts.Hold(failure.Message, $"{Api.Id}", what);
        Assert.Equal(("GET", $"/api/bulk/syncs/{Api.Id}", 200, 1, "req-1"), (failure.Method, failure.Path, (int?)failure.StatusCode, failure.Attempts, failure.RequestId));
        Assert.Single(api.Script.Requests);
    }

    [Fact]
    public async Task A_byte_order_mark_is_accepted()
    {
        using var api = new Api();
        api.Script.AnswerBytes(200, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Api.Sync)]);
        Assert.Equal("Orders", (await api.GetAsync()).Name);
    }

    [Fact]
    public async Task A_connection_that_breaks_names_the_host_and_the_cause()
    {
        using var api = new Api();
        api.Script.Break("Connection reset by peer.");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal(PolytomicFailure.ConnectionFailed, failure.Failure);
        Facts.Hold(failure.Message, $"{Api.Id}", "polytomic.example", "Connection reset by peer");
        Assert.Null(failure.StatusCode);
        Assert.Equal(("GET", $"/api/bulk/syncs/{Api.Id}", 1), (failure.Method, failure.Path, failure.Attempts));
        Assert.IsType<HttpRequestException>(failure.InnerException);
    }

    [Fact]
    public async Task A_timeout_reports_the_time_limit()
    {
        using var api = new Api();
        api.Script.Hang(() => api.Clock.Advance(TimeSpan.FromSeconds(60)));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal(PolytomicFailure.Timeout, failure.Failure);
        Facts.Hold(failure.Message, $"{Api.Id}", "60");
        Assert.Equal(("GET", $"/api/bulk/syncs/{Api.Id}", 1), (failure.Method, failure.Path, failure.Attempts));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task The_time_limit_is_for_the_whole_answer(int status)
    {
        Api? api = null;
        using var handler = new AnswerHandler(_ => new HttpResponseMessage((System.Net.HttpStatusCode)status)
        {
            Content = new StreamContent(new EndlessStream(() => api!.Clock.Advance(TimeSpan.FromSeconds(60)))),
        });
        using (api = new Api(handler))
        {
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
            Assert.Equal(PolytomicFailure.Timeout, failure.Failure);
        }
    }

    [Fact]
    public async Task A_canceled_request_is_not_a_failure()
    {
        using var cancel = new CancellationTokenSource();
        using var api = new Api(maxRetry: 4);
        api.Script.Hang(cancel.Cancel);
        var canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.GetAsync(cancel.Token));
        Assert.Equal(cancel.Token, canceled.CancellationToken);
        Assert.Single(api.Script.Requests);
    }

    [Theory]
    [InlineData("red \u001b[31malert\u001b[0m", "red  [31malert [0m")]
    [InlineData("two\r\nlines\ttab\0", "two lines tab")]
    [InlineData("c1 \u009b2J end", "c1  2J end")]
    [InlineData("back\u202Ewards", "back wards")]
    [InlineData("line\u2028break\u2029x", "line break x")]
    [InlineData("é 日本 🙂", "é 日本 🙂")]
    public async Task Control_characters_are_removed(string said, string shown)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new { key = said, message = said });
        using var api = new Api();
        api.Script.Answer(400, json);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Facts.Hold(failure.Message, shown);
        Assert.Equal(shown, failure.Key);
    }

    [Fact]
    public async Task A_long_text_is_cut_but_not_within_a_character()
    {
        using var api = new Api();
        api.Script.Answer(400, $$"""{"message":"{{new string('x', 499)}}🙂🙂🙂"}""");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Contains(new string('x', 499) + "…", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(failure.Message, char.IsSurrogate);
    }

    private sealed class EndlessStream(Action reading) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

#if NET
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
#else
        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
#endif
        {
            var forever = Task.Delay(Timeout.Infinite, cancellationToken);
            reading();
            await forever;
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
