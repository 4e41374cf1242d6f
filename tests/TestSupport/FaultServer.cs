using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TestSupport;

/// <summary>
/// A server on a loopback socket that simulates faults of networks and proxies. Each request takes the next fault of the script. Without a fault, <see
/// cref="Behind"/> or <see cref="Body"/> answers it.
/// </summary>
public sealed class FaultServer : IDisposable
{
    private readonly ConcurrentQueue<string> _script = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();

    /// <summary>Connections that have not received data yet. If a client cancels a request while it connects, it keeps the connection.</summary>
    private readonly ConcurrentDictionary<TcpClient, bool> _idle = new();
    private readonly TaskCompletionSource<bool> _crowd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TestClock? _clock;
    private readonly X509Certificate2? _certificate;
    private readonly int _port;
    private TcpListener? _listener;
    private int _open;
    private int _busy;
    private int _givenUp;
    private int _served;
    private int _requestCount;
    private int _faults;
    private long _endless;

    /// <summary>Starts to listen.</summary>
    /// <param name="clock">The clock that advances while an answer is missing.</param>
    /// <param name="certificate">Uses TLS with a certificate that has "expired" or is "untrusted". Without this parameter, the server does not use
    /// TLS.</param>
    public FaultServer(TestClock? clock = null, string? certificate = null)
    {
        _clock = clock;
        if (!string.IsNullOrEmpty(certificate)) _certificate = MakeCertificate(isExpired: certificate == "expired");
        if (_clock is not null) _clock.DelayPassing += EndRefusal;
        Listen();
        _port = ((IPEndPoint)_listener!.LocalEndpoint).Port;
    }

    /// <summary>The address of the server.</summary>
    public Uri BaseUri => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{_port}");

    /// <summary>The answers by path and query. All other requests get an empty object.</summary>
    public ConcurrentDictionary<string, string> Body { get; } = new();

    /// <summary>The faults for requests with a path and query, whatever the next fault of the script is.</summary>
    public ConcurrentDictionary<string, string> FaultAt { get; } = new();

    /// <summary>The path of requests that get no scripted fault, because they can be sent at any time.</summary>
    public string? Spared { get; set; }

    /// <summary>A service that answers instead of <see cref="Body"/>.</summary>
    public HttpMessageHandler? Behind { get; set; }

    /// <summary>Whether a fault occurs before the service receives the request. Otherwise it occurs after the service has processed the request.</summary>
    public bool StrikesBefore { get; set; }

    /// <summary>Every request that was read.</summary>
    public ConcurrentQueue<WireRequest> Requests { get; } = new();

    /// <summary>The number of requests that were read, including those removed from <see cref="Requests"/>.</summary>
    public int RequestCount => _requestCount;

    /// <summary>The highest number of open connections without an answer.</summary>
    public int PeakConnections { get; private set; }

    /// <summary>How many connections have to be open at the same time before a request is answered, so that the peak does not depend on speed.</summary>
    public int HoldsUntilConnections { get; set; }

    /// <summary>How many answers in a thousand fail, with different faults in turn.</summary>
    public int FaultsPerThousand { get; set; }

    /// <summary>The number of answers that failed because of <see cref="FaultsPerThousand"/>.</summary>
    public int Faults => _faults;

    /// <summary>The number of bytes sent in endless answers, before compression.</summary>
    public long EndlessBytes => Interlocked.Read(ref _endless);

    /// <summary>The number of missing answers that the client has stopped waiting for.</summary>
    public int GivenUp => _givenUp;

    /// <summary>Specifies a fault for each of the next requests. "none" is a normal answer.</summary>
    public void Next(params string[] faults)
    {
        _script.Clear();
        foreach (var fault in faults) _script.Enqueue(fault);
        Listen();
        RefuseIfNext();
    }

    /// <summary>
    /// Waits until all requests so far have ended. Otherwise, a canceled request that is still read or still moves the clock could affect the next ones.
    /// </summary>
    public void Settle()
    {
        lock (_gate)
        {
            if (_listener is null) return;
        }

        // Connections are accepted in order, so all earlier ones are accepted when this one is.
        using (var last = new TcpClient())
        {
            last.Connect(IPAddress.Loopback, _port);
            var stream = last.GetStream();
            try
            {
                last.Client.Shutdown(SocketShutdown.Send);
                while (stream.ReadByte() >= 0)
                {
                }
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                // The connection was reset, so it has ended too.
            }
        }

        if (!SpinWait.SpinUntil(() => Volatile.Read(ref _busy) == 0 && _idle.Keys.All(HasNothing), TimeSpan.FromSeconds(30)))
        {
            throw new TimeoutException("Requests are still being answered.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_clock is not null) _clock.DelayPassing -= EndRefusal;
        _stop.Cancel();
        lock (_gate) _listener?.Dispose();
        foreach (var client in _idle.Keys) client.Dispose();
        _certificate?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Evenly distributed, so that each run has the same number of faults.</summary>
    private string NextOfThousand()
    {
        var number = Interlocked.Increment(ref _served);
        if (number * FaultsPerThousand / 1000 == (number - 1) * FaultsPerThousand / 1000) return "none";
        string[] faults = ["503", "429", "reset in body", "html 502"];
        return faults[Interlocked.Increment(ref _faults) % faults.Length];
    }

    private static bool HasNothing(TcpClient client)
    {
        try
        {
            return client.Available == 0;
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    private void Listen()
    {
        lock (_gate)
        {
            if (_listener is not null) return;
            _listener = new TcpListener(IPAddress.Loopback, _port);
            _listener.Start();
            _ = AcceptAsync(_listener);
        }
    }

    /// <summary>The server does not listen while the next fault is a refused connection. The fault ends with the wait before the next attempt.</summary>
    private void RefuseIfNext()
    {
        // Checked under the lock, because a request of the previous run may end the refusal at the same time.
        lock (_gate)
        {
            if (!_script.TryPeek(out var next) || next != "refused") return;
            _listener?.Dispose();
            _listener = null;
        }
    }

    private void EndRefusal()
    {
        // Parallel requests wait here until the server listens again. Otherwise, one of them could use up its attempts.
        lock (_gate)
        {
            if (!_script.TryPeek(out var next) || next != "refused") return;
            _script.TryDequeue(out _);
            if (_script.TryPeek(out next) && next == "refused") return;
            Listen();
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed, or refusing.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var isOpen = true;
        var isBusy = false;
        _idle[client] = true;
        lock (_gate)
        {
            PeakConnections = Math.Max(PeakConnections, ++_open);
            if (HoldsUntilConnections > 0 && PeakConnections >= HoldsUntilConnections) _crowd.TrySetResult(true);
        }

        try
        {
            using (client)
            {
                Stream stream = client.GetStream();
                await client.Client.ReceiveAsync(new ArraySegment<byte>(new byte[1]), SocketFlags.Peek);
                Interlocked.Increment(ref _busy);
                isBusy = true;
                _idle.TryRemove(client, out _);
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(_certificate);
                    stream = tls;
                }

                var request = await WireRequest.ReadAsync(stream, _stop.Token);
                if (PeakConnections < HoldsUntilConnections) await _crowd.Task;
                Requests.Enqueue(request);
                Interlocked.Increment(ref _requestCount);
                var isSpared = !string.IsNullOrEmpty(Spared) && request.PathAndQuery.StartsWith(Spared, StringComparison.Ordinal);
                var fault = FaultAt.TryGetValue(request.PathAndQuery, out var next) || (!isSpared && _script.TryDequeue(out next)) ? next : NextOfThousand();
                if (!isSpared) RefuseIfNext();
                var proper = fault != "none" && StrikesBefore ? new WireAnswer("200 OK", "application/json", "{\"data\":{\"id\":null}}") : await AnswerAsync(request);
                // After the answer, the client may open another connection before the server sees the end of this one.
                End();
                await AnswerAsync(client, stream, proper, fault);
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client closed the connection, which is allowed.
        }
        finally
        {
            End();
            _idle.TryRemove(client, out _);
            if (isBusy) Interlocked.Decrement(ref _busy);
        }

        void End()
        {
            if (!isOpen) return;
            isOpen = false;
            lock (_gate) _open--;
        }
    }

    private async Task<WireAnswer> AnswerAsync(WireRequest request)
    {
        if (Behind is not { } behind) return new("200 OK", "application/json", Body.TryGetValue(request.PathAndQuery, out var body) ? body : "{}");
        using var invoker = new HttpMessageInvoker(behind, disposeHandler: false);
        using var message = request.ToMessage(BaseUri);
        using var answer = await invoker.SendAsync(message, _stop.Token);
        return await WireAnswer.FromAsync(answer);
    }

    private async Task AnswerAsync(TcpClient client, Stream stream, WireAnswer proper, string fault)
    {
        switch (fault)
        {
            case "none":
                await SendAsync(stream, proper);
                break;
            case "reset":
                Reset(client);
                break;
            case "close":
                break;
            case "reset in headers":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Ty");
                Reset(client);
                break;
            case "reset in body":
                await WriteAsync(stream, proper.HeadWithLength);
                await stream.WriteAsync(proper.FirstHalf);
                Reset(client);
                break;
            case "close in body":
                await WriteAsync(stream, $"{proper.Head}Transfer-Encoding: chunked\r\n\r\n{proper.Body.Length:x}\r\n");
                await stream.WriteAsync(proper.FirstHalf);
                break;
            case "stall in body":
                await WriteAsync(stream, proper.HeadWithLength);
                await stream.WriteAsync(proper.FirstHalf);
                await PassTimeAsync(stream);
                break;
            case "drip":
                await WriteAsync(stream, proper.HeadWithLength);
                foreach (var part in proper.Body.Chunk(Math.Max(1, (proper.Body.Length + 2) / 3)))
                {
                    await stream.WriteAsync(part.AsMemory(0, 1));
                    _clock?.Advance(TimeSpan.FromSeconds(25));
                }

                await PassTimeAsync(stream);
                break;
            case "silence":
                await PassTimeAsync(stream);
                break;
            case "not http":
                await WriteAsync(stream, "SSH-2.0-OpenSSH_9.9\r\n");
                break;
            case "truncated json":
                await SendAsync(stream, proper with { Body = proper.FirstHalf });
                break;
            case "wrong content type":
                await SendAsync(stream, new("200 OK", "text/html", "<html><body>Please log in</body></html>"));
                break;
            case "html 502":
                await SendAsync(stream, new("502 Bad Gateway", "text/html", "<html><body>\u001b[2JBad gateway</body></html>"));
                break;
            case "empty 200":
                await SendAsync(stream, new("200 OK", "application/json", ""));
                break;
            case "nesting":
                await SendAsync(stream, new("200 OK", "application/json", "{\"data\":{\"x\":" + new string('[', 100_000)));
                break;
            case "endless list":
                await SendEndlessAsync(stream, "200 OK", "{\"data\":[", "{},");
                break;
            case "endless text":
                await SendEndlessAsync(stream, "200 OK", "{\"data\":[{\"name\":\"", "Orders and customers ");
                break;
            case "endless error":
                await SendEndlessAsync(stream, "400 Bad Request", "{\"message\":\"", "no ");
                break;
            case "wrong gzip":
                await SendAsync(stream, proper with { Headers = "Content-Encoding: gzip\r\n" });
                break;
            case "gzip":
                await SendAsync(stream, proper with { Body = Pack(proper.Body, packed => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)), Headers = "Content-Encoding: gzip\r\n" });
                break;
#if NET
            case "brotli":
                await SendAsync(stream, proper with { Body = Pack(proper.Body, packed => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)), Headers = "Content-Encoding: br\r\n" });
                break;
#endif
            case ['r', 'e', 'd', 'i', 'r', 'e', 'c', 't', ' ', 't', 'o', ' ', .. var target]:
                await SendAsync(stream, new("302 Found", "text/html", "", $"Location: {target}\r\n"));
                break;
            case "429":
                await SendAsync(stream, new("429 Too Many Requests", "application/json", "{\"key\":\"rate_limited\",\"message\":\"slow down\"}", "Retry-After: 7\r\n"));
                break;
            default:
                await SendAsync(stream, new($"{fault} Status", "application/json", $"{{\"key\":\"k{fault}\",\"message\":\"status {fault}\",\"status\":{fault}}}"));
                break;
        }
    }

    /// <summary>Lets the client's time limits expire, and keeps the connection open until the client closes it.</summary>
    private async Task PassTimeAsync(Stream stream)
    {
        var gone = stream.ReadAsync(new byte[1], _stop.Token).AsTask();
        var request = Requests.Count;
        // The server cannot see which step of the client has the limit, so it lets the time expire repeatedly.
        while (await Task.WhenAny(gone, Task.Delay(5)) != gone)
        {
            if (Requests.Count == request) _clock?.EndLimits();
        }

        Interlocked.Increment(ref _givenUp);
        await gone;
    }

    /// <summary>Sends an answer with an endless compressed body until the client closes the connection.</summary>
    private async Task SendEndlessAsync(Stream stream, string status, string start, string part)
    {
        await WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n");
        using var packing = new GZipStream(stream, CompressionLevel.Fastest);
        await packing.WriteAsync(System.Text.Encoding.UTF8.GetBytes(start));
        var block = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 100_000)));
        while (!_stop.IsCancellationRequested)
        {
            await packing.WriteAsync(block, _stop.Token);
            Interlocked.Add(ref _endless, block.Length);
        }
    }

    private static byte[] Pack(byte[] bytes, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (var packing = pack(packed)) packing.Write(bytes);
        return packed.ToArray();
    }

    private static async Task SendAsync(Stream stream, WireAnswer answer)
    {
        await WriteAsync(stream, answer.HeadWithLength);
        await stream.WriteAsync(answer.Body);
        await stream.FlushAsync();
    }

    private static async Task WriteAsync(Stream stream, string text)
    {
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
        await stream.FlushAsync();
    }

    private static void Reset(TcpClient client) => client.LingerState = new LingerOption(true, 0);

    private static X509Certificate2 MakeCertificate(bool isExpired)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var year = isExpired ? 2020 : DateTime.UtcNow.Year;
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(year + 1, 1, 2, 0, 0, 0, TimeSpan.Zero));
        return new X509Certificate2(certificate.Export(X509ContentType.Pfx));
    }
}
