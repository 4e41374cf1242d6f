using Client.Tests.Support;
using PolytomicBulk;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>An id that is a step in a path, such as "..", is refused before the request, because a proxy would resolve it.</summary>
public sealed class PathTests
{
    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("%2e%2E")]
    [InlineData("%252e%252e")]
    [InlineData("../x")]
    [InlineData("a/..")]
    [InlineData("a\\..\\b")]
    [InlineData("..;x")]
    [InlineData("a%2F..%2Fb")]
    public async Task A_step_in_a_path_is_refused_and_nothing_is_sent(string id)
    {
        using var api = new Api(maxRetry: 3);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.Schemas.CancelAsync(Api.Id, id));
        Assert.Equal((PolytomicFailure.InvalidRequest, null, PolytomicBulk.ResourceKind.Schema, 1), (failure.Failure, failure.StatusCode, failure.Resource, failure.Attempts));
        Facts.Hold(failure.Message, Api.Id.ToString());
        Assert.Empty(api.Script.Requests);
        Assert.Empty(api.Clock.Delays);
    }

    [Fact]
    public Task An_id_that_cannot_be_encoded_is_refused_and_nothing_is_sent() => A_step_in_a_path_is_refused_and_nothing_is_sent("\ud800");

    [Theory]
    [InlineData("...")]
    [InlineData("a..b")]
    [InlineData("..a")]
    [InlineData("a/b")]
    [InlineData("a.b/.c")]
    [InlineData("100%")]
    public async Task An_id_with_dots_and_slashes_is_sent(string id)
    {
        using var api = new Api();
        api.Script.Answer(200, "{}");
        await api.Client.Schemas.CancelAsync(Api.Id, id);
        var sent = Assert.Single(api.Script.Requests);
        Assert.Equal($"/api/bulk/syncs/{Api.Id}/schemas/{Uri.EscapeDataString(id)}/cancel", sent.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_normalizing_proxy_does_not_change_the_operation()
    {
        var clock = new TestClock();
        using var fake = new FakeService(clock);
        var sync = fake.AddSync("Orders");
        var run = fake.StartRun(sync);
        using var proxy = new NormalizingProxy { InnerHandler = fake };
        using var api = new Api(proxy, clock: clock);
        await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.Schemas.CancelAsync(Guid.Parse(sync), ".."));
        Assert.Empty(fake.Requests);
        Assert.NotEqual("canceling", (await api.Client.Executions.GetAsync(Guid.Parse(sync), Guid.Parse(run))).Status);
    }

    [Theory]
    [InlineData("https://storage.example/a/../b.log?signature=s3cr3t")]
    [InlineData("https://storage.example/a/%2e%2e/b.log?signature=s3cr3t")]
    [InlineData("https://storage.example/a/./b.log?signature=s3cr3t")]
    [InlineData("https://storage.example/a%2F..%2Fb.log?signature=s3cr3t")]
    [InlineData("https://storage.example\\a\\b.log?signature=s3cr3t")]
    [InlineData("https://storage.example/a\\..\\b.log?signature=s3cr3t")]
    public async Task A_signed_address_with_a_step_in_its_path_is_refused(string address)
    {
        using var api = new Api();
        var json = System.Text.Json.JsonSerializer.Serialize(new { data = new { URLs = new[] { address } } });
        api.Script.Answer(200, json);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.Logs.ListFilesAsync(Api.Id, Api.Organization));
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(api.Script.Requests);
    }

    [Theory]
    [InlineData("https://storage.example/b.log?signature=a/../b")]
    [InlineData("https://storage.example?file=b.log")]
    [InlineData("https://storage.example/größe 1%20%2f100%25..log?signature=s")]
    [InlineData("https://storage.example//a//b.log#part/..")]
    public async Task A_signed_address_without_a_step_is_accepted(string address)
    {
        using var api = new Api();
        api.Script.Answer(200, System.Text.Json.JsonSerializer.Serialize(new { data = new { URLs = new[] { address } } }));
        Assert.Single(await api.Client.Logs.ListFilesAsync(Api.Id, Api.Organization));
    }

    /// <summary>A proxy that resolves steps in paths, as many proxies do.</summary>
    private sealed class NormalizingProxy : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(request.RequestUri!.AbsoluteUri);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
