using System.Runtime.CompilerServices;
using PolytomicBulk.Http;

namespace PolytomicBulk.Waiting;

/// <summary>Looks at many things together, again and again, until all are over.</summary>
/// <param name="watches">What is waited for.</param>
/// <param name="look">Looks at those that are not over.</param>
/// <param name="pauses">The time between two looks.</param>
/// <param name="limit">How long to go on; null for as long as it takes.</param>
/// <param name="clock">Where time comes from.</param>
internal sealed class Watcher<T>(IReadOnlyList<T> watches, Func<T[], CancellationToken, Task> look, Backoff pauses, TimeSpan? limit, TimeProvider clock)
    where T : Watch
{
    /// <summary>Each one every time it was looked at.</summary>
    public async IAsyncEnumerable<T> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        for (var looks = 0; ; looks++)
        {
            var open = watches.Where(watch => !watch.IsOver).ToArray();
            if (open.Length == 0) yield break;
            await look(open, cancel).ConfigureAwait(false);

            var elapsed = clock.GetElapsedTime(began);
            var left = limit - elapsed;
            foreach (var watch in open)
            {
                watch.Elapsed = elapsed;
                watch.TimedOut = !watch.IsOver && left <= TimeSpan.Zero;
                yield return watch;
            }

            if (Array.TrueForAll(open, watch => watch.IsOver)) continue;
            var pause = pauses.After(looks);
            await clock.DelayAsync(left < pause ? left.Value : pause, cancel).ConfigureAwait(false);
        }
    }
}
