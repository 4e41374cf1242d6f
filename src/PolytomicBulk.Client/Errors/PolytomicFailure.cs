namespace PolytomicBulk;

/// <summary>The ways in which a request can fail.</summary>
public enum PolytomicFailure
{
    /// <summary>The service does not accept the key (401).</summary>
    Unauthorized,

    /// <summary>The key does not have permission (403).</summary>
    Forbidden,

    /// <summary>The object does not exist, or not in this organization (404).</summary>
    NotFound,

    /// <summary>The service refused the request as invalid (400, 422 and other 4xx).</summary>
    InvalidRequest,

    /// <summary>The object is in use (409).</summary>
    Conflict,

    /// <summary>Too many requests (429).</summary>
    RateLimited,

    /// <summary>No answer in time (408, or the time limit of the session).</summary>
    Timeout,

    /// <summary>The service failed (5xx).</summary>
    ServerError,

    /// <summary>No connection, no TLS, or a lost connection.</summary>
    ConnectionFailed,

    /// <summary>The answer is not from the API.</summary>
    BadResponse,
}
