using System.Net;

namespace PolytomicBulk.Http;

/// <summary>Is told what goes over the wire. Called on any thread; never given a body or a secret.</summary>
public abstract class RequestObserver
{
    /// <summary>Whether it wants to be told of headers.</summary>
    public virtual bool WantsHeaders => false;

    /// <summary>A request was sent, or would have been if it had not failed.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">The path and query.</param>
    /// <param name="headers">The request's headers, a line each, without secrets.</param>
    public virtual void Sent(string method, string pathAndQuery, IReadOnlyList<string> headers)
    {
    }

    /// <summary>The headers of an answer came.</summary>
    /// <param name="status">The answer's status.</param>
    /// <param name="headers">The answer's headers, a line each, without secrets.</param>
    public virtual void Received(HttpStatusCode status, IReadOnlyList<string> headers)
    {
    }

    /// <summary>An answer came.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">The path and query.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="elapsed">The time from sending to the answer's headers.</param>
    public abstract void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed);

    /// <summary>A request was sent, and no answer came. Whether it was done is not known.</summary>
    /// <param name="method">The HTTP method.</param>
    public virtual void Unanswered(string method)
    {
    }

    /// <summary>An answer holds values that do not fit their property, and are kept with the additional properties.</summary>
    /// <param name="type">The type of the objects that have the property.</param>
    /// <param name="name">The property's name on the wire.</param>
    /// <param name="count">How many such values there are.</param>
    public virtual void OddValue(string type, string name, int count)
    {
    }

    /// <summary>An attempt failed and another will be made.</summary>
    /// <param name="failure">Why the attempt failed.</param>
    /// <param name="delay">How long until the next attempt.</param>
    /// <param name="attempt">The number of the next attempt.</param>
    /// <param name="attempts">How many attempts there may be.</param>
    public abstract void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts);

    /// <summary>The wait is over, and the next attempt is made. It does not come where the wait was cancelled.</summary>
    /// <param name="failure">Why the attempt before it failed.</param>
    public abstract void Resuming(PolytomicApiException failure);

    /// <summary>A look at something that is waited for failed, in a way that passes by itself. The wait goes on.</summary>
    /// <param name="failure">Why the look failed.</param>
    public virtual void LookFailed(PolytomicApiException failure)
    {
    }

    /// <summary>Looks at what is waited for succeed again.</summary>
    public virtual void LooksAgain()
    {
    }

    /// <summary>The schemas of a connection are not ready, so a request is made again when they are. Called before each look at them.</summary>
    /// <param name="connectionId">The connection's id; all zeros where it is not known.</param>
    /// <param name="state">The state of the schemas, as far as it is known.</param>
    /// <param name="elapsed">How long they have been waited for.</param>
    /// <param name="limit">How long they are waited for at most.</param>
    public virtual void WaitingForSchemas(Guid connectionId, string? state, TimeSpan elapsed, TimeSpan limit)
    {
    }

    /// <summary>The wait for the schemas of a connection is over, whatever came of it.</summary>
    /// <param name="connectionId">The connection's id; all zeros where it is not known.</param>
    public virtual void WaitedForSchemas(Guid connectionId)
    {
    }

    /// <summary>Something is to be known that does not end the work.</summary>
    /// <param name="message">What it is.</param>
    public virtual void Warned(string message)
    {
    }

    /// <summary>Something is to be known by who asks for details.</summary>
    /// <param name="message">What it is.</param>
    public virtual void Noted(string message)
    {
    }

    /// <summary>The work was stopped, and has left something to do.</summary>
    /// <param name="message">What it is, and what to do.</param>
    public virtual void Interrupted(string message)
    {
    }
}
