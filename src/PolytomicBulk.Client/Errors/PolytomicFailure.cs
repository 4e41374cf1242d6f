namespace PolytomicBulk;

/// <summary>The ways in which a request can fail.</summary>
public enum PolytomicFailure
{
    /// <summary>The service does not accept the key (401).</summary>
    Unauthorized,

    /// <summary>The key may not do this (403).</summary>
    Forbidden,

    /// <summary>There is no such thing, or not in this organization (404).</summary>
    NotFound,

    /// <summary>The service does not accept what was asked (400, 422 and other 4xx).</summary>
    InvalidRequest,

    /// <summary>Something else is going on with it (409).</summary>
    Conflict,

    /// <summary>Too many requests (429).</summary>
    RateLimited,

    /// <summary>No answer in time (408, or the session's own time limit).</summary>
    Timeout,

    /// <summary>The service failed (5xx).</summary>
    ServerError,

    /// <summary>No connection, no TLS, or one that broke.</summary>
    ConnectionFailed,

    /// <summary>An answer that is not the API's.</summary>
    BadResponse,
}
