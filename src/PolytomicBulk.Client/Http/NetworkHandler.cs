using System.Net;
#if !NET
using System.Security.Authentication;
#endif

namespace PolytomicBulk.Http;

/// <summary>Creates the network handlers, with the same settings on both platforms.</summary>
internal static class NetworkHandler
{
#if NET
    /// <summary>The handler for the service.</summary>
    public static HttpMessageHandler ForService(PolytomicClientOptions options) => new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli | DecompressionMethods.Deflate,
        AllowAutoRedirect = false,
        Proxy = DirectToThisMachine.Proxy,
        UseCookies = false,
        MaxConnectionsPerServer = options.ThrottleLimit,
        PooledConnectionLifetime = options.ConnectionLifetime,
    };

    /// <summary>The handler for storage hosts.</summary>
    public static HttpMessageHandler ForFiles(PolytomicClientOptions options) =>
        new SocketsHttpHandler { UseCookies = false, Proxy = DirectToThisMachine.Proxy, PooledConnectionLifetime = options.ConnectionLifetime };
#else
    /// <summary>The handler for the service.</summary>
    public static HttpMessageHandler ForService(PolytomicClientOptions options) => new FrameworkHandler(options)
    {
        // Deflate is omitted: .NET Framework does not read the zlib header that servers send.
        AutomaticDecompression = DecompressionMethods.GZip,
        AllowAutoRedirect = false,
    };

    /// <summary>The handler for storage hosts.</summary>
    public static HttpMessageHandler ForFiles(PolytomicClientOptions options) => new FrameworkHandler(options);

    /// <summary>
    /// Uses the TLS versions of the system if the process does not set any. On older systems, Windows PowerShell sets versions that servers no longer
    /// accept. TLS 1.3 is requested only if the process does so, because setting it fails on systems without it.
    /// </summary>
    internal static SslProtocols Tls(SecurityProtocolType ofProcess)
    {
        const SslProtocols Tls13 = (SslProtocols)12288;
        return ofProcess == 0 ? SslProtocols.None : ((SslProtocols)ofProcess & Tls13) | SslProtocols.Tls12;
    }

    /// <summary>The handler of .NET Framework, whose limits are per host.</summary>
    private sealed class FrameworkHandler : HttpClientHandler
    {
        private readonly PolytomicClientOptions _options;

        public FrameworkHandler(PolytomicClientOptions options)
        {
            _options = options;
            Proxy = DirectToThisMachine.Proxy;
            UseCookies = false;
            MaxConnectionsPerServer = options.ThrottleLimit;
            SslProtocols = Tls(ServicePointManager.SecurityProtocol);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var host = ServicePointManager.FindServicePoint(request.RequestUri, Proxy);
            host.ConnectionLimit = Math.Max(host.ConnectionLimit, _options.ThrottleLimit);
            host.ConnectionLeaseTimeout = (int)_options.ConnectionLifetime.TotalMilliseconds;
            return base.SendAsync(request, cancellationToken);
        }
    }
#endif

    /// <summary>Adds empty content to an answer without a body, which .NET Framework does not do.</summary>
    public static void GiveContent(this HttpResponseMessage answer) => answer.Content ??= new ByteArrayContent([]);
}
