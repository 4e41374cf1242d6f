using System.Runtime.CompilerServices;
using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Waiting;

/// <summary>Reads a console log that may still grow: each entry once, however often it looks.</summary>
/// <param name="getPage">Reads the page after a cursor.</param>
internal sealed class LogReader(Func<string?, CancellationToken, Task<LogPage>> getPage)
{
    private readonly HashSet<string> _cursors = new(StringComparer.Ordinal);

    // The page at the end of the log is read again with its own cursor, since the service may name none after it.
    private HashSet<string> _seen = new(StringComparer.Ordinal);
    private string? _cursor;
    private int _count;

    /// <summary>What the log has that was not read before.</summary>
    public async IAsyncEnumerable<BulkSyncLogEntry> ReadNewAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            var page = await getPage(_cursor, cancel).ConfigureAwait(false);
            var entries = page.Entries ?? [];
            for (var i = 0; i < entries.Count; i++)
            {
                // An entry without an id is known by its place.
                if (entries[i].Id is { Length: > 0 } id ? !_seen.Add(id) : i < _count) continue;
                yield return entries[i];
            }

            _count = Math.Max(_count, entries.Count);
            if (entries.Count == 0 || page.NextCursor is not { Length: > 0 } next || !_cursors.Add(next)) yield break;
            (_cursor, _count, _seen) = (next, 0, new(entries.Select(entry => entry.Id).OfType<string>(), StringComparer.Ordinal));
        }
    }

    /// <summary>The entries that come until the execution has ended.</summary>
    /// <param name="isOver">Whether that is over.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async IAsyncEnumerable<BulkSyncLogEntry> FollowAsync(
        Func<CancellationToken, Task<bool>> isOver, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancel)
    {
        var over = false;
        for (var looks = 0; !over; looks++)
        {
            // What is written between the last look at the log and the end is read after the end.
            over = await isOver(cancel).ConfigureAwait(false);
            if (!over) await clock.DelayAsync(Backoff.Logs.After(looks), cancel).ConfigureAwait(false);
            await foreach (var entry in ReadNewAsync(cancel).ConfigureAwait(false))
            {
                // Where something comes, more may: the waits begin anew.
                looks = -1;
                yield return entry;
            }
        }
    }
}
