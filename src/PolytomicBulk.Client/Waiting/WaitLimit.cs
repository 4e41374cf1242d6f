namespace PolytomicBulk.Waiting;

/// <summary>How long a wait may take in all, whatever hangs below it.</summary>
internal sealed class WaitLimit(TimeSpan? limit, TimeProvider clock)
{
    /// <summary>How long the look at the end of a wait may take.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(3);

    /// <summary>More than a timer takes is as good as no limit for one look.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(20);

    private readonly long _began = clock.GetTimestamp();
    private bool _hasCut;

    /// <summary>How long the wait has taken so far.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_began);

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => _hasCut || limit - Elapsed <= TimeSpan.Zero;

    /// <summary>Waits before the next look, and not beyond the limit.</summary>
    public Task PauseAsync(TimeSpan pause, CancellationToken cancel) =>
        clock.DelayAsync(limit - Elapsed is { } left && left < pause ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : pause, cancel);

    /// <summary>Looks, and gives up the look where the time is over meanwhile.</summary>
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
