using System.Net;
using System.Text;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Operations;
using TestSupport;
using Xunit;

namespace Client.Tests;

/// <summary>Downloads from the storage host, with scripted answers and connections.</summary>
public sealed partial class StorageTests : IDisposable
{
    private const string Whole = "0123456789";
    private const string Address = "https://storage.example/logs/a.log?signature=s3cr3t";

    private static readonly Guid Execution = new("5d3e0c1a-84b5-4f6e-9a37-2f1f4a6f9d10");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("polytomicbulk-");

    private string Target => Path.Combine(_folder.FullName, "a.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Only_the_address_is_sent()
    {
        using var api = new Api();
        api.Script.Answer(200, Whole);
        Assert.Equal(Whole, await SaveAsync(api));
        var sent = Assert.Single(Sent(api));
        Assert.Equal(("GET", Address, ""), (sent.Method, sent.Address.AbsoluteUri, sent.Body));
        Assert.Empty(sent.Headers);
    }

    [Fact]
    public async Task Progress_reports_the_bytes_at_least_at_the_end()
    {
        using var api = new Api();
        api.Script.AnswerZeros((3 << 20) + 5);
        var told = new List<LogTransfer>();
        await SaveAsync(api, progress: new Told(told.Add));
        Assert.Equal(("a.log", (3 << 20) + 5, (3 << 20) + 5), (told[^1].What, told[^1].Bytes, told[^1].Total));
        Assert.InRange(told.Count, 4, 6);
        Assert.Equal(told.Select(step => step.Bytes).Order(), told.Select(step => step.Bytes));
        Assert.Equal((3 << 20) + 5, new FileInfo(Target).Length);
    }

    [Theory]
    [InlineData("ETag", "\"v1\"", "\"v1\"")]
    [InlineData("Last-Modified", "Mon, 01 Jun 2026 10:00:00 GMT", "Mon, 01 Jun 2026 10:00:00 GMT")]
    public async Task An_interrupted_download_continues_at_the_interruption(string header, string version, string condition)
    {
        using var api = new Api(maxRetry: 1);
        api.Script.AnswerCut(200, "0123"u8.ToArray(), 10, new Dictionary<string, string> { [header] = version })
            .Answer(206, "456789", headers: Part("bytes 4-9/10"));
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.Equal([null, "bytes=4-"], Sent(api).Select(request => request.Headers.GetValueOrDefault("Range")));
        Assert.Equal([null, condition], Sent(api).Select(request => request.Headers.GetValueOrDefault("If-Range")));
    }

    [Fact]
    public async Task A_part_that_is_interrupted_continues_too()
    {
        using var api = new Api(maxRetry: 1);
        api.Script.AnswerCut(200, "0123"u8.ToArray(), 10, Version("v1"))
            .AnswerCut(206, "45"u8.ToArray(), 6, Part("bytes 4-9/10"))
            .Answer(206, "6789", headers: Part("bytes 6-9/10"));
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.Equal([null, "bytes=4-", "bytes=6-"], Sent(api).Select(request => request.Headers.GetValueOrDefault("Range")));
        Assert.Equal("\"v1\"", Sent(api)[^1].Headers["If-Range"]);
    }

    [Fact]
    public async Task Without_a_first_byte_no_part_is_requested()
    {
        using var api = new Api(maxRetry: 1);
        api.Script.AnswerCut(200, [], 10, Version("v1")).Answer(200, Whole);
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.All(Sent(api), request => Assert.Empty(request.Headers));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"v1\"")]
    public async Task Without_a_version_an_interrupted_download_starts_again(string? tag)
    {
        using var api = new Api(maxRetry: 1);
        api.Script.AnswerCut(200, "xyz"u8.ToArray(), 10, tag is null ? null : new Dictionary<string, string> { ["ETag"] = tag }).Answer(200, Whole);
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.All(Sent(api), request => Assert.Empty(request.Headers));
    }

    [Fact]
    public async Task A_changed_file_is_downloaded_again_and_its_new_version_is_used()
    {
        using var api = new Api(maxRetry: 1);
        api.Script.AnswerCut(200, "xyz"u8.ToArray(), 10, Version("v1"))
            .AnswerCut(200, "01234"u8.ToArray(), 10, Version("v2"))
            .Answer(206, "56789", headers: Part("bytes 5-9/10"));
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.Equal([null, "\"v1\"", "\"v2\""], Sent(api).Select(request => request.Headers.GetValueOrDefault("If-Range")));
    }

    [Theory]
    [InlineData(206, "bytes 3-9/10")]
    [InlineData(206, "bytes 5-9/10")]
    [InlineData(206, "bytes */10")]
    [InlineData(206, null)]
    [InlineData(416, "bytes */10")]
    public async Task A_part_that_was_not_requested_is_discarded(int status, string? range)
    {
        using var api = new Api(maxRetry: 2);
        api.Script.AnswerCut(200, "0123"u8.ToArray(), 10, Version("v1"))
            .Answer(status, "wrong", headers: range is null ? null : Part(range))
            .Answer(200, Whole);
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.Equal([null, "bytes=4-", null], Sent(api).Select(request => request.Headers.GetValueOrDefault("Range")));
    }

    [Theory]
    [InlineData("bytes 0-9/10")]
    [InlineData("bytes 0-9/*")]
    [InlineData("bytes 0-99/*")]
    public async Task A_part_is_not_accepted_as_the_whole_file(string range)
    {
        using var api = new Api(maxRetry: 1);
        api.Script.Answer(206, "part", headers: Part(range)).Answer(200, Whole);
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.Equal(2, Sent(api).Count);
    }

    [Theory]
    [InlineData("ETag", "\"v2\"")]
    [InlineData("ETag", "W/\"v1\"")]
    [InlineData("Content-Encoding", "gzip")]
    [InlineData("Content-Range", "bytes 4-9/12")]
    public async Task The_rest_of_another_version_is_not_appended(string header, string value)
    {
        using var api = new Api(maxRetry: 2);
        var headers = Part("bytes 4-9/10");
        headers[header] = value;
        api.Script.AnswerCut(200, "0123"u8.ToArray(), 10, Version("v1")).Answer(206, "wrong!", headers: headers).Answer(200, Whole);
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.Equal(3, Sent(api).Count);
    }

    [Fact]
    public async Task The_rest_of_a_changed_file_is_not_appended()
    {
        using var api = new Api(maxRetry: 2);
        var part = Part("bytes 4-9/10");
        part["Last-Modified"] = "Tue, 02 Jun 2026 10:00:00 GMT";
        api.Script.AnswerCut(200, "0123"u8.ToArray(), 10, new Dictionary<string, string> { ["Last-Modified"] = "Mon, 01 Jun 2026 10:00:00 GMT" })
            .Answer(206, "wrong!", headers: part).Answer(200, Whole);
        Assert.Equal(Whole, await SaveAsync(api));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("aws-chunked, gzip")]
    public async Task A_compressed_body_is_not_accepted_as_the_file(string encoding)
    {
        using var api = new Api(maxRetry: 2);
        api.Script.Answer(200, "packed", headers: new Dictionary<string, string> { ["Content-Encoding"] = encoding });
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => SaveAsync(api));
        Assert.Equal((PolytomicFailure.BadResponse, 1), (failure.Failure, failure.Attempts));
        Facts.Hold(failure.Message, "a.log", "storage.example", encoding);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task Two_addresses_with_the_same_path_are_not_exchanged_when_they_are_renewed()
    {
        using var api = new Api();
        var (one, two) = ("https://storage.example/logs/a.log?part=1&signature=s", "https://storage.example/logs/a.log?part=2&signature=s");
        api.Script.AnswerAt($"/api/bulk/syncs/{Api.Id}/executions/{Execution}/logs", 200, $$$"""{"data":{"URLs":["{{{one}}}","{{{two}}}"]}}""");
        var files = await api.Client.Logs.ListFilesAsync(Api.Id, Execution);
        Assert.Equal(2, files.Select(file => file.Name).Distinct().Count());
        api.Script.Answer(403, "").Answer(200, "of the first");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.Logs.SaveAsync(files[1], Target));
        Assert.Equal(PolytomicFailure.Forbidden, failure.Failure);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task A_part_of_a_file_of_unknown_length_has_the_announced_length()
    {
        using var api = new Api(maxRetry: 1);
        api.Script.AnswerCut(200, "0123"u8.ToArray(), 10, Version("v1"))
            .Answer(206, "45", headers: new Dictionary<string, string> { ["Content-Range"] = "bytes 4-9/*", ["Content-Length"] = "6" })
            .Answer(206, "6789", headers: Part("bytes 6-9/10"));
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.Equal(3, Sent(api).Count);
    }

    [Theory]
    [InlineData("01234")]
    [InlineData("0123456789more")]
    public async Task A_file_with_a_different_length_than_announced_is_incomplete(string body)
    {
        using var api = new Api(maxRetry: 1);
        api.Script.Answer(200, body, headers: new Dictionary<string, string> { ["Content-Length"] = "10", ["ETag"] = "\"v1\"" });
        if (body.Length < 10) api.Script.Answer(206, Whole[body.Length..], headers: Part($"bytes {body.Length}-9/10"));
        else api.Script.Answer(200, Whole);
        Assert.Equal(Whole, await SaveAsync(api));
        Assert.Equal(body.Length < 10 ? "bytes=5-" : null, Sent(api)[1].Headers.GetValueOrDefault("Range"));
    }

    [Fact]
    public async Task A_file_of_unknown_length_ends_with_the_answer()
    {
        using var handler = Storage(_ =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Whole))) };
            answer.Content.Headers.ContentLength = null;
            return answer;
        });
        using var api = new Api(handler);
        var told = new List<LogTransfer>();
        Assert.Equal(Whole, await SaveAsync(api, progress: new Told(told.Add)));
        Assert.Equal([((long?)10, (long?)null)], told.Select(step => (step.Bytes, step.Total)));
    }

    private static Dictionary<string, string> Part(string range) => new() { ["Content-Range"] = range };

    private static Dictionary<string, string> Version(string tag) => new() { ["ETag"] = $"\"{tag}\"" };

    private static List<SentRequest> Sent(Api api) => [.. api.Script.Requests.Where(request => request.Address.Host == "storage.example")];

    /// <summary>Answers the requests to the storage host. Other requests get the address of the file.</summary>
    private static AnswerHandler Storage(Func<HttpRequestMessage, HttpResponseMessage> answer) => Storage((request, _) => Task.FromResult(answer(request)));

    private static AnswerHandler Storage(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) => new(async (request, cancel) =>
        request.RequestUri!.Host == "storage.example" ? await answer(request, cancel) : AnswerHandler.Json(200, $$$"""{"data":{"URLs":["{{{Address}}}"]}}"""));

    private static HttpResponseMessage Paced(string text, bool ends, Action reading) =>
        new(HttpStatusCode.OK) { Content = new StreamContent(new PacedStream(text, ends, reading)) };

    private static async Task<BulkSyncLogFile> FileAsync(Api api)
    {
        api.Script.AnswerAt($"/api/bulk/syncs/{Api.Id}/executions/{Execution}/logs", 200, $$$"""{"data":{"URLs":["{{{Address}}}"]}}""");
        return Assert.Single(await api.Client.Logs.ListFilesAsync(Api.Id, Execution));
    }

    private async Task<string> SaveAsync(Api api, PolytomicClient? client = null, IProgress<LogTransfer>? progress = null)
    {
        await FileAsync(api);
        var file = Assert.Single(await (client ?? api.Client).Logs.ListFilesAsync(Api.Id, Execution));
        await (client ?? api.Client).Logs.SaveAsync(file, Target, overwrite: true, progress);
        return await File.ReadAllTextAsync(Target);
    }

    private sealed class Told(Action<LogTransfer> report) : IProgress<LogTransfer>
    {
        public void Report(LogTransfer value) => report(value);
    }

    /// <summary>Returns one byte for each read, and runs an action before it. Without an end, the last read never returns.</summary>
    private sealed class PacedStream(string text, bool ends, Action reading) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            await PaceAsync(cancellationToken);
            return Read(buffer, offset, 1);
        }

#if NET
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await PaceAsync(cancellationToken);
            return Read(buffer.Span[..1]);
        }

#endif
        private async Task PaceAsync(CancellationToken cancel)
        {
            var isLast = Position == Length;
            var forever = isLast && !ends ? Task.Delay(Timeout.Infinite, cancel) : Task.CompletedTask;
            if (ends || isLast) reading();
            await forever;
        }
    }
}
