using Microsoft.AspNetCore.Http;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using TestSupport;
using Xunit;

namespace Client.Tests;

/// <summary>Exceptions of the platform do not reach the caller.</summary>
public sealed class RawExceptionTests
{
    [Theory]
    [InlineData("file:")]
    [InlineData("file:///etc/passwd")]
    [InlineData("mailto:ana@acme.example")]
    [InlineData("//")]
    [InlineData("http://")]
    [InlineData("https://[")]
    [InlineData("::")]
    public async Task A_redirect_to_an_invalid_address_is_a_bad_response(string target)
    {
        using var server = new FaultServer();
        server.Next($"redirect to {target}");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => Server.GetAsync(server.BaseUri));
        Assert.Equal((PolytomicFailure.BadResponse, 302), (failure.Failure, (int?)failure.StatusCode));
        Assert.Equal(1, server.RequestCount);
    }

    [Theory]
    [InlineData("file:")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//")]
    [InlineData("https://[")]
    public async Task A_redirect_of_the_storage_host_to_an_invalid_address_is_a_failure(string target)
    {
        using var server = new FaultServer();
        var execution = Guid.NewGuid();
        server.Body[$"/api/bulk/syncs/{Api.Id}/executions/{execution}/logs"] = $$$"""{"data":{"URLs":["{{{server.BaseUri}}}a.log"]}}""";
        using var client = Server.Connect(new() { BaseUri = server.BaseUri, MaxRetry = 0, Clock = new TestClock() });
        var file = Assert.Single(await client.Logs.ListFilesAsync(Api.Id, execution));
        server.Next($"redirect to {target}");
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.log");
        await Assert.ThrowsAsync<PolytomicApiException>(() => client.Logs.SaveAsync(file, path));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_request_that_runs_when_the_session_ends_reports_the_end_of_the_session()
    {
        var came = new TaskCompletionSource();
        await using var server = await Server.StartAsync(async context =>
        {
            came.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var client = Server.Connect(new() { BaseUri = server.Address, MaxRetry = 3 });
        var request = client.BulkSyncs.GetAsync(Api.Id);
        await came.Task;
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => request);
    }

    [Fact]
    public async Task A_page_that_is_read_when_the_session_ends_reports_the_end_of_the_session()
    {
        var came = new TaskCompletionSource();
        await using var server = await Server.StartAsync(async context =>
        {
            if (!context.Request.QueryString.Value!.Contains("page_token", StringComparison.Ordinal))
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("""{"data":[{"name":"A"}],"pagination":{"next_page_token":"t"}}""");
                return;
            }

            came.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var client = Server.Connect(new() { BaseUri = server.Address, MaxRetry = 3 });
        await using var syncs = client.BulkSyncs.ListAsync().GetAsyncEnumerator();
        Assert.True(await syncs.MoveNextAsync());
        await came.Task;
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await syncs.MoveNextAsync());
    }

    [Theory]
    [InlineData("""{"syncs":[],"syncs":[{"name":"A","file":"A.json"}]}""")]
    [InlineData("""{"syncs":[{"name":"A","name":"B","file":"A.json"}]}""")]
    [InlineData("""{"syncs":[{"name":"\ud800","file":"A.json"}]}""")]
    [InlineData("""{"syncs":[{"name":"A","file":"\udc00.json"}]}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void An_invalid_index_is_ignored(string text)
    {
        var folder = Directory.CreateTempSubdirectory("polytomicbulk-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "index.json"), text);
            Assert.Empty(new ConfigurationFolder(folder.FullName).Names);
            Assert.Equal(["index.json"], new ConfigurationFolder(folder.FullName).Plan([], isAll: true).Select(file => Path.GetFileName(file.Path)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
