using System.Net;

namespace PolytomicBulk.Http;

/// <summary>Is told what goes over the wire. Called on any thread; never given a header or a body.</summary>
public abstract class RequestObserver
{
    /// <summary>An answer came.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">The path and query.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="elapsed">The time from sending to the answer's headers.</param>
    public abstract void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed);

    /// <summary>An attempt failed and another will be made.</summary>
    /// <param name="reason">Why the attempt failed.</param>
    /// <param name="delay">How long until the next attempt.</param>
    /// <param name="attempt">The number of the next attempt.</param>
    /// <param name="attempts">How many attempts there may be.</param>
    public abstract void Retrying(string reason, TimeSpan delay, int attempt, int attempts);
}
