namespace PolytomicBulk.Updates;

/// <summary>One update of a bulk sync: reads, writes, reads again, and undoes side effects.</summary>
internal sealed class SafeUpdate(
    BulkSyncOperations syncs, SchemaOperations schemas, SelectionReader reader, OpenUpdates open, TimeProvider clock, RequestObserver? observer)
{
    /// <summary>How often an update starts again because somebody else changes the bulk sync at the same time.</summary>
    private const int MostBeginnings = 3;

    private const string Again = "Run the same command again to finish it.";

    private const string NotLookedAt = "The update was stopped before its schemas were checked. They may have changed.";

    private readonly List<SchemaDifference> _left = [];
    private HashSet<string> _asked = [];
    private HashSet<string> _owed = [];
    private Guid _syncId;
    private string _written = "";
    private bool _isWritten;
    private Selection _before = Selection.Empty;
    private Selection _wanted = Selection.Empty;
    private OpenUpdate? _earlier;
    private OpenUpdate? _open;
    private SelectionRepair? _repair;

    private ServiceHabits Habits => open.Habits;

    /// <summary>Changes a bulk sync, and makes sure that it has the intended selection.</summary>
    public async Task<BulkSyncUpdate> UpdateAsync(ResourceEdit edit, Func<Selection, Selection> choose, BulkSync? seen, bool allowNew, CancellationToken cancel)
    {
        using var hold = await open.HoldAsync(edit.OwnerId, edit.What, cancel).ConfigureAwait(false);
        (_syncId, _earlier) = (edit.OwnerId, open.Get(edit.OwnerId));
        if (_earlier is not null) observer?.Noted($"An update of {edit} at {JsonWords.Show(_earlier.Begun)} was interrupted. It is finished now.");
        (edit, _before) = await LookAsync(edit, seen, cancel).ConfigureAwait(false);
        var (newSchemas, newFields) = (allowNew && Adds(edit, "automatically_add_new_objects"), allowNew && Adds(edit, "automatically_add_new_fields"));
        var target = _earlier is null ? _before : Settle(_earlier, edit.Version, newSchemas, newFields);
        _wanted = choose(target);
        if ((edit.Unreadable ?? _wanted.UnreadableIn(_before)) is { } fault) throw Failures.Unreadable(edit.What, fault);
        if (_wanted.Unclear is { } unclear) throw Failures.Unclear(edit.What, unclear);
        // With another source, the service knows which schemas exist.
        if (SourceMove.In(edit) is null && _wanted.UnknownIn(_before) is { } unknown) throw Failures.Unknown(edit.What, unknown);
        if (!ReferenceEquals(_wanted, target))
        {
            _asked = Settlement.KeysOf(_wanted.Compare(target));
        }

        try
        {
            return await WriteAndFinishAsync(edit, newSchemas, newFields, cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (_isWritten && failure.Selection is null)
        {
            throw Broken(failure);
        }
        catch (ObjectDisposedException) when (_isWritten)
        {
            throw Broken(new(PolytomicFailure.ConnectionFailed, $"Could not finish the update of {edit}: the session was disconnected."));
        }
        catch (OperationCanceledException stopped) when (_isWritten)
        {
            throw new OperationCanceledException($"{_written} {NotLookedAt} {Again}", stopped, cancel);
        }
    }

    private async Task<BulkSyncUpdate> WriteAndFinishAsync(ResourceEdit edit, bool newSchemas, bool newFields, CancellationToken cancel)
    {
        var (answer, lost) = edit.Differences.Count == 0 ? (null, null) : await TryWriteAsync(edit, cancel).ConfigureAwait(false);
        _written = Written(edit, lost);
        var watch = new UpdateWatch(syncs, reader, Habits, clock, edit, answer, isSent: edit.Differences.Count > 0);
        var look = await watch.LookAsync(_wanted, _before, cancel).ConfigureAwait(false);
        if (lost is not null && look.IsSeen)
        {
            // The bulk sync shows the change, so the write arrived.
            (answer, _open) = (look.Now, _open! with { LostAt = _earlier?.LostAt });
            await open.AmendAsync(_syncId, _open with { Answer = look.Now.Version }).ConfigureAwait(false);
        }

        Habits.LearnWrite(_syncId, answer?.Version.UpdatedAt);
        var touch = TouchSince(look.Now.Version, _open is null ? _earlier?.Answer : answer?.Version);
        _repair = new SelectionRepair(schemas, reader, clock, _syncId, _wanted, _asked, _owed, newSchemas, newFields);
        var effect = _earlier is null && _open is null ? null : look.Effect;
        var settlement = _repair.Look(look.Selection, effect, touch);
        var now = look.Now;
        if (settlement.Undone.Count > 0)
        {
            if (_open is null) await BeginAsync(edit).ConfigureAwait(false);
            await _repair.PutBackAsync(cancel, TouchedAsync, mayBeTouched: lost is not null).ConfigureAwait(false);
            now = await ReadLastAsync(cancel).ConfigureAwait(false);
        }

        return await CloseAsync(edit, look, now, lost, touch).ConfigureAwait(false);

        async Task<Touch?> TouchedAsync()
        {
            var last = now.Version;
            now = await ReadAsync(seen: null, cancel).ConfigureAwait(false);
            return Habits.IsTouched(now.Version, last) ? TouchSince(now.Version, answer?.Version ?? last) : null;
        }
    }

    /// <summary>Ends the update, unless a write may still arrive.</summary>
    private async Task<BulkSyncUpdate> CloseAsync(ResourceEdit edit, UpdateLook look, ResourceEdit now, PolytomicApiException? lost, Touch touch)
    {
        var lostAt = lost is not null && !look.IsSeen ? clock.GetUtcNow().UtcDateTime : _earlier?.LostAt;
        var mayCome = lostAt is { } time && clock.GetUtcNow().UtcDateTime - time < OpenUpdate.LongestDelay && !(lost is null && edit.Differences.Count == 0);
        if (mayCome) await open.BeginAsync(_syncId, (_open ?? open.New(edit, _wanted, _earlier)) with { LostAt = lostAt }).ConfigureAwait(false);
        else
        {
            open.Close(_syncId);
            if (_isWritten && open.PathOf(_syncId) is { } path) observer?.Noted($"The update of {edit} was checked. Its record '{path}' was removed.");
        }

        var different = DifferentIn(edit, now);
        if (lost is not null && !look.IsSeen)
        {
            throw lost.With($"After {look.Waited.TotalSeconds:0} s of checks, these settings are not as requested: {JsonWords.Some(different)}. "
                + "The update can still arrive. Run the same command again to check it.");
        }

        var left = _left.Concat(_repair!.Left).ToList();
        return new(
            syncs.Preview(now),
            _repair.Repaired,
            different,
            touch == Touch.Another ? look.Now.Version.ToString() : null,
            _earlier?.Begun)
        {
            Stored = [.. edit.FormsIn(now).Select(difference => difference.InWords(now.NameOf))],
            Left = left,
            CameLate = look.CameLate,
            IsRaced = _repair.IsRaced,
            MayStillChangeUntil = mayCome ? lostAt + OpenUpdate.LongestDelay : null,
        };
    }

    /// <summary>What remains to be done of an interrupted update.</summary>
    private Selection Settle(OpenUpdate earlier, ResourceVersion now, bool newSchemas, bool newFields)
    {
        var effect = PutEffect.Of(earlier.Wanted, earlier.Wanted, _before);
        // The journal does not contain values that look like secrets. Their absence is not a difference.
        var differences = earlier.Wanted.Compare(_before, newSchemas, newFields).Where(difference => !difference.IsUnknown || difference.Wanted is not null);
        var settlement = Settlement.Of(differences, [], effect, TouchSince(now, earlier.Answer));
        _owed = Settlement.KeysOf(settlement.Undone);
        _left.AddRange(settlement.Left);
        return _before.With(settlement.Undone.GroupBy(difference => difference.SchemaId)
            .Select(schema => SchemaText.From(SchemaComparison.Undo(_before.Find(schema.Key)!, schema))));
    }

    /// <summary>
    /// Reads the schemas and then the bulk sync, right before the write. The update is based on a complete selection that two readings agree on.
    /// </summary>
    private async Task<(ResourceEdit Edit, Selection Before)> LookAsync(ResourceEdit edit, BulkSync? seen, CancellationToken cancel)
    {
        var isChanged = false;
        for (var beginnings = 1; beginnings <= MostBeginnings; beginnings++)
        {
            var before = await reader.ReadAsync(_syncId, cancel).ConfigureAwait(false);
            var ids = await reader.ListAsync(_syncId, cancel).ConfigureAwait(false);
            var again = edit.On(await ReadAsync(seen, cancel).ConfigureAwait(false));
            var (isSame, isListed) = (edit.IsReadAlike(again), new HashSet<string>(before.Ids, StringComparer.Ordinal).SetEquals(ids));
            var stands = !Habits.IsTouched(again.Version, edit.Version);
            if (isSame && isListed && stands) return (again, before);
            // If the update time changes with each read, it does not show whether somebody changed the schemas. They are read again.
            if (isSame && isListed && await MovesAsync(again, cancel).ConfigureAwait(false)) Habits.MovesUpdatedAt = true;
            isChanged |= !stands;
            edit = again;
        }

        throw isChanged ? Failures.Changed(edit.What, edit.Version.ToString()) : Failures.Unsteady(edit.What);
    }

    /// <summary>Whether only the update time changes with each read.</summary>
    private async Task<bool> MovesAsync(ResourceEdit sync, CancellationToken cancel)
    {
        for (var readings = 0; readings < 2; readings++)
        {
            var next = await ReadAsync(seen: null, cancel).ConfigureAwait(false);
            if (next.Version.UpdatedAt == sync.Version.UpdatedAt || !sync.IsReadAlike(next)) return false;
            sync = next;
        }

        return true;
    }

    /// <summary>Reads the bulk sync, and accepts no answer that is older than the last write of this session.</summary>
    private Task<ResourceEdit> ReadAsync(BulkSync? seen, CancellationToken cancel) => UpdateWatch.ReadFreshAsync(syncs, Habits, clock, _syncId, seen, cancel);

    /// <summary>Reads the bulk sync after its selection was restored.</summary>
    private async Task<ResourceEdit> ReadLastAsync(CancellationToken cancel)
    {
        var now = await ReadAsync(seen: null, cancel).ConfigureAwait(false);
        Habits.LearnWrite(_syncId, now.Version.UpdatedAt);
        return now;
    }

    private async Task BeginAsync(ResourceEdit edit)
    {
        await open.BeginAsync(_syncId, _open = open.New(edit, _wanted, _earlier)).ConfigureAwait(false);
        _isWritten = true;
        if (open.PathOf(_syncId) is { } path) observer?.Noted($"A record of the update of {edit} is kept in '{path}' until the update is checked.");
    }

    /// <summary>Writes the bulk sync. If it is unknown whether it was written, the failure is returned, not thrown.</summary>
    private async Task<(ResourceEdit? Answer, PolytomicApiException? Lost)> TryWriteAsync(ResourceEdit edit, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _written = $"The settings of {edit} were sent ({JsonWords.Some(edit.Differences)}).";
        await BeginAsync(edit).ConfigureAwait(false);
        try
        {
            var answer = await syncs.ReplaceAsync(edit, _wanted.ForCreate(), cancel).ConfigureAwait(false);
            await open.AmendAsync(_syncId, _open = _open! with { Answer = answer.Version }).ConfigureAwait(false);
            return (answer, null);
        }
        catch (PolytomicApiException failure) when (LostAnswer.LeavesOpen(failure))
        {
            await open.AmendAsync(_syncId, _open = _open! with { LostAt = clock.GetUtcNow().UtcDateTime }).ConfigureAwait(false);
            return (null, failure);
        }
        catch (PolytomicApiException)
        {
            // The refused write changed nothing, but an earlier update may still have to be finished.
            _isWritten = false;
            if (_earlier is not null) await open.BeginAsync(_syncId, _earlier).ConfigureAwait(false);
            else open.Close(_syncId);
            throw;
        }
    }

    private Touch TouchSince(ResourceVersion now, ResourceVersion? since) =>
        since is null ? Touch.None
        : now.UpdatedById != since.UpdatedById ? Touch.Another
        : now.UpdatedAt > since.UpdatedAt && !Habits.MovesUpdatedAt ? Touch.SameUser
        : Touch.None;

    /// <summary>The settings that differ from the written ones. Computed properties are ignored.</summary>
    private static List<string> DifferentIn(ResourceEdit edit, ResourceEdit now) =>
        [.. edit.DifferencesIn(now).Where(difference => !difference.IsComputed).Select(difference => difference.InWords(now.NameOf))];

    private static bool Adds(ResourceEdit edit, string name) => JsonWords.Text(edit[name]) is not (null or "none");

    private static string Written(ResourceEdit edit, PolytomicApiException? lost)
    {
        var changes = JsonWords.Some(edit.Differences);
        return lost is not null ? $"It is not known whether {edit} was changed ({changes})."
            : changes.Length > 0 ? $"The settings of {edit} were changed ({changes})."
            : $"The settings of {edit} are as requested.";
    }

    private PolytomicApiException Broken(PolytomicApiException failure) => failure.With(
        _repair?.Remaining switch
        {
            null => $"{_written} Its schemas could not be checked, and may have changed. {Again}",
            { Count: 0 } => $"{_written} Its schemas are as requested.",
            { } remaining => $"{_written} Its schemas could not be restored: {JsonWords.Some(remaining)}. {Again}",
        },
        _wanted.ToSchemas(_syncId, schemas.OwnerName(_syncId)));
}
