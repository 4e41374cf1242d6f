using System.Net;

namespace PolytomicBulk.Http;

/// <summary>Recognizes connection failures that a proxy caused.</summary>
internal static class ProxyFaults
{
    /// <summary>Whether the proxy failed: it could not be reached, or it refused the connection.</summary>
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

    /// <summary>The status that the proxy answered. Null if it did not answer.</summary>
    public static HttpStatusCode? StatusOf(Exception fault) =>
#if NET
        (fault as HttpRequestException)?.StatusCode;
#else
        ((fault.InnerException as WebException)?.Response as HttpWebResponse)?.StatusCode;
#endif
}
