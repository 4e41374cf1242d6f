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
    /// <param name="headers">The request's headers, a line each, without secrets.</param>
    public virtual void Sent(string method, string pathAndQuery, IReadOnlyList<string> headers)
    {
    }

    /// <summary>The headers of an answer arrived.</summary>
    /// <param name="status">The answer's status.</param>
    /// <param name="headers">The answer's headers, a line each, without secrets.</param>
    public virtual void Received(HttpStatusCode status, IReadOnlyList<string> headers)
    {
    }

    /// <summary>An answer arrived.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">The path and query.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="elapsed">The time from sending to the answer's headers.</param>
    public abstract void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed);

    /// <summary>A request was sent but not answered. Whether it succeeded is unknown.</summary>
    /// <param name="method">The HTTP method.</param>
    public virtual void Unanswered(string method)
    {
    }

    /// <summary>An answer contained values that do not fit their properties. They are in the additional properties.</summary>
    /// <param name="type">The type of the objects that have the property.</param>
    /// <param name="name">The property's name on the wire.</param>
    /// <param name="count">How many such values there are.</param>
    public virtual void OddValue(string type, string name, int count)
    {
    }

    /// <summary>An attempt failed and will be retried.</summary>
    /// <param name="failure">Why the attempt failed.</param>
    /// <param name="delay">How long until the next attempt.</param>
    /// <param name="attempt">The number of the next attempt.</param>
    /// <param name="attempts">How many attempts there may be.</param>
    public abstract void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts);

    /// <summary>The delay is over, and the next attempt begins. Not called if the delay was canceled.</summary>
    /// <param name="failure">Why the attempt before it failed.</param>
    public abstract void Resuming(PolytomicApiException failure);

    /// <summary>A poll failed temporarily. The wait continues.</summary>
    /// <param name="failure">Why the look failed.</param>
    public virtual void LookFailed(PolytomicApiException failure)
    {
    }

    /// <summary>Polls succeed again.</summary>
    public virtual void LooksAgain()
    {
    }

    /// <summary>The schemas of a connection are not ready, so the request is repeated when they are. Called before each poll.</summary>
    /// <param name="connectionId">The connection's id; all zeros where it is not known.</param>
    /// <param name="state">The state of the schemas, as far as it is known.</param>
    /// <param name="elapsed">How long they have been waited for.</param>
    /// <param name="limit">How long they are waited for at most.</param>
    public virtual void WaitingForSchemas(Guid connectionId, string? state, TimeSpan elapsed, TimeSpan limit)
    {
    }

    /// <summary>The wait for the schemas of a connection is over, whether it succeeded or not.</summary>
    /// <param name="connectionId">The connection's id; all zeros where it is not known.</param>
    public virtual void WaitedForSchemas(Guid connectionId)
    {
    }

    /// <summary>A warning that does not end the work.</summary>
    /// <param name="message">What it is.</param>
    public virtual void Warned(string message)
    {
    }

    /// <summary>A detail for verbose output.</summary>
    /// <param name="message">What it is.</param>
    public virtual void Noted(string message)
    {
    }

    /// <summary>The work was stopped and is unfinished.</summary>
    /// <param name="message">What it is, and what to do.</param>
    public virtual void Interrupted(string message)
    {
    }
}
