using System.Collections.Concurrent;

namespace PolytomicBulk.Operations;

/// <summary>
/// Finds the result of a write that the service accepted without returning it. An object counts only if it is not older than the request, by the
/// clock of the service, and if this session has not created it before.
/// </summary>
internal sealed class SilentWrites(TimeProvider clock)
{
    /// <summary>How long the service can take to perform a request that it accepted.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The service rounds times to seconds, in the header of its answer and in the object.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);

    private static readonly Backoff Pauses = new(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(8));

    private readonly ConcurrentDictionary<Guid, bool> _made = new();

    /// <summary>Creates an object. If the answer does not identify it, the only new object that matches is returned.</summary>
    public async Task<T> CreateAsync<T>(
        ApiRequest request,
        Func<ApiRequest, Task<T>> send,
        Func<Task<IEnumerable<T>>> list,
        Func<T, Guid?> id,
        Func<T, DateTime?> createdAt,
        CancellationToken cancel)
        where T : class
    {
        var began = clock.GetTimestamp();
        T made;
        try
        {
            made = await send(request).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (failure.SaysNothing)
        {
            made = await FindAsync(request, failure, began, list, Fits, cancel).ConfigureAwait(false);
        }

        if (id(made) is { } known) _made[known] = true;
        return made;

        bool Fits(T one, DateTime since) => id(one) is { } known && !_made.ContainsKey(known) && createdAt(one)?.ToUniversalTime() >= since;
    }

    /// <summary>Changes an object. If the answer does not contain the result, it is read until it is not older than the request.</summary>
    public async Task<T> ChangeAsync<T>(
        ApiRequest request, Func<ApiRequest, Task<T>> send, Func<Task<T>> read, Func<T, DateTime, bool> isChanged, CancellationToken cancel)
        where T : class
    {
        var began = clock.GetTimestamp();
        try
        {
            return await send(request).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (failure.SaysNothing)
        {
            return await FindAsync(request, failure, began, async () => [await read().ConfigureAwait(false)], isChanged, cancel).ConfigureAwait(false);
        }
    }

    private async Task<T> FindAsync<T>(
        ApiRequest request, PolytomicApiException silent, long began, Func<Task<IEnumerable<T>>> list, Func<T, DateTime, bool> fits, CancellationToken cancel)
    {
        // Without the time of the answer, new objects cannot be recognized.
        if (silent.AnsweredAt is not { } answered) throw Failures.NothingSaid(request, silent, found: 0, TimeSpan.Zero);
        var since = answered.UtcDateTime - clock.GetElapsedTime(began) - Rounding;
        var looking = clock.GetTimestamp();
        for (var pauses = 0; ; pauses++)
        {
            List<T> found;
            try
            {
                found = [.. (await list().ConfigureAwait(false)).Where(one => fits(one, since))];
            }
            catch (PolytomicApiException failure)
            {
                throw Failures.NothingSaid(request, failure, found: 0, clock.GetElapsedTime(looking));
            }

            if (found.Count == 1) return found[0];
            var waited = clock.GetElapsedTime(looking);
            if (found.Count > 1 || waited >= Limit) throw Failures.NothingSaid(request, silent, found.Count, waited);
            await clock.DelayAsync(Pauses.After(pauses), cancel).ConfigureAwait(false);
        }
    }
}
