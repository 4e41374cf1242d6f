using System.Runtime.CompilerServices;

namespace PolytomicBulk.Waiting;

/// <summary>Reads a console log that may still grow. Returns each entry once.</summary>
internal sealed class LogReader(Func<string?, CancellationToken, Task<LogPage>> getPage, Outage outage)
{
    private readonly HashSet<string> _cursors = new(StringComparer.Ordinal);

    // An entry without an id cannot be a cursor, so it is read again, but not returned again.
    private HashSet<string> _seen = new(StringComparer.Ordinal);
    private string? _cursor;
    private int _count;

    /// <summary>The new entries of the log.</summary>
    public async IAsyncEnumerable<BulkSyncLogEntry> ReadNewAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            var page = await getPage(_cursor, cancel).ConfigureAwait(false);
            var entries = page.Entries ?? [];
            for (var i = 0; i < entries.Count; i++)
            {
                // An entry without an id is identified by its position.
                if (entries[i].Id is { Length: > 0 } id ? !_seen.Add(id) : i < _count) continue;
                yield return entries[i];
            }

            _count = Math.Max(_count, entries.Count);
            // At the end of the log, the service may not return a cursor. New entries follow the last one.
            var next = page.NextCursor is { Length: > 0 } named ? named : entries.Count > 0 ? entries[^1].Id : null;
            if (entries.Count == 0 || next is not { Length: > 0 } || !_cursors.Add(next)) yield break;
            (_cursor, _count, _seen) = (next, 0, new(entries.Select(entry => entry.Id).OfType<string>(), StringComparer.Ordinal));
            if (page.NextCursor != next) yield break;
        }
    }

    /// <summary>The current entries of a log to follow. An outage is tolerated, as in later polls.</summary>
    public async IAsyncEnumerable<BulkSyncLogEntry> ReadPatientlyAsync(TimeProvider clock, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var looks = 0; ; looks++)
        {
            var entries = ReadNewAsync(cancel).GetAsyncEnumerator(cancel);
            await using var end = entries.ConfigureAwait(false);
            bool? next;
            while ((next = await TryAsync(_ => entries.MoveNextAsync().AsTask(), cancel).ConfigureAwait(false)) == true) yield return entries.Current;
            if (next is not null) yield break;
            await clock.DelayAsync(Backoff.Logs.After(looks), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The new entries until the execution ends.</summary>
    public async IAsyncEnumerable<BulkSyncLogEntry> FollowAsync(
        Func<CancellationToken, Task<bool>> isOver, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancel)
    {
        var over = false;
        for (var looks = 0; !over; looks++)
        {
            // Entries that were written between the last read and the end are read afterwards.
            over = await TryAsync(isOver, cancel).ConfigureAwait(false) == true;
            if (!over) await clock.DelayAsync(Backoff.Logs.After(looks), cancel).ConfigureAwait(false);
            var entries = ReadNewAsync(cancel).GetAsyncEnumerator(cancel);
            await using var end = entries.ConfigureAwait(false);
            bool? next;
            while ((next = await TryAsync(_ => entries.MoveNextAsync().AsTask(), cancel).ConfigureAwait(false)) == true)
            {
                // After new entries, more are likely, so the delays start again.
                looks = -1;
                yield return entries.Current;
            }

            // The rest of the log will follow.
            if (next is null) over = false;
        }
    }

    /// <summary>The result of a poll. Null after a temporary failure.</summary>
    private async Task<bool?> TryAsync(Func<CancellationToken, Task<bool>> look, CancellationToken cancel)
    {
        try
        {
            var answer = await look(cancel).ConfigureAwait(false);
            outage.End();
            return answer;
        }
        catch (PolytomicApiException failure) when (Outage.IsPassing(failure))
        {
            outage.Note(failure);
            return null;
        }
    }
}
