using System.IO.Compression;
using System.Text;
using Client.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PolytomicBulk;
using TestSupport;
using Xunit;

namespace Client.Tests;

/// <summary>Tests that need a real connection.</summary>
public sealed class WireTests
{
    public static TheoryData<string> Encodings => ["gzip", "br", "deflate"];

    [Theory, MemberData(nameof(Encodings))]
    public async Task A_compressed_answer_is_read(string encoding)
    {
        await using var server = await Server.StartAsync(context => SendAsync(context, encoding, Compress(encoding, Api.Sync)));
        Assert.Equal("Orders", (await server.GetAsync()).Name);
        Assert.Contains(encoding, server.AcceptEncoding, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Encodings))]
    public async Task Broken_compression_is_a_bad_response(string encoding)
    {
        var bytes = Compress(encoding, Api.Sync + new string(' ', 200));
        // The bytes that identify gzip and deflate stay valid. Brotli has no such bytes.
        for (var i = encoding == "br" ? 0 : 2; i < bytes.Length; i++) bytes[i] = 0xFF;
        await using var server = await Server.StartAsync(context => SendAsync(context, encoding, bytes));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => server.GetAsync());
        Assert.Equal((PolytomicFailure.BadResponse, 200), (failure.Failure, (int?)failure.StatusCode));
        Facts.Hold(failure.Message, "compression");
    }

    [Theory, MemberData(nameof(Encodings))]
    public async Task Text_that_only_claims_to_be_compressed_is_a_bad_response(string encoding)
    {
        await using var server = await Server.StartAsync(context => SendAsync(context, encoding, Encoding.UTF8.GetBytes(Api.Sync)));
        Assert.Equal(PolytomicFailure.BadResponse, (await Assert.ThrowsAsync<PolytomicApiException>(() => server.GetAsync())).Failure);
    }

    [Theory, MemberData(nameof(Encodings))]
    public async Task Half_a_compressed_answer_is_a_bad_response(string encoding)
    {
        var bytes = Compress(encoding, Api.Sync);
        await using var server = await Server.StartAsync(context => SendAsync(context, encoding, bytes[..(bytes.Length / 2)]));
        Assert.Equal(PolytomicFailure.BadResponse, (await Assert.ThrowsAsync<PolytomicApiException>(() => server.GetAsync())).Failure);
    }

    [Theory]
    [InlineData("endless list", "1,000,000")]
    [InlineData("endless text", "128 MiB")]
    [InlineData("nesting", "64")]
    public async Task An_answer_that_is_too_large_is_a_bad_response_and_not_retried(string fault, string limit)
    {
        using var server = new FaultServer();
        server.Next(fault);
        using var api = new Api(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All }, maxRetry: 3, baseUri: server.BaseUri.AbsoluteUri);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => fault == "nesting" ? api.GetAsync() : api.ListAsync());
        Assert.Equal((PolytomicFailure.BadResponse, 200, 1), (failure.Failure, (int?)failure.StatusCode, failure.Attempts));
        Facts.Hold(failure.Message, limit);
        Assert.Equal(1, server.RequestCount);
    }

    [Fact]
    public async Task An_error_that_is_too_large_is_the_failure_of_its_status()
    {
        using var server = new FaultServer();
        server.Next("endless error");
        Assert.Equal(PolytomicFailure.InvalidRequest, (await Assert.ThrowsAsync<PolytomicApiException>(() => Server.GetAsync(server.BaseUri))).Failure);
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(65, false)]
    public async Task Nesting_has_a_limit(int levels, bool isRead)
    {
        using var api = new Api();
        api.Script.Answer(200, $$$"""{"data":{"id":"{{{Api.Id}}}","x_later":{{{new string('[', levels)}}}{{{new string(']', levels)}}} } }""");
        var fault = await Record.ExceptionAsync(() => api.GetAsync());
        if (isRead) Assert.Null(fault);
        else Facts.Hold(Assert.IsType<PolytomicApiException>(fault).Message, "64");
    }

    [Theory, MemberData(nameof(Encodings))]
    public async Task An_error_with_broken_compression_is_the_failure_of_its_status(string encoding)
    {
        await using var server = await Server.StartAsync(context => SendAsync(context, encoding, [0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9], 503));
        Assert.Equal(PolytomicFailure.ServerError, (await Assert.ThrowsAsync<PolytomicApiException>(() => server.GetAsync())).Failure);
    }

    [Fact]
    public async Task An_incomplete_answer_is_a_failed_connection_and_retried()
    {
        var requests = 0;
        await using var server = await Server.StartAsync(async context =>
        {
            if (++requests > 1)
            {
                await SendAsync(context, null, Encoding.UTF8.GetBytes(Api.Sync));
                return;
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync(Api.Sync[..20]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        Assert.Equal("Orders", (await server.GetAsync(maxRetry: 1)).Name);
        requests = 0;
        Assert.Equal(PolytomicFailure.ConnectionFailed, (await Assert.ThrowsAsync<PolytomicApiException>(() => server.GetAsync())).Failure);
    }

    [Fact]
    public async Task A_closed_port_is_a_failed_connection()
    {
        var server = await Server.StartAsync(_ => Task.CompletedTask);
        await server.DisposeAsync();
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => server.GetAsync());
        Assert.Equal(PolytomicFailure.ConnectionFailed, failure.Failure);
        Facts.Hold(failure.Message, server.Address.Authority);
    }

    [Fact]
    public async Task A_server_without_TLS_is_a_failed_connection()
    {
        await using var server = await Server.StartAsync(_ => Task.CompletedTask);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => Server.GetAsync(new Uri(server.Address.AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal))));
        Assert.Equal(PolytomicFailure.ConnectionFailed, failure.Failure);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_key()
    {
        var paths = new List<string>();
        await using var server = await Server.StartAsync(context =>
        {
            paths.Add(context.Request.Path);
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        Assert.Equal(PolytomicFailure.BadResponse, (await Assert.ThrowsAsync<PolytomicApiException>(() => server.GetAsync())).Failure);
        Assert.Single(paths);
    }

    [Theory]
    [InlineData("a..")]
    [InlineData("...")]
    [InlineData("a/b")]
    [InlineData("%2ea")]
    [InlineData("é 日本")]
    public async Task A_path_reaches_the_socket_as_it_was_encoded(string segment)
    {
        string? target = null;
        await using var server = await Server.StartAsync(context =>
        {
            target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            return SendAsync(context, null, "{}"u8.ToArray());
        });
        using var api = new Api(new SocketsHttpHandler(), baseUri: server.Address.AbsoluteUri);
        await api.SendAsync("GET", path: ["api", segment, "schemas"]);
        Assert.Equal($"/api/{Uri.EscapeDataString(segment)}/schemas", target);
    }

    private static Task SendAsync(HttpContext context, string? encoding, byte[] body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (encoding is not null) context.Response.Headers.ContentEncoding = encoding;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static byte[] Compress(string encoding, string text)
    {
        using var bytes = new MemoryStream();
        using (Stream stream = encoding switch { "gzip" => new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true), "br" => new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true), _ => new ZLibStream(bytes, CompressionLevel.Fastest, leaveOpen: true) })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
