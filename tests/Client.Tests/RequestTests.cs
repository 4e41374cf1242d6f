using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using Xunit;

namespace Client.Tests;

/// <summary>The requests that the client sends.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Every_request_has_a_user_agent_and_a_version()
    {
        using var api = new Api();
        api.Script.Answer(200, Api.Sync);
        await api.GetAsync();
        var sent = Assert.Single(api.Script.Requests);
        Assert.Equal("GET", sent.Method);
        Assert.Equal($"https://polytomic.example/api/bulk/syncs/{Api.Id}", sent.Address.AbsoluteUri);
        Assert.Equal("Bearer " + Api.Key, sent.Headers["Authorization"]);
        Assert.Equal("2025-09-18", sent.Headers["X-Polytomic-Version"]);
        Assert.Equal("application/json", sent.Headers["Accept"]);
        Assert.Matches(@"^PolytomicBulk/\d+\.\d+\.\d+$", sent.Headers["User-Agent"]);
        Assert.EndsWith("/" + typeof(PolytomicClient).Assembly.GetName().Version!.ToString(3), sent.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal(4, sent.Headers.Count);
        Assert.Equal("", sent.Body);
    }

    [Theory]
    [InlineData("partner key")]
    [InlineData("deployment key")]
    public async Task An_organizations_key_is_sent_as_basic_authentication(string kind)
    {
        var key = Api.Secure(Api.Key);
        var credential = kind == "partner key" ? PolytomicCredential.PartnerKey(Api.Organization, key) : PolytomicCredential.DeploymentKey(Api.Organization, key);
        using var api = new Api(credential: credential);
        api.Script.Answer(200, Api.Sync);
        await api.GetAsync();
        Assert.Equal(kind, credential.Kind);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"11111111-2222-3333-4444-555555555555:{Api.Key}")), api.Script.Requests.Single().Headers["Authorization"]);
    }

    [Fact]
    public async Task Without_a_credential_no_authorization_is_sent()
    {
        var script = new TestSupport.ScriptedHandler().Answer(200, Api.Sync);
        using var client = new PolytomicClient(new PolytomicClientOptions { Handler = script }, credential: null);
        await client.BulkSyncs.GetAsync(Api.Id);
        Assert.False(script.Requests.Single().Headers.ContainsKey("Authorization"));
        Assert.Equal("app.polytomic.com", script.Requests.Single().Address.Host);
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("PUT", false)]
    [InlineData("PATCH", false)]
    [InlineData("DELETE", false)]
    [InlineData("POST", true)]
    public async Task Only_a_post_has_an_idempotency_key_and_each_its_own(string method, bool has)
    {
        using var api = new Api();
        api.Script.Answer(200, "{}").Answer(200, "{}");
        await api.SendAsync(method);
        await api.SendAsync(method);
        var keys = api.Script.Requests.Select(request => request.Headers.GetValueOrDefault("Idempotency-Key")).ToArray();
        Assert.All(keys, key => Assert.Equal(has, key is not null && Regex.IsMatch(key, "^[A-Za-z0-9_-]{8,255}$")));
        if (has) Assert.NotEqual(keys[0], keys[1]);
    }

    [Fact]
    public async Task A_body_is_sent_exactly_as_its_node()
    {
        const string Body = """{"n":1.0,"big":1e400,"text":"é\u0001"}""";
        var script = new TestSupport.ScriptedHandler().Answer(200, "{}");
        using var transport = new ApiTransport(new PolytomicClientOptions { Handler = script }, credential: null);
        await transport.SendAsync(new ApiRequest(HttpMethod.Put, "try this", "a").WithBody(JsonNode.Parse(Body)!), observer: null, TestContext.Current.CancellationToken);
        var sent = script.Requests.Single();
        Assert.Equal("application/json", sent.Headers["Content-Type"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Body), JsonNode.Parse(sent.Body)), sent.Body);
        Assert.Contains("\"n\":1.0,\"big\":1e400", sent.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_contains_the_specified_values_encoded_once()
    {
        var request = new ApiRequest(HttpMethod.Get, "try this", "a b", "c/d").With("x", "1 &=+é").With("none", (string?)null).With("yes", true).With("no", false).With("unsaid", (bool?)null);
        Assert.Equal("a%20b/c%2Fd?x=1%20%26%3D%2B%C3%A9&yes=true&no=false", request.PathAndQuery);
        Assert.Equal("a%20b/c%2Fd", request.Path);
    }

    [Fact]
    public async Task A_refresh_of_schemas_is_requested_only_if_specified()
    {
        using var api = new Api();
        api.Script.Answer(200, Api.Sync);
        await api.Client.BulkSyncs.GetAsync(Api.Id, refreshSchemas: true);
        Assert.Equal($"/api/bulk/syncs/{Api.Id}?refresh_schemas=true", api.Script.Requests.Single().PathAndQuery);
    }

    [Theory]
    [InlineData("https://polytomic.example", "https://polytomic.example/api/me")]
    [InlineData("https://polytomic.example/", "https://polytomic.example/api/me")]
    [InlineData("https://polytomic.example:8443/", "https://polytomic.example:8443/api/me")]
    [InlineData("https://polytomic.example/tools/polytomic", "https://polytomic.example/tools/polytomic/api/me")]
    [InlineData("https://polytomic.example/tools/polytomic//", "https://polytomic.example/tools/polytomic/api/me")]
    [InlineData("https://polytomic.example/a%2Fb/", "https://polytomic.example/a%2Fb/api/me")]
    [InlineData("http://localhost:8080/", "http://localhost:8080/api/me")]
    [InlineData("http://127.0.0.1/", "http://127.0.0.1/api/me")]
    [InlineData("http://[::1]:5000/x", "http://[::1]:5000/x/api/me")]
    public async Task The_base_address_may_have_a_path(string baseUri, string address)
    {
        using var api = new Api(baseUri: baseUri);
        api.Script.Answer(200, """{"data":{"id":"u1"}}""");
        await api.Client.Identity.GetAsync();
        Assert.Equal(address, api.Script.Requests.Single().Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://polytomic.example/", "https")]
    [InlineData("http://localhost.polytomic.example/", "https")]
    [InlineData("http://127.0.0.1.example/", "https")]
    [InlineData("ftp://polytomic.example/", "https")]
    [InlineData("file:///tmp/x", "https")]
    [InlineData("polytomic.example", "https")]
    [InlineData("/api", null)]
    [InlineData("https://me:secret@polytomic.example/", null)]
    [InlineData("https://secret@polytomic.example/", null)]
    [InlineData("https://polytomic.example/?a=secret", "?")]
    [InlineData("https://polytomic.example/?", "?")]
    [InlineData("https://polytomic.example/#secret", "#")]
    [InlineData("https://polytomic.example/#", "#")]
    public void An_address_that_cannot_be_a_service_is_refused(string address, string? why)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new PolytomicClient(new PolytomicClientOptions { BaseUri = new Uri(address, UriKind.RelativeOrAbsolute) }, credential: null));
        if (why is not null) Facts.Hold(refusal.Message, why);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        // The message states the fault, so each fault has its own message.
        string[] faults = ["http://polytomic.example/", "ftp://polytomic.example/", "polytomic.example", "https://a@polytomic.example/", "https://polytomic.example/?a"];
        var messages = faults.Select(fault => Assert.Throws<ArgumentException>(() => PolytomicClientOptions.ThrowIfUnfit(new Uri(fault, UriKind.RelativeOrAbsolute))).Message).ToArray();
        Assert.Distinct(messages);
        Assert.Contains(refusal.Message, messages);
    }

    public static TheoryData<PolytomicClientOptions> UnfitOptions => new()
    {
        new PolytomicClientOptions { ApiVersion = "" },
        new PolytomicClientOptions { ApiVersion = "latest" },
        new PolytomicClientOptions { ApiVersion = "2025-09-18\n" },
        new PolytomicClientOptions { ApiVersion = "٢٠٢٥-٠٩-١٨" },
        new PolytomicClientOptions { Timeout = TimeSpan.Zero },
        new PolytomicClientOptions { Timeout = Timeout.InfiniteTimeSpan },
        new PolytomicClientOptions { MaxRetry = -1 },
        new PolytomicClientOptions { ThrottleLimit = 0 },
    };

    [Theory, MemberData(nameof(UnfitOptions))]
    public void Options_that_could_only_hang_or_fail_are_refused(PolytomicClientOptions options) =>
        Assert.Throws<ArgumentException>(() => new PolytomicClient(options, credential: null));

    [Fact]
    public async Task An_observer_is_notified_of_each_answer()
    {
        using var api = new Api();
        api.Script.Answer(200, """{"data":[]}""");
        var observer = new RecordingObserver();
        await foreach (var _ in api.Client.ObservedBy(observer).BulkSyncs.ListAsync(active: true)) Assert.Fail("There is none.");
        var told = Assert.Single(observer.Answers);
        Assert.Equal(("GET", "/api/bulk/syncs?active=true&limit=50", 200), (told.Method, told.PathAndQuery, (int)told.Status));
        Assert.Empty(observer.Retries);
    }

    [Fact]
    public async Task Disposing_an_observed_client_does_not_close_the_original_client()
    {
        using var api = new Api();
        api.Script.Answer(200, Api.Sync);
        api.Client.ObservedBy(new RecordingObserver()).Dispose();
        Assert.Equal("Orders", (await api.GetAsync()).Name);
    }

    [Fact]
    public async Task A_closed_client_sends_nothing()
    {
        var credential = PolytomicCredential.ApiKey(Api.Secure(Api.Key));
        using var api = new Api(credential: credential);
        credential.Dispose();
        api.Client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => api.GetAsync());
        Assert.Empty(api.Script.Requests);
    }

    [Fact]
    public async Task Closing_a_client_ends_its_requests()
    {
        using var api = new Api();
        api.Script.Hang(() => ThreadPool.QueueUserWorkItem(_ => api.Client.Dispose()));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => api.GetAsync());
    }
}
