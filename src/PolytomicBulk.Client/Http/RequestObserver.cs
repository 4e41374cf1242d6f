using System.Net;

namespace PolytomicBulk.Http;

/// <summary>Receives notifications about requests, on any thread. It never receives bodies or secrets.</summary>
public abstract class RequestObserver
{
    /// <summary>Whether it wants headers.</summary>
    public virtual bool WantsHeaders => false;

    /// <summary>A request was sent, or failed while it was sent.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">The path and query.</param>
    /// <param name="headers">The headers of the request, one per line, without secrets.</param>
    public virtual void Sent(string method, string pathAndQuery, IReadOnlyList<string> headers)
    {
    }

    /// <summary>The headers of an answer arrived.</summary>
    /// <param name="status">The status of the answer.</param>
    /// <param name="headers">The headers of the answer, one per line, without secrets.</param>
    public virtual void Received(HttpStatusCode status, IReadOnlyList<string> headers)
    {
    }

    /// <summary>An answer arrived.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">The path and query.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="elapsed">The time from the request to the headers of the answer.</param>
    public abstract void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed);

    /// <summary>A request was sent but not answered. Whether it succeeded is unknown.</summary>
    /// <param name="method">The HTTP method.</param>
    public virtual void Unanswered(string method)
    {
    }

    /// <summary>An answer contained values that do not fit their properties. They are in the additional properties.</summary>
    /// <param name="type">The type of the objects that have the property.</param>
    /// <param name="name">The name of the property in the API.</param>
    /// <param name="count">The number of such values.</param>
    public virtual void OddValue(string type, string name, int count)
    {
    }

    /// <summary>An attempt failed and will be retried.</summary>
    /// <param name="failure">Why the attempt failed.</param>
    /// <param name="delay">The time until the next attempt.</param>
    /// <param name="attempt">The number of the next attempt.</param>
    /// <param name="attempts">The maximum number of attempts.</param>
    public abstract void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts);

    /// <summary>The delay is over, and the next attempt begins. Not called if the delay was canceled.</summary>
    /// <param name="failure">Why the previous attempt failed.</param>
    public abstract void Resuming(PolytomicApiException failure);

    /// <summary>A poll failed temporarily. The wait continues.</summary>
    /// <param name="failure">Why the poll failed.</param>
    public virtual void LookFailed(PolytomicApiException failure)
    {
    }

    /// <summary>Polls succeed again.</summary>
    public virtual void LooksAgain()
    {
    }

    /// <summary>The schemas of a connection are not ready, so the request is repeated when they are. Called before each poll.</summary>
    /// <param name="connectionId">The id of the connection. All zeros if unknown.</param>
    /// <param name="state">The status of the schemas. Null if unknown.</param>
    /// <param name="elapsed">How long the wait has lasted.</param>
    /// <param name="limit">The maximum wait.</param>
    public virtual void WaitingForSchemas(Guid connectionId, string? state, TimeSpan elapsed, TimeSpan limit)
    {
    }

    /// <summary>The wait for the schemas of a connection is over, whether it succeeded or not.</summary>
    /// <param name="connectionId">The id of the connection. All zeros if unknown.</param>
    public virtual void WaitedForSchemas(Guid connectionId)
    {
    }

    /// <summary>A warning that does not end the work.</summary>
    /// <param name="message">The warning.</param>
    public virtual void Warned(string message)
    {
    }

    /// <summary>A detail for verbose output.</summary>
    /// <param name="message">The detail.</param>
    public virtual void Noted(string message)
    {
    }

    /// <summary>The work was stopped and is unfinished.</summary>
    /// <param name="message">What was stopped, and what to do.</param>
    public virtual void Interrupted(string message)
    {
    }
}
