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
    /// Reads the names, unless that was done in the last minutes. It never fails, because names are optional: users who may not list connections see ids.
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
            // Users without the permission probably do not get it in the next minutes.
            if (failure.Failure is PolytomicFailure.Forbidden or PolytomicFailure.NotFound) Complete();
        }
        catch (OperationCanceledException)
        {
            // The command is canceled too, and reports that.
        }
    }
}
