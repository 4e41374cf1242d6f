using System.Net;

namespace PolytomicBulk.Http;

/// <summary>Sends all requests of a session: one connection pool, one throttle, one retry policy.</summary>
internal sealed class ApiTransport : IDisposable
{
    private static readonly string UserAgent = "PolytomicBulk/" + typeof(ApiTransport).Assembly.GetName().Version!.ToString(3);

    /// <summary>The default limit of the JSON reader.</summary>
    private const int DeepestNesting = 64;

    private readonly PolytomicClientOptions _options;
    private readonly PolytomicCredential? _credential;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _throttle;
    private readonly Retries _retries;
    private readonly Uri _root;
    private readonly object _gate = new();
    private StorageTransport? _storage;
    private volatile bool _isDisposed;

    public ApiTransport(PolytomicClientOptions options, PolytomicCredential? credential)
    {
        options.ThrowIfUnfit();
        (_options, _credential) = (options, credential);
        _root = new Uri(options.BaseUri.AbsoluteUri.TrimEnd('/') + "/");
        _throttle = new(options.ThrottleLimit);
        _retries = new(options.MaxRetry, options.Clock);
        _http = new HttpClient(options.Handler ?? NetworkHandler.ForService(options), disposeHandler: options.Handler is null)
        {
            // Each attempt has its own time limit.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        // Without validation, the headers stay text, which is faster to copy into each request.
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);
        // .NET Framework would send the headers first and wait for permission to send the body. Few proxies answer that.
        _http.DefaultRequestHeaders.ExpectContinue = false;
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
        _http.DefaultRequestHeaders.TryAddWithoutValidation("X-Polytomic-Version", options.ApiVersion);
    }

    public TimeProvider Clock => _options.Clock;

    /// <summary>The maximum number of parallel requests.</summary>
    public int Width => _options.ThrottleLimit;

    /// <summary>Creates the exception for a failed job of the service.</summary>
    public PolytomicApiException ExportFailed(ApiRequest request, string? why) => Failures.ExportFailed(request, why, _credential);

    /// <summary>Sends requests to the storage host.</summary>
    public StorageTransport Storage
    {
        get
        {
            // Nobody would dispose a transport that is created after Dispose.
            lock (_gate) return _isDisposed ? throw Failures.Disconnected() : _storage ??= new(_options, _retries);
        }
    }

    /// <summary>Closes the connections. The throttle is kept, because requests in progress release it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            // Requests in progress then fail.
            _isDisposed = true;
            _storage?.Dispose();
        }

        _http.Dispose();
    }

    /// <summary>Sends a request with retries, and reads the answer.</summary>
    public Task<T> SendAsync<T>(
        ApiRequest request,
        Func<ReadOnlyMemory<byte>, ICollection<OddValue>, T?> parse,
        Func<T, string?> fault,
        RequestObserver? observer,
        CancellationToken cancel) =>
        SendAsync(
            request,
            async (answer, received, cancel) =>
            {
                var finds = new List<OddValue>();
                var content = await ReadAsync(answer, received, text => parse(text, finds), cancel).ConfigureAwait(false);
                if (finds.Count > 0) foreach (var odd in finds.GroupBy(odd => odd)) observer?.OddValue(odd.Key.Owner.Name, odd.Key.Name, odd.Count());
                if (content is null) throw Failures.BadResponse(request, "it is null", answer, _credential);
                return fault(content) is { } why ? throw Failures.BadResponse(request, why, answer, _credential) : content;
            },
            observer,
            cancel);

    /// <summary>Sends a request with retries, and ignores the body of the answer.</summary>
    public Task SendAsync(ApiRequest request, RequestObserver? observer, CancellationToken cancel) =>
        SendAsync(
            request,
            (answer, _, _) => answer.Content.Headers.ContentType?.MediaType is "text/html"
                // This is the page of a proxy. The request did not reach the service.
                ? throw Failures.BadResponse(request, "it is text/html, not JSON", answer, _credential)
                : Task.FromResult(true),
            observer,
            cancel);

    private Task<T> SendAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, Action, CancellationToken, Task<T>> read, RequestObserver? observer, CancellationToken cancel) =>
        _retries.RunAsync(
            cancel => AttemptAsync(request, read, observer, cancel),
            hasKey: request.IdempotencyKey is not null,
            gotOn: static () => false,
            observer,
            cancel);

    private async Task<T> AttemptAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, Action, CancellationToken, Task<T>> read, RequestObserver? observer, CancellationToken cancel)
    {
        await _throttle.WaitAsync(cancel).ConfigureAwait(false);
        var isUnderWay = 1;
        try
        {
            using var limit = _options.Clock.StartLimit(_options.Timeout);
            using var caller = cancel.Register(static limit => ((CancellationTokenSource)limit!).Cancel(), limit);
            try
            {
                return await ExchangeAsync(request, (answer, cancel) => read(answer, End, cancel), observer, limit.Token).ConfigureAwait(false);
            }
            catch (Exception) when (cancel.IsCancellationRequested)
            {
                // A canceled request can fail in many ways. Callers need only one.
                throw new OperationCanceledException(cancel);
            }
            catch (Exception) when (_isDisposed)
            {
                throw Failures.Disconnected();
            }
            catch (Exception) when (limit.IsCancellationRequested)
            {
                throw Failures.Timeout(request, _options.Timeout);
            }
        }
        finally
        {
            End();
        }

        // While an answer is parsed, the next request can be sent.
        void End()
        {
            if (Interlocked.Exchange(ref isUnderWay, 0) == 1) _throttle.Release();
        }
    }

    private async Task<T> ExchangeAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, RequestObserver? observer, CancellationToken cancel)
    {
        using var message = ToMessage(request);
        HttpResponseMessage? answer = null;
        try
        {
            var sent = _options.Clock.GetTimestamp();
            try
            {
                answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            }
            finally
            {
                // Only now does the message contain the headers of the HttpClient.
                if (observer is { WantsHeaders: true }) observer.Sent(request.Method.Method, "/" + request.PathAndQuery, HeaderText.From(message, _credential));
            }

            answer.GiveContent();
            if (observer is { WantsHeaders: true }) observer.Received(answer.StatusCode, HeaderText.From(answer, _credential));
            observer?.Answered(request.Method.Method, "/" + request.PathAndQuery, answer.StatusCode, _options.Clock.GetElapsedTime(sent));
            if (!answer.IsSuccessStatusCode) throw await Failures.FromAnswerAsync(request, answer, _credential, _options.Clock, cancel).ConfigureAwait(false);
            return await read(answer, cancel).ConfigureAwait(false);
        }
        catch (EmptyAnswerException)
        {
            throw Failures.BadResponse(request, "it is empty, not JSON", answer, _credential, isEmpty: true);
        }
        catch (JsonException fault)
        {
            throw Failures.BadResponse(request, Describe(fault, answer!), answer, _credential, fault);
        }
        catch (TooLargeException fault)
        {
            throw Failures.BadResponse(request, fault.Message, answer, _credential);
        }
        catch (InvalidDataException fault)
        {
            throw Failures.BadResponse(request, "its compression is broken", answer, _credential, fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or UriFormatException)
        {
            throw Failures.ConnectionFailed(request, _root, ProxyOf(message.RequestUri!), _credential, fault);
        }
        finally
        {
            if (answer is null) observer?.Unanswered(request.Method.Method);
            answer?.Dispose();
        }
    }

    /// <summary>The proxy of a request. Null if there is none, or if the request does not use the network.</summary>
    private Uri? ProxyOf(Uri address) =>
        _options.Handler is null && DirectToThisMachine.Proxy.GetProxy(address) is { } proxy && proxy.Authority != address.Authority ? proxy : null;

    private HttpRequestMessage ToMessage(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, Address(request));
#if NET
        message.Version = HttpVersion.Version20;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
#endif
        message.Headers.Authorization = _credential?.ToHeader();
        // If a request has a body, even an empty one, the platform does not repeat it on its own.
        if (request.Method != HttpMethod.Get)
        {
            message.Content = request.Body is { } body ? new ByteArrayContent(body.Array!, body.Offset, body.Count) : new ByteArrayContent([]);
        }

        if (request.Body is not null) message.Content!.Headers.ContentType = new("application/json");
        if (request.IdempotencyKey is { } key) message.Headers.Add("Idempotency-Key", key);
        return message;
    }

    /// <summary>The address of a request. Segments such as .. are refused, because proxies resolve them.</summary>
    private Uri Address(ApiRequest request)
    {
#if NET
        // The ids are already encoded.
        var address = new Uri(_root.AbsoluteUri + request.PathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
#else
        var address = new Uri(_root.AbsoluteUri + request.PathAndQuery);
#endif
        if (request.Segments.FirstOrDefault(PathSegments.IsStep) is { } step) throw Failures.UnfitSegment(request, step);
        if (PathSegments.IsPlain(address, _root.AbsolutePath, request.Path)) return address;
        var root = PathSegments.Of(_root.AbsolutePath.TrimEnd('/'));
        return PathSegments.AreOf(address, root.Concat(request.Segments)) ? address : throw Failures.UnfitSegment(request, request.Path);
    }

    /// <summary>The body of an answer, decompressed and limited.</summary>
    internal static async Task<Stream> OpenAsync(HttpResponseMessage answer, CancellationToken cancel, Action? received = null) =>
#if NET
        new BoundedStream(await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false), received);
#else
        new BoundedStream(await answer.Content.ReadAsStreamAsync().ConfigureAwait(false), received);
#endif

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, Action received, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancel)
    {
#if !NET
        // A read ignores the token, but ends if the answer is disposed.
        using var abort = cancel.Register(answer.Dispose);
#endif
        var stream = await OpenAsync(answer, cancel, received).ConfigureAwait(false);
        try
        {
            return await AnswerText.ParseAsync(stream, parse, cancel).ConfigureAwait(false);
        }
        catch (JsonException) when (stream.Position == 0)
        {
            throw new EmptyAnswerException();
        }
        catch (InvalidOperationException fault) when (fault is not ObjectDisposedException)
        {
            // Brotli throws this where gzip throws an InvalidDataException.
            throw new InvalidDataException(fault.Message, fault);
        }
    }

    /// <summary>The reader reports this only in its message, which is never translated.</summary>
    private static bool IsTooDeep(Exception fault) =>
        fault.Message.Contains($"depth of {DeepestNesting}") || (fault.InnerException is { } inner && IsTooDeep(inner));

    private static string Describe(JsonException fault, HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType is { } type && type.IndexOf("json", StringComparison.OrdinalIgnoreCase) < 0
            ? $"it is {type}, not JSON"
            : IsTooDeep(fault) ? $"it is nested more than {DeepestNesting} levels deep"
            : fault.Path is { Length: > 1 } path ? $"{path} is not as expected" : "it is not whole or not JSON";
}
