namespace PolytomicBulk.Http;

/// <summary>Delays and time limits by a clock. .NET Framework has these methods under other names.</summary>
public static class ClockExtensions
{
    /// <summary>Waits for a time.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="time">The time to wait.</param>
    /// <param name="cancel">Cancels the wait.</param>
    public static Task DelayAsync(this TimeProvider clock, TimeSpan time, CancellationToken cancel) =>
#if NET
        Task.Delay(time, clock, cancel);
#else
        clock.Delay(time, cancel);
#endif

    /// <summary>Returns a token source that is canceled after a time.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="time">The time.</param>
    public static CancellationTokenSource StartLimit(this TimeProvider clock, TimeSpan time) =>
#if NET
        new(time, clock);
#else
        clock.CreateCancellationTokenSource(time);
#endif
}
