using System.Collections.Concurrent;

namespace PolytomicBulk.Updates;

/// <summary>
/// Updates that were interrupted. Until they are finished, changes by the user and by the service cannot be told apart. They do not expire, because a
/// schema that the service enabled stays enabled.
/// </summary>
internal sealed class OpenUpdates(TimeProvider clock, UpdateJournal? journal)
{
    /// <summary>How long to wait for another update of the same bulk sync.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Guid, OpenUpdate> _updates = new();
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _gates = new();
    private volatile UpdateJournal? _journal = journal;
    private string? _fault;

    /// <summary>The file of an unfinished update. Null if it is only in memory.</summary>
    public string? PathOf(Guid syncId) => _journal?.PathOf(syncId);

    /// <summary>What is known about the behavior of the service.</summary>
    public ServiceHabits Habits { get; } = new();

    /// <summary>The unfinished update of a bulk sync. Null if there is none.</summary>
    public OpenUpdate? Get(Guid syncId) =>
        Try(journal => journal.Read(syncId)) is { } kept ? kept : _journal is null && _updates.TryGetValue(syncId, out var update) ? update : null;

    /// <summary>All unfinished updates.</summary>
    public IReadOnlyList<UnfinishedUpdate> List() =>
        Try(journal => journal.List())
            ??
            [
                .. from update in _updates
                   select new UnfinishedUpdate(update.Key, update.Value.Name, update.Value.Begun.ToLocalTime())
                   {
                       OrganizationId = update.Value.OrganizationId,
                   },
            ];

    /// <summary>Stores the selection of a bulk sync from before the first write until it is checked after the last one.</summary>
    public async Task BeginAsync(Guid syncId, OpenUpdate update)
    {
        _updates[syncId] = update;
        await TryAsync(journal => journal.WriteAsync(syncId, update)).ConfigureAwait(false);
    }

    /// <summary>A new update of a bulk sync. It began with the earliest update that it finishes.</summary>
    public OpenUpdate New(ResourceEdit edit, Selection wanted, OpenUpdate? earlier) =>
        new(wanted, earlier?.Begun ?? clock.GetUtcNow().UtcDateTime, LostAt: earlier?.LostAt)
        {
            Name = Json.JsonWords.Text(edit["name"]),
            OrganizationId = Json.JsonWords.Id(edit["organization_id"]),
        };

    /// <summary>Stores a later event of an update: its answer, or that the answer was lost.</summary>
    public async Task AmendAsync(Guid syncId, OpenUpdate update)
    {
        _updates[syncId] = update;
        await TryAsync(journal => journal.AmendAsync(syncId, update)).ConfigureAwait(false);
    }

    /// <summary>Removes an update after the selection was checked.</summary>
    public void Close(Guid syncId)
    {
        _updates.TryRemove(syncId, out _);
        Try<object>(journal =>
        {
            journal.Remove(syncId);
            return null;
        });
    }

    /// <summary>Excludes other updates of a bulk sync, by this session and others on this computer.</summary>
    public async Task<IDisposable> HoldAsync(Guid syncId, string what, CancellationToken cancel)
    {
        var gate = _gates.GetOrAdd(syncId, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var began = clock.GetTimestamp();
            for (var waits = 0; _journal is not null; waits++)
            {
                if (Try(journal => journal.TryHold(syncId)) is { } file) return new Hold(gate, file);
                if (clock.GetElapsedTime(began) > LongestWait) throw Failures.Busy(what);
                if (_journal is not null) await clock.DelayAsync(SelectionReader.Pauses.After(waits), cancel).ConfigureAwait(false);
            }

            return new Hold(gate, null);
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    /// <summary>Returns once why updates are kept only in memory. Otherwise null.</summary>
    public string? TakeFault() => Interlocked.Exchange(ref _fault, null);

    private T? Try<T>(Func<UpdateJournal, T?> action)
    {
        if (_journal is not { } journal) return default;
        try
        {
            return action(journal);
        }
        catch (Exception fault) when (UpdateJournal.IsFault(fault))
        {
            GiveUp(journal, fault);
            return default;
        }
    }

    private async Task TryAsync(Func<UpdateJournal, Task> action)
    {
        if (_journal is not { } journal) return;
        try
        {
            await action(journal).ConfigureAwait(false);
        }
        catch (Exception fault) when (UpdateJournal.IsFault(fault))
        {
            GiveUp(journal, fault);
        }
    }

    private void GiveUp(UpdateJournal journal, Exception fault)
    {
        _journal = null;
        _fault = $"The record of an update cannot be saved in '{journal.Folder}': {fault.Message.TrimEnd('.')}. "
            + "If PowerShell ends before the update is checked, it cannot be finished later.";
    }

    private sealed class Hold(SemaphoreSlim gate, IDisposable? file) : IDisposable
    {
        public void Dispose()
        {
            file?.Dispose();
            gate.Release();
        }
    }
}
