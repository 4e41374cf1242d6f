using System.Runtime.CompilerServices;
using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Waiting;

/// <summary>Reads a console log that may still grow: each entry once, however often it looks.</summary>
/// <param name="getPage">Reads the page after a cursor, which the service gives or which is the id of an entry.</param>
/// <param name="outage">Is told of looks that fail in passing, while the log is followed.</param>
internal sealed class LogReader(Func<string?, CancellationToken, Task<LogPage>> getPage, Outage outage)
{
    private readonly HashSet<string> _cursors = new(StringComparer.Ordinal);

    // What is read again, since an entry without an id is no cursor, is not given again.
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
            // At the end of the log the service may name no cursor: what comes later comes after the last entry.
            var next = page.NextCursor is { Length: > 0 } named ? named : entries.Count > 0 ? entries[^1].Id : null;
            if (entries.Count == 0 || next is not { Length: > 0 } || !_cursors.Add(next)) yield break;
            (_cursor, _count, _seen) = (next, 0, new(entries.Select(entry => entry.Id).OfType<string>(), StringComparer.Ordinal));
            if (page.NextCursor != next) yield break;
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
            over = await TryAsync(isOver, cancel).ConfigureAwait(false);
            if (!over) await clock.DelayAsync(Backoff.Logs.After(looks), cancel).ConfigureAwait(false);
            var entries = ReadNewAsync(cancel).GetAsyncEnumerator(cancel);
            await using var end = entries.ConfigureAwait(false);
            while (await TryNextAsync().ConfigureAwait(false))
            {
                // Where something comes, more may: the waits begin anew.
                looks = -1;
                yield return entries.Current;
            }

            async Task<bool> TryNextAsync()
            {
                try
                {
                    return await entries.MoveNextAsync().ConfigureAwait(false);
                }
                catch (PolytomicApiException failure) when (Outage.IsPassing(failure))
                {
                    outage.Note(failure);
                    // The rest of the log is still to come.
                    over = false;
                    return false;
                }
            }
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> isOver, CancellationToken cancel)
    {
        try
        {
            var over = await isOver(cancel).ConfigureAwait(false);
            outage.End();
            return over;
        }
        catch (PolytomicApiException failure) when (Outage.IsPassing(failure))
        {
            outage.Note(failure);
            return false;
        }
    }
}
