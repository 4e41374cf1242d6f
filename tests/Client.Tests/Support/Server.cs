using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PolytomicBulk;
using TestSupport;

namespace Client.Tests.Support;

/// <summary>A server on this computer, for tests that need a real connection.</summary>
internal sealed class Server(WebApplication app) : IAsyncDisposable
{
    public Uri Address { get; } = new(app.Urls.Single());

    public string AcceptEncoding { get; private set; } = "";

    public static async Task<Server> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        Server? server = null;
        app.Run(context =>
        {
            server!.AcceptEncoding = context.Request.Headers.AcceptEncoding.ToString();
            return answer(context);
        });
        await app.StartAsync();
        return server = new Server(app);
    }

    public static async Task<BulkSync> GetAsync(Uri address, int maxRetry = 0)
    {
        using var client = Connect(new() { BaseUri = address, MaxRetry = maxRetry, Clock = new TestClock() });
        return await client.BulkSyncs.GetAsync(Api.Id);
    }

    public static PolytomicClient Connect(PolytomicClientOptions options) => new(options, PolytomicCredential.ApiKey(Api.Secure(Api.Key)));

    public Task<BulkSync> GetAsync(int maxRetry = 0) => GetAsync(Address, maxRetry);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
