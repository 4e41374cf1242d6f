using System.Net;

namespace PolytomicBulk.Http;

/// <summary>Which failures of a connection are the proxy's, where there is one between this machine and the service.</summary>
internal static class ProxyFaults
{
    /// <summary>Whether the proxy failed: it could not be reached, or did not let the connection pass.</summary>
    public static bool IsOfProxy(Exception fault) =>
#if NET
        fault is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError,
        };
#else
        fault.InnerException is WebException
        {
            Status: WebExceptionStatus.ProxyNameResolutionFailure or WebExceptionStatus.RequestProhibitedByProxy or WebExceptionStatus.ConnectFailure,
        };
#endif

    /// <summary>What the proxy answered; null where it did not.</summary>
    public static HttpStatusCode? StatusOf(Exception fault) =>
#if NET
        (fault as HttpRequestException)?.StatusCode;
#else
        ((fault.InnerException as WebException)?.Response as HttpWebResponse)?.StatusCode;
#endif
}
