namespace PolytomicBulk.Operations;

/// <summary>The names of the connections in the organization, read once and kept for some minutes.</summary>
public sealed class ConnectionNames : Names
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _clock;
    private long _goodUntil = long.MinValue;

    internal ConnectionNames(TimeProvider clock)
        : base("connection") => _clock = clock;

    private long Now => _clock.GetUtcNow().UtcTicks;

    /// <summary>Records that all names were read.</summary>
    internal void Complete() => Interlocked.Exchange(ref _goodUntil, Now + Lifetime.Ticks);

    /// <summary>
    /// Reads the names if the last time was some minutes ago. It never fails: names are optional, and users who may not list connections see only the ids.
    /// </summary>
    internal async Task RefreshAsync(Func<CancellationToken, IAsyncEnumerable<Connection>> list, CancellationToken cancel)
    {
        if (Now < Interlocked.Read(ref _goodUntil)) return;
        try
        {
            await foreach (var _ in list(cancel).ConfigureAwait(false))
            {
                // ListAsync stores the names.
            }
        }
        catch (PolytomicApiException failure)
        {
            // Users without the permission do not get it within a minute.
            if (failure.Failure is PolytomicFailure.Forbidden or PolytomicFailure.NotFound) Complete();
        }
        catch (OperationCanceledException)
        {
            // The command is canceled too, and reports that.
        }
    }
}
