namespace PolytomicBulk.Waiting;

/// <summary>The time limit of a wait. It also ends a request that takes too long.</summary>
internal sealed class WaitLimit(TimeSpan? limit, TimeProvider clock)
{
    /// <summary>How long the last poll can take.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(3);

    /// <summary>A timer has a maximum. A longer limit means no limit for one poll.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(20);

    private readonly long _began = clock.GetTimestamp();
    private bool _hasCut;

    /// <summary>How long the wait has lasted.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_began);

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => _hasCut || limit - Elapsed <= TimeSpan.Zero;

    /// <summary>Waits before the next poll, but not beyond the limit.</summary>
    public Task PauseAsync(TimeSpan pause, CancellationToken cancel) =>
        clock.DelayAsync(limit - Elapsed is { } left && left < pause ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : pause, cancel);

    /// <summary>Polls, and gives up if the time is over.</summary>
    public async Task LookAsync(Func<CancellationToken, Task> look, CancellationToken cancel)
    {
        if (limit is not { } all)
        {
            await look(cancel).ConfigureAwait(false);
            return;
        }

        var left = all - Elapsed;
        using var end = clock.StartLimit(left < LastLook ? LastLook : left > LongestLook ? LongestLook : left);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, end.Token);
        try
        {
            await look(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            _hasCut = true;
        }
    }
}
