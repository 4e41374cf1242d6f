using System.Collections.Concurrent;
using Client.Tests.Support;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>The connections to the service and to the storage host, over a real socket.</summary>
public sealed class ConnectionPoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly ConcurrentQueue<(bool IsOfStorage, string Connection, string Cookie)> _requests = new();
    private readonly ConcurrentDictionary<string, Task> _closed = new();
    private Uri? _address;

    public enum Host
    {
        Service,
        Storage,
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Host.Service)]
    [InlineData(Host.Storage)]
    public async Task A_connection_is_reused_and_no_cookie_is_sent_back(Host host)
    {
        await using var server = await StartAsync();
        using var client = Connect();
        Assert.Single((await AskTwiceAsync(client, host)).Select(request => request.Connection).Distinct());
        Assert.All(_requests, request => Assert.Equal("", request.Cookie));
    }

    [Theory]
    [InlineData(Host.Service)]
    [InlineData(Host.Storage)]
    public async Task A_connection_that_has_reached_its_maximum_age_is_not_reused(Host host)
    {
        Assert.InRange(new PolytomicClientOptions().ConnectionLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        await using var server = await StartAsync();
        using var client = Connect(TimeSpan.Zero);
        Assert.Equal(2, (await AskTwiceAsync(client, host)).Select(request => request.Connection).Distinct().Count());
    }

    [Theory]
    [InlineData(Host.Service)]
    [InlineData(Host.Storage)]
    public async Task Closing_a_client_closes_its_connections(Host host)
    {
        await using var server = await StartAsync();
        using var client = Connect();
        var connection = (await AskTwiceAsync(client, host))[0].Connection;
        Assert.False(_closed[connection].IsCompleted);
        client.Dispose();
        await _closed[connection].WaitAsync(TimeSpan.FromSeconds(10));
    }

    private PolytomicClient Connect(TimeSpan? lifetime = null) =>
        Server.Connect(lifetime is { } age ? new() { BaseUri = _address!, MaxRetry = 0, ConnectionLifetime = age } : new() { BaseUri = _address!, MaxRetry = 0 });

    private async Task<Server> StartAsync()
    {
        var server = await Server.StartAsync(AnswerAsync);
        _address = server.Address;
        return server;
    }

    /// <summary>Sends two requests to a host with the client, and returns them.</summary>
    private async Task<List<(bool IsOfStorage, string Connection, string Cookie)>> AskTwiceAsync(PolytomicClient client, Host host)
    {
        var file = (await client.Logs.ListFilesAsync(Api.Id, Api.Id))[0];
        _requests.Clear();
        for (var i = 0; i < 2; i++)
        {
            if (host == Host.Service) await client.BulkSyncs.GetAsync(Api.Id);
            else await client.Logs.SaveAsync(file, Path.Combine(_folder, $"{i}.log"));
        }

        Assert.Equal([host == Host.Storage, host == Host.Storage], _requests.Select(request => request.IsOfStorage));
        return [.. _requests];
    }

    private Task AnswerAsync(HttpContext context)
    {
        _requests.Enqueue((context.Request.Path == "/files/a.log", context.Connection.Id, context.Request.Headers.Cookie.ToString()));
        _closed.GetOrAdd(context.Connection.Id, _ =>
        {
            var closed = new TaskCompletionSource();
            context.Features.Get<IConnectionLifetimeFeature>()!.ConnectionClosed.Register(closed.SetResult);
            return closed.Task;
        });
        context.Response.Headers.SetCookie = "session=somebody; Path=/";
        if (context.Request.Path == "/files/a.log") return context.Response.WriteAsync("one line");
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(context.Request.Path.Value!.EndsWith("/logs", StringComparison.Ordinal) ? $$"""{"data":{"URLs":["{{_address}}files/a.log"]} }""" : Api.Sync);
    }
}
