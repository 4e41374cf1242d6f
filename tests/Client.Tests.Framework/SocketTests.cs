using System.Net;
using System.Security.Authentication;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using TestSupport;
using Xunit;

namespace Client.Tests;

/// <summary>The client over sockets. .NET Framework has a different handler for them.</summary>
public sealed class SocketTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly FaultServer _server;

    public SocketTests() => _server = new(_clock) { Body = { [$"/api/bulk/syncs/{Api.Id}"] = Api.Sync } };

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("refused", PolytomicFailure.ConnectionFailed)]
    [InlineData("reset", PolytomicFailure.ConnectionFailed)]
    [InlineData("close", PolytomicFailure.ConnectionFailed)]
    [InlineData("reset in headers", PolytomicFailure.ConnectionFailed)]
    [InlineData("reset in body", PolytomicFailure.ConnectionFailed)]
    [InlineData("close in body", PolytomicFailure.ConnectionFailed)]
    [InlineData("not http", PolytomicFailure.ConnectionFailed)]
    [InlineData("drip", PolytomicFailure.Timeout)]
    [InlineData("stall in body", PolytomicFailure.Timeout)]
    [InlineData("silence", PolytomicFailure.Timeout)]
    [InlineData("html 502", PolytomicFailure.ServerError)]
    [InlineData("503", PolytomicFailure.ServerError)]
    [InlineData("408", PolytomicFailure.Timeout)]
    [InlineData("429", PolytomicFailure.RateLimited)]
    [InlineData("500", PolytomicFailure.ServerError)]
    public async Task A_temporary_fault_is_retried(string fault, PolytomicFailure expected)
    {
        _server.Next(fault, fault);
        Assert.Equal(expected, (await Assert.ThrowsAsync<PolytomicApiException>(() => GetAsync(maxRetry: 1))).Failure);
        // Mono does not close a connection that the client has given up, so the server keeps advancing the clock.
        if (expected == PolytomicFailure.Timeout) return;
        _server.Next(fault, fault);
        Assert.Equal("Orders", (await GetAsync(maxRetry: 2)).Name);
    }

    // "wrong gzip" is not in the list, because Mono accepts it.
    [Theory]
    [InlineData("truncated json", PolytomicFailure.BadResponse)]
    [InlineData("wrong content type", PolytomicFailure.BadResponse)]
    [InlineData("empty 200", PolytomicFailure.BadResponse)]
    [InlineData("nesting", PolytomicFailure.BadResponse)]
    [InlineData("redirect to https://elsewhere.example/login", PolytomicFailure.BadResponse)]
    [InlineData("redirect to http://127.0.0.1:9/api/me", PolytomicFailure.BadResponse)]
    [InlineData("redirect to https://[", PolytomicFailure.BadResponse)]
    [InlineData("501", PolytomicFailure.ServerError)]
    [InlineData("403", PolytomicFailure.Forbidden)]
    public async Task A_permanent_fault_is_not_retried(string fault, PolytomicFailure expected)
    {
        _server.Next(fault);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => GetAsync(maxRetry: 2));
        Assert.Equal((expected, 1), (failure.Failure, _server.RequestCount));
    }

    [Fact]
    public async Task A_compressed_answer_is_read_and_only_gzip_is_asked_for()
    {
        _server.Next("gzip");
        Assert.Equal("Orders", (await GetAsync()).Name);
        Assert.Equal("gzip", Assert.Single(_server.Requests).Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task A_body_is_sent_without_waiting_for_100_Continue()
    {
        using var transport = new ApiTransport(Options(), Credential);
        await transport.SendAsync(new ApiRequest(HttpMethod.Post, "try this", "api", "thing").WithBody(new System.Text.Json.Nodes.JsonObject()), observer: null, default);
        Assert.False(Assert.Single(_server.Requests).Headers.ContainsKey("Expect"));
    }

    [Fact]
    public async Task Connections_have_a_maximum_age_and_a_maximum_number()
    {
        await GetAsync();
        var host = ServicePointManager.FindServicePoint(_server.BaseUri, DirectToThisMachine.Proxy);
        Assert.Equal((300_000, 16), (host.ConnectionLeaseTimeout, host.ConnectionLimit));
    }

    [Theory]
    [InlineData(0, SslProtocols.None)]
    [InlineData(48 | 192, SslProtocols.Tls12)]
    [InlineData(192 | 768 | 3072, SslProtocols.Tls12)]
    [InlineData(3072 | 12288, (SslProtocols)(3072 | 12288))]
    public void A_version_of_TLS_that_servers_support_is_requested(int ofProcess, SslProtocols expected) =>
        Assert.Equal(expected, NetworkHandler.Tls((SecurityProtocolType)ofProcess));

    [Fact]
    public async Task An_answer_without_content_has_no_body()
    {
        using var handler = new AnswerHandler(_ => new HttpResponseMessage(HttpStatusCode.NoContent));
        using var api = new Api(handler);
        await api.SendAsync("DELETE");
    }

    [Fact]
    public async Task A_download_continues_after_an_interruption()
    {
        var execution = Guid.NewGuid();
        _server.Body[$"/api/bulk/syncs/{Api.Id}/executions/{execution}/logs"] = $$$"""{"data":{"URLs":["{{{_server.BaseUri}}}a.log"]}}""";
        _server.Body["/a.log"] = new string('x', 100_000);
        using var client = new PolytomicClient(Options(maxRetry: 1), Credential);
        var file = Assert.Single(await client.Logs.ListFilesAsync(Api.Id, execution));
        _server.Next("reset in body");
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.log");
        try
        {
            await client.Logs.SaveAsync(file, path);
            Assert.Equal(_server.Body["/a.log"], File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static PolytomicCredential Credential => PolytomicCredential.ApiKey(Api.Secure(Api.Key));

    private PolytomicClientOptions Options(int maxRetry = 0) => new() { BaseUri = _server.BaseUri, MaxRetry = maxRetry, Clock = _clock, ThrottleLimit = 16 };

    private async Task<BulkSync> GetAsync(int maxRetry = 0)
    {
        using var client = new PolytomicClient(Options(maxRetry), Credential);
        return await client.BulkSyncs.GetAsync(Api.Id);
    }
}
