namespace PolytomicBulk.Waiting;

/// <summary>Something that is waited for.</summary>
public abstract class Watch
{
    /// <summary>How long it has been waited for.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>Why it cannot be waited for.</summary>
    public PolytomicApiException? Failure { get; private set; }

    /// <summary>Why the last look at it failed, where that passes by itself: the wait goes on. Null where it succeeded.</summary>
    public PolytomicApiException? Trouble { get; private set; }

    /// <summary>Whether the time was over before it was.</summary>
    public bool TimedOut { get; internal set; }

    /// <summary>Whether there is nothing left to wait for.</summary>
    public bool IsOver => HasEnded || Failure is not null || TimedOut;

    private protected abstract bool HasEnded { get; }

    /// <summary>Notes whether the last look succeeded, and why not.</summary>
    internal void Note(PolytomicApiException? failure)
    {
        if (failure is null || Outage.IsPassing(failure)) Trouble = failure;
        else Failure = failure;
    }
}
