using System.Runtime.CompilerServices;

namespace PolytomicBulk.Waiting;

/// <summary>Polls several objects together until the wait for all of them is over.</summary>
internal sealed class Watcher<T>(
    IReadOnlyList<T> watches, Func<T[], CancellationToken, Task> look, Backoff pauses, TimeSpan? limit, TimeProvider clock, Outage outage)
    where T : Watch
{
    /// <summary>Returns each one after each poll.</summary>
    public async IAsyncEnumerable<T> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var time = new WaitLimit(limit, clock);
        for (var looks = 0; ; looks++)
        {
            var open = watches.Where(watch => !watch.IsOver).ToArray();
            if (open.Length == 0) yield break;
            await time.LookAsync(limited => look(open, limited), cancel).ConfigureAwait(false);

            if (Array.Find(open, watch => watch.Trouble is not null) is { } troubled) outage.Note(troubled.Trouble!);
            else outage.End();
            var isOver = time.IsOver;
            foreach (var watch in open)
            {
                watch.Elapsed = time.Elapsed;
                watch.TimedOut = !watch.IsOver && isOver;
                yield return watch;
            }

            if (Array.TrueForAll(open, watch => watch.IsOver)) continue;
            await time.PauseAsync(pauses.After(looks), cancel).ConfigureAwait(false);
        }
    }
}
