using System.Net;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>The headers that an observer receives.</summary>
public sealed class HeaderTests
{
    [Fact]
    public async Task The_headers_of_a_request_are_shown_without_the_key()
    {
        using var api = new Api();
        var observer = new HeaderObserver();
        api.Script.Answer(200, """{"data":{"id":"248df4b7-aa70-47b8-a036-33ac447e668d"}}""");
        await api.Client.ObservedBy(observer).BulkSyncs.CreateAsync("A", new JsonObject { ["name"] = "A" });

        var (method, path, headers) = Assert.Single(observer.Sents);
        Assert.Equal(("POST", "/api/bulk/syncs"), (method, path));
        Assert.Contains("Authorization: Bearer ***", headers);
        Assert.Contains("X-Polytomic-Version: 2025-09-18", headers);
        Assert.Contains("Accept: application/json", headers);
        Assert.Contains("Content-Type: application/json", headers);
        Assert.Contains($"Idempotency-Key: {api.Script.Requests.Single().Headers["Idempotency-Key"]}", headers);
        Assert.DoesNotContain(Api.Key, observer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_headers_of_a_request_without_a_body_are_shown()
    {
        using var api = new Api();
        var observer = new HeaderObserver();
        api.Script.Answer(200, Api.Sync);
        await api.Client.ObservedBy(observer).BulkSyncs.GetAsync(Api.Id, refreshSchemas: true);
        Assert.Equal(("GET", $"/api/bulk/syncs/{Api.Id}?refresh_schemas=true"), (observer.Sents[0].Method, observer.Sents[0].PathAndQuery));
        Assert.Equal(api.Script.Requests.Single().Headers.Keys.Order(), observer.Sents[0].Headers.Select(line => line.Split(": ")[0]).Order());
    }

    [Theory]
    [InlineData("Set-Cookie", "a=b", "***")]
    [InlineData("WWW-Authenticate", "Basic realm=x", "***")]
    [InlineData("X-Auth-Token", "abc", "***")]
    [InlineData("x-client-SECRET", "abc", "***")]
    [InlineData("X-Amz-Signature", "abc", "***")]
    [InlineData("X-Amz-Credential", "abc", "***")]
    [InlineData("X-ApiKey", "abc", "***")]
    [InlineData("X-Api-Key", "abc", "***")]
    [InlineData("X-Trace", "req-1", "req-1")]
    [InlineData("X-Keys", "2", "2")]
    [InlineData("Location", "https://storage.example/a.log?signature=abc", "https://storage.example/a.log?***")]
    [InlineData("Link", "<https://a.example/x?t=1> ; rel=\"next\", <https://b.example/y>", "<https://a.example/x?*** ; rel=\"next\", <https://b.example/y>")]
    [InlineData("X-Note", "is it so? yes", "is it so? yes")]
    [InlineData("X-Note", "red \u001b[31m and \u202E back", "red  [31m and   back")]
    [InlineData("X-Note", "the key " + Api.Key + " is yours", "the key [redacted] is yours")]
    public async Task The_headers_of_an_answer_are_shown_without_secrets(string name, string value, string shown)
    {
        using var api = new Api();
        var observer = new HeaderObserver();
        api.Script.Answer(200, Api.Sync, headers: new Dictionary<string, string> { [name] = value });
        await api.Client.ObservedBy(observer).BulkSyncs.GetAsync(Api.Id);

        var (status, headers) = Assert.Single(observer.Receipts);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"{name}: {shown}", headers);
        Assert.Contains("Content-Type: application/json", headers);
    }

    [Fact]
    public async Task Several_values_of_a_header_are_on_one_line()
    {
        using var handler = new AnswerHandler(_ =>
        {
            var answer = AnswerHandler.Json(200, Api.Sync);
            answer.Headers.Add("X-Served-By", ["one", "two"]);
            return answer;
        });
        using var api = new Api(handler);
        var observer = new HeaderObserver();
        await api.Client.ObservedBy(observer).BulkSyncs.GetAsync(Api.Id);
        Assert.Contains("X-Served-By: one, two", observer.Receipts[0].Headers);
    }

    [Fact]
    public async Task Without_a_credential_only_headers_with_secret_names_are_hidden()
    {
        var headers = new Dictionary<string, string> { ["X-Note"] = Api.Key, ["Set-Cookie"] = "a=b" };
        var script = new TestSupport.ScriptedHandler().Answer(200, Api.Sync, headers: headers);
        using var client = new PolytomicClient(new PolytomicClientOptions { Handler = script }, credential: null);
        var observer = new HeaderObserver();
        await client.ObservedBy(observer).BulkSyncs.GetAsync(Api.Id);
        Assert.DoesNotContain(observer.Sents[0].Headers, line => line.StartsWith("Authorization", StringComparison.Ordinal));
        Assert.Contains($"X-Note: {Api.Key}", observer.Receipts[0].Headers);
        Assert.Contains("Set-Cookie: ***", observer.Receipts[0].Headers);
    }

    [Fact]
    public async Task The_headers_of_failed_requests_and_of_errors_are_shown()
    {
        using var api = new Api(maxRetry: 2);
        var observer = new HeaderObserver();
        api.Script.Break().Answer(503, "{}").Answer(200, Api.Sync);
        await api.Client.ObservedBy(observer).BulkSyncs.GetAsync(Api.Id);
        Assert.Equal(3, observer.Sents.Count);
        Assert.All(observer.Sents, sent => Assert.Contains("Authorization: Bearer ***", sent.Headers));
        Assert.Equal([503, 200], observer.Receipts.Select(receipt => (int)receipt.Status));
        Assert.Equal([503, 200], observer.Answers.Select(answer => (int)answer.Status));
    }

    [Fact]
    public async Task An_observer_without_headers_receives_none()
    {
        using var api = new Api();
        var observer = new HeaderObserver(wantsHeaders: false);
        api.Script.Answer(200, Api.Sync);
        await api.Client.ObservedBy(observer).BulkSyncs.GetAsync(Api.Id);
        Assert.Single(observer.Answers);
        Assert.Empty(observer.Sents);
        Assert.Empty(observer.Receipts);
    }

    [Fact]
    public async Task The_time_until_the_headers_of_the_answer_is_reported()
    {
        Api? api = null;
        using var handler = new AnswerHandler(_ =>
        {
            api!.Clock.Advance(TimeSpan.FromSeconds(3));
            return AnswerHandler.Json(200, Api.Sync);
        });
        using (api = new Api(handler))
        {
            var observer = new HeaderObserver();
            await api.Client.ObservedBy(observer).BulkSyncs.GetAsync(Api.Id);
            Assert.Equal(TimeSpan.FromSeconds(3), observer.Answers.Single().Elapsed);
        }
    }
}
