namespace PolytomicBulk.Waiting;

/// <summary>Something to wait for.</summary>
public abstract class Watch
{
    /// <summary>How long the wait has lasted.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>Why it cannot be waited for.</summary>
    public PolytomicApiException? Failure { get; private set; }

    /// <summary>Why the last poll failed temporarily. The wait continues. Null if it succeeded.</summary>
    public PolytomicApiException? Trouble { get; private set; }

    /// <summary>Whether the time ran out first.</summary>
    public bool TimedOut { get; internal set; }

    /// <summary>Whether the wait is over.</summary>
    public bool IsOver => HasEnded || Failure is not null || TimedOut;

    private protected abstract bool HasEnded { get; }

    /// <summary>Records whether the last poll succeeded.</summary>
    internal void Note(PolytomicApiException? failure)
    {
        if (failure is null || Outage.IsPassing(failure)) Trouble = failure;
        else Failure = failure;
    }
}
