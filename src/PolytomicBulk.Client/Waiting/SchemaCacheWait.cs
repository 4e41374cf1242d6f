using System.Collections.Concurrent;

namespace PolytomicBulk.Waiting;

/// <summary>Waits until the service has read the schemas of a new connection, which takes a while, and then repeats the request that was refused.</summary>
internal sealed class SchemaCacheWait(ConnectionSchemaOperations schemas, TimeProvider clock, RequestObserver? observer)
{
    /// <summary>How long to wait for the schemas of a connection, however many requests need them.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, long> _began = [];

    /// <summary>The source connection in settings of a bulk sync. All zeros if they do not name one.</summary>
    public static Guid SourceOf(JsonObject settings) =>
        JsonWords.Id(settings["source_connection_id"]) ?? Guid.Empty;

    /// <summary>Sends a request, and repeats it while the service refuses it because schemas are not ready.</summary>
    public async Task<T> WaitOutAsync<T>(
        Func<CancellationToken, Task<T>> request, Func<CancellationToken, Task<Guid>> sourceOf, CancellationToken cancel)
    {
        PolytomicApiException refusal;
        try
        {
            return await request(cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (IsUnready(failure))
        {
            refusal = failure;
        }

        var connectionId = await sourceOf(cancel).ConfigureAwait(false);
        try
        {
            return await RepeatAsync(request, refusal, connectionId, cancel).ConfigureAwait(false);
        }
        finally
        {
            observer?.WaitedForSchemas(connectionId);
        }
    }

    private async Task<T> RepeatAsync<T>(
        Func<CancellationToken, Task<T>> request, PolytomicApiException refusal, Guid connectionId, CancellationToken cancel)
    {
        var began = _began.AddOrUpdate(connectionId, _ => clock.GetTimestamp(), (_, earlier) => IsOfNow(earlier) ? earlier : clock.GetTimestamp());
        ConnectionSchemaStatus? status = null;
        for (var looks = 0; ;)
        {
            if (Left() <= TimeSpan.Zero)
            {
                var connection = connectionId == Guid.Empty ? "the source connection" : schemas.ConnectionInWords(connectionId);
                throw Failures.StillUnready(refusal, connection, status, clock.GetElapsedTime(began));
            }

            do
            {
                observer?.WaitingForSchemas(connectionId, status?.CacheStatus, clock.GetElapsedTime(began), Limit);
                var (pause, left) = (Backoff.Schemas.After(looks++), Left());
                await clock.DelayAsync(left < pause ? left : pause, cancel).ConfigureAwait(false);
                status = await TryGetStatusAsync(connectionId, cancel).ConfigureAwait(false);
            }
            while (status?.IsRefreshing == true && Left() > TimeSpan.Zero);

            try
            {
                var done = await request(cancel).ConfigureAwait(false);
                _began.TryRemove(connectionId, out _);
                return done;
            }
            catch (PolytomicApiException failure) when (IsUnready(failure))
            {
                refusal = failure;
            }
        }

        TimeSpan Left() => Limit - clock.GetElapsedTime(began);
    }

    /// <summary>
    /// Whether a wait ended so recently that it counts for the next request too. Otherwise ten bulk syncs of one source would wait ten times.
    /// </summary>
    private bool IsOfNow(long began) => clock.GetElapsedTime(began) < Limit + Limit;

    /// <summary>The status of the schemas. Null if it cannot be read. The next attempt then shows it.</summary>
    private async Task<ConnectionSchemaStatus?> TryGetStatusAsync(Guid connectionId, CancellationToken cancel)
    {
        if (connectionId == Guid.Empty) return null;
        try
        {
            return await schemas.GetStatusAsync(connectionId, cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException)
        {
            return null;
        }
    }

    /// <summary>Whether a request was refused because schemas are not ready, and nothing was done. An update that fails partway has a selection.</summary>
    private static bool IsUnready(PolytomicApiException failure) =>
        failure is { Failure: PolytomicFailure.InvalidRequest, Resource: ResourceKind.SchemaCache, Selection: null };
}
