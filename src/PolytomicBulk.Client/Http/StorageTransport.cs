using System.Net;
using System.Net.Http.Headers;

namespace PolytomicBulk.Http;

/// <summary>
/// Downloads files from the signed addresses of the storage host. It is another company's host, so it receives neither the credential nor other headers
/// of the API.
/// </summary>
internal sealed class StorageTransport : IDisposable
{
    private const int BlockSize = 64 * 1024;

    private readonly PolytomicClientOptions _options;
    private readonly Retries _retries;
    private readonly HttpClient _http;
    private volatile bool _isDisposed;

    public StorageTransport(PolytomicClientOptions options, Retries retries)
    {
        (_options, _retries) = (options, retries);
        var handler = options.Handler ?? NetworkHandler.ForFiles(options);
        _http = new HttpClient(handler, disposeHandler: options.Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose()
    {
        _isDisposed = true;
        _http.Dispose();
    }

    /// <summary>Downloads a file, and continues after interruptions.</summary>
    public Task DownloadAsync(Uri address, string name, Stream target, Action<long, long?>? progress, RequestObserver? observer, CancellationToken cancel)
    {
        var transfer = new Transfer(address, name, target, progress, observer);
        var before = target.Length;
        return _retries.RunAsync(
            async cancel =>
            {
                before = target.Length;
                await AttemptAsync(transfer, cancel).ConfigureAwait(false);
                return true;
            },
            hasKey: false,
            // A long download over a bad connection continues while it makes progress.
            gotOn: () => target.Length > before,
            observer,
            cancel);
    }

    private async Task AttemptAsync(Transfer transfer, CancellationToken cancel)
    {
        using var message = transfer.ToMessage();
        var sent = _options.Clock.GetTimestamp();
        using var answer = await WithinLimitAsync(
            transfer, limited => _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limited), cancel).ConfigureAwait(false);
        answer.GiveContent();
        var shown = $"{transfer.Address.Scheme}://{transfer.Address.Host}/…/{transfer.Name}";
        if (transfer.Observer is { WantsHeaders: true } observer)
        {
            observer.Sent("GET", shown, HeaderText.From(message, credential: null));
            observer.Received(answer.StatusCode, HeaderText.From(answer, credential: null));
        }

        transfer.Observer?.Answered("GET", shown, answer.StatusCode, _options.Clock.GetElapsedTime(sent));
        var expected = transfer.Accept(answer, _options.Clock);

        // On .NET Framework, a read ignores the token, but ends if the answer is disposed.
        using var abort = cancel.Register(answer.Dispose);
        using var source = await WithinLimitAsync(transfer, limited => OpenAsync(answer, limited), cancel).ConfigureAwait(false);
        await CopyAsync(transfer, source, expected, cancel).ConfigureAwait(false);
        if (expected is null || transfer.Target.Length == expected) return;
        if (transfer.Target.Length > expected) transfer.Restart();
        throw Failures.StorageFailed(transfer.Name, transfer.Address, new IOException("It ended before the file was complete"));
    }

    private async Task CopyAsync(Transfer transfer, Stream source, long? expected, CancellationToken cancel)
    {
        var block = new byte[BlockSize];
        while (true)
        {
            var count = await WithinLimitAsync(transfer, limited => ReadAsync(source, block, limited), cancel).ConfigureAwait(false);
            if (count == 0) return;
            // A failed write is not retried, because the disk is the cause.
            await WriteAsync(transfer.Target, block, count, cancel).ConfigureAwait(false);
            transfer.Progress?.Invoke(transfer.Target.Length, expected);
        }
    }

    /// <summary>One network step. It can take as long as a complete answer of the service.</summary>
    private async Task<T> WithinLimitAsync<T>(Transfer transfer, Func<CancellationToken, Task<T>> step, CancellationToken cancel)
    {
        using var limit = _options.Clock.StartLimit(_options.Timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            return await step(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (Exception) when (_isDisposed)
        {
            throw Failures.Disconnected();
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            throw Failures.StorageTimeout(transfer.Name, transfer.Address, _options.Timeout);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or UriFormatException)
        {
            throw Failures.StorageFailed(transfer.Name, transfer.Address, fault);
        }
    }

#if NET
    private static Task<Stream> OpenAsync(HttpResponseMessage answer, CancellationToken cancel) => answer.Content.ReadAsStreamAsync(cancel);

    private static Task<int> ReadAsync(Stream source, byte[] block, CancellationToken cancel) => source.ReadAsync(block, cancel).AsTask();

    private static Task WriteAsync(Stream target, byte[] block, int count, CancellationToken cancel) =>
        target.WriteAsync(block.AsMemory(0, count), cancel).AsTask();
#else
    private static Task<Stream> OpenAsync(HttpResponseMessage answer, CancellationToken cancel) => answer.Content.ReadAsStreamAsync();

    private static Task<int> ReadAsync(Stream source, byte[] block, CancellationToken cancel) => source.ReadAsync(block, 0, block.Length, cancel);

    private static Task WriteAsync(Stream target, byte[] block, int count, CancellationToken cancel) => target.WriteAsync(block, 0, count, cancel);
#endif

    /// <summary>A download: how much has arrived, and how to request the rest.</summary>
    private sealed class Transfer(Uri address, string name, Stream target, Action<long, long?>? progress, RequestObserver? observer)
    {
        private RangeConditionHeaderValue? _version;
        private long? _length;

        public Uri Address => address;

        public string Name => name;

        public Stream Target => target;

        public Action<long, long?>? Progress => progress;

        public RequestObserver? Observer => observer;

        public HttpRequestMessage ToMessage()
        {
            // Without a version, the server may send another file, so the download starts again.
            if (_version is null) Restart();
            var message = new HttpRequestMessage(HttpMethod.Get, address);
            if (target.Length == 0) return message;
            message.Headers.Range = new RangeHeaderValue(target.Length, null);
            message.Headers.IfRange = _version;
            return message;
        }

        /// <summary>Checks the headers of an answer. Returns the length of the complete file, if known.</summary>
        public long? Accept(HttpResponseMessage answer, TimeProvider clock)
        {
            // Only the requested range of the same version is appended. If the server does not send the total length, the file may be incomplete.
            if (IsRest(answer) && (answer.Content.Headers.ContentRange!.Length ?? _length) is { } whole) return whole;
            if (answer.StatusCode is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                Restart();
                throw Failures.StorageFailed(name, address, new IOException("It contains a different part of the file than requested"));
            }

            if (answer.StatusCode != HttpStatusCode.OK) throw Failures.StorageAnswered(name, address, answer, clock);
            Restart();
            if (Encoding(answer) is { } encoding) throw Failures.StorageEncoded(name, address, encoding);
            _version = answer.Headers.ETag is { IsWeak: false } tag ? new(tag)
                : answer.Content.Headers.LastModified is { } changed ? new(changed)
                : null;
            return _length = answer.Content.Headers.ContentLength;
        }

        private bool IsRest(HttpResponseMessage answer) =>
            answer.StatusCode == HttpStatusCode.PartialContent
            && target.Length > 0
            && answer.Content.Headers.ContentRange is { Unit: "bytes", From: { } from } range
            && from == target.Length
            && (range.Length is null || _length is null || range.Length == _length)
            && (answer.Headers.ETag is not { } tag || _version?.EntityTag is not { } own || tag.Equals(own))
            && (answer.Content.Headers.LastModified is not { } changed || _version?.Date is not { } date || changed == date)
            && Encoding(answer) is null;

        /// <summary>The content encoding, unless the file itself is compressed.</summary>
        private string? Encoding(HttpResponseMessage answer)
        {
            var encodings = answer.Content.Headers.ContentEncoding
                .Where(encoding => !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
                .ToList();
            var isOwn = encodings is ["gzip"] && name.EndsWith("gz", StringComparison.OrdinalIgnoreCase);
            return encodings.Count == 0 || isOwn ? null : string.Join(", ", encodings);
        }

        public void Restart()
        {
            (_version, _length) = (null, null);
            target.SetLength(0);
        }
    }
}
