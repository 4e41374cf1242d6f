namespace PolytomicBulk.Waiting;

/// <summary>Something that is waited for.</summary>
public abstract class Watch
{
    /// <summary>How long it has been waited for.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>Why it cannot be waited for.</summary>
    public PolytomicApiException? Failure { get; internal set; }

    /// <summary>Whether the time was over before it was.</summary>
    public bool TimedOut { get; internal set; }

    /// <summary>Whether there is nothing left to wait for.</summary>
    public bool IsOver => HasEnded || Failure is not null || TimedOut;

    private protected abstract bool HasEnded { get; }
}
