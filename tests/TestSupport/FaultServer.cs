using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TestSupport;

/// <summary>
/// A server on a loopback socket that does to its answers what networks and proxies do.
/// Each request takes the next fault of the script; without one it is answered with <see cref="Body"/>.
/// </summary>
public sealed class FaultServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _script = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TestClock? _clock;
    private readonly X509Certificate2? _certificate;

    /// <summary>Starts to listen.</summary>
    /// <param name="clock">Whose time passes while an answer does not come.</param>
    /// <param name="expiredTls">Whether to speak TLS with a certificate that has expired.</param>
    public FaultServer(TestClock? clock = null, bool expiredTls = false)
    {
        _clock = clock;
        if (expiredTls) _certificate = MakeExpiredCertificate();
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where the server is.</summary>
    public Uri BaseUri => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>What a request is answered with, by its path and query; anything else with an empty object.</summary>
    public ConcurrentDictionary<string, string> Body { get; } = new();

    /// <summary>The first line of every request that was read.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>A fault for each of the next requests; "none" answers properly.</summary>
    public void Next(params string[] faults)
    {
        _script.Clear();
        foreach (var fault in faults) _script.Enqueue(fault);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _certificate?.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(_certificate);
                    stream = tls;
                }

                var line = await ReadRequestAsync(stream);
                Requests.Enqueue(line);
                await AnswerAsync(client, stream, line.Split(' ')[1], _script.TryDequeue(out var fault) ? fault : "none");
            }
            catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, as it may.
            }
        }
    }

    private async Task AnswerAsync(TcpClient client, Stream stream, string path, string fault)
    {
        var proper = Body.TryGetValue(path, out var body) ? body : "{}";
        switch (fault)
        {
            case "none":
                await SendAsync(stream, "200 OK", "application/json", proper);
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
                await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{proper[..(proper.Length / 2)]}");
                Reset(client);
                break;
            case "close in body":
                await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{proper.Length:x}\r\n{proper[..(proper.Length / 2)]}");
                break;
            case "drip":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n");
                await WriteAsync(stream, "{");
                await PassTimeAsync();
                break;
            case "silence":
                await PassTimeAsync();
                break;
            case "not http":
                await WriteAsync(stream, "SSH-2.0-OpenSSH_9.9\r\n");
                break;
            case "truncated json":
                await SendAsync(stream, "200 OK", "application/json", proper[..(proper.Length / 2)]);
                break;
            case "wrong content type":
                await SendAsync(stream, "200 OK", "text/html", "<html><body>Please log in</body></html>");
                break;
            case "html 502":
                await SendAsync(stream, "502 Bad Gateway", "text/html", "<html><body>\u001b[2JBad gateway</body></html>");
                break;
            case "empty 200":
                await SendAsync(stream, "200 OK", "application/json", "");
                break;
            case "nesting":
                await SendAsync(stream, "200 OK", "application/json", "{\"data\":{\"x\":" + new string('[', 10_000_000));
                break;
            case "wrong gzip":
                await SendAsync(stream, "200 OK", "application/json", proper, "Content-Encoding: gzip\r\n");
                break;
            case "gzip":
                using (var packed = new MemoryStream())
                {
                    using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(proper));
                    await SendAsync(stream, "200 OK", "application/json", packed.ToArray(), "Content-Encoding: gzip\r\n");
                }

                break;
            case "brotli":
                using (var packed = new MemoryStream())
                {
                    using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(Encoding.UTF8.GetBytes(proper));
                    await SendAsync(stream, "200 OK", "application/json", packed.ToArray(), "Content-Encoding: br\r\n");
                }

                break;
            case "redirect":
                await SendAsync(stream, "302 Found", "text/html", "", "Location: https://elsewhere.example/login\r\n");
                break;
            case "429":
                await SendAsync(stream, "429 Too Many Requests", "application/json", "{\"key\":\"rate_limited\",\"message\":\"slow down\"}", "Retry-After: 7\r\n");
                break;
            default:
                await SendAsync(stream, $"{fault} Status", "application/json", $"{{\"key\":\"k{fault}\",\"message\":\"status {fault}\",\"status\":{fault}}}");
                break;
        }
    }

    /// <summary>Lets the client's time limit run out, and holds the connection until the client gives it up.</summary>
    private async Task PassTimeAsync()
    {
        _clock?.Advance(TimeSpan.FromMinutes(1));
        await Task.Delay(Timeout.Infinite, _stop.Token);
    }

    private static Task SendAsync(Stream stream, string status, string type, string body, string headers = "") =>
        SendAsync(stream, status, type, Encoding.UTF8.GetBytes(body), headers);

    private static async Task SendAsync(Stream stream, string status, string type, byte[] body, string headers)
    {
        await WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{headers}Connection: close\r\n\r\n");
        await stream.WriteAsync(body);
        await stream.FlushAsync();
    }

    private static async Task WriteAsync(Stream stream, string text)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await stream.FlushAsync();
    }

    private static void Reset(TcpClient client) => client.LingerState = new LingerOption(true, 0);

    private async Task<string> ReadRequestAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (text.ToString() is var sofar && !sofar.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0) throw new IOException("The client went away.");
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString().Split("\r\n")[0];
    }

    private static X509Certificate2 MakeExpiredCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return new X509Certificate2(certificate.Export(X509ContentType.Pfx));
    }
}
