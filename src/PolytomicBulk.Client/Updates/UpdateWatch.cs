namespace PolytomicBulk.Updates;

/// <summary>Reads a bulk sync after an update, and does not accept answers that are older than the update.</summary>
internal sealed class UpdateWatch(
    BulkSyncOperations syncs, SelectionReader reader, ServiceHabits habits, TimeProvider clock, ResourceEdit edit, ResourceEdit? answer, bool isSent)
{
    /// <summary>How long to wait for an answer that is not outdated.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>How often to read a schema again that the update seems to have left unchanged.</summary>
    private const int MostDoubts = 3;

    /// <summary>If the service has never returned outdated answers, the wait is short, because a user is waiting.</summary>
    private static readonly Backoff QuickPauses = new(TimeSpan.FromSeconds(0.2), 2, TimeSpan.FromSeconds(1));

    private long _began = clock.GetTimestamp();
    private int _pauses;

    private TimeSpan Waited => clock.GetElapsedTime(_began);

    private bool IsOver => Waited >= Limit;

    /// <summary>Reads a bulk sync, and accepts no answer that is older than the last write of this session.</summary>
    public static async Task<ResourceEdit> ReadFreshAsync(
        BulkSyncOperations syncs, ServiceHabits habits, TimeProvider clock, Guid syncId, BulkSync? seen, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        for (var pauses = 0; ; pauses++)
        {
            var now = await syncs.EditAsync(syncId, seen, cancel).ConfigureAwait(false);
            if (!(now.Version.UpdatedAt < habits.LastWrite(syncId))) return now;
            habits.AnswersLate = true;
            if (clock.GetElapsedTime(began) >= Limit) throw Failures.Stale(now.What, clock.GetElapsedTime(began));
            await clock.DelayAsync(SelectionReader.Pauses.After(pauses), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Polls until the answers are not older than the write.</summary>
    public async Task<UpdateLook> LookAsync(Selection wanted, Selection before, CancellationToken cancel)
    {
        for (var (inVain, wasSeen) = (false, false); ;)
        {
            var selection = await reader.ReadAfterAsync(edit.OwnerId, wanted, cancel).ConfigureAwait(false);
            // The bulk sync is read last, so it shows every change that the selection contains.
            var now = await syncs.EditAsync(edit.OwnerId, seen: null, cancel).ConfigureAwait(false);
            if (IsOld(now))
            {
                habits.AnswersLate = true;
                await PauseOrThrowAsync(cancel).ConfigureAwait(false);
                continue;
            }

            var isSeen = wasSeen || !isSent || answer is not null || edit.IsSeenIn(now);
            if (!isSeen && !IsOver)
            {
                await WaitUntilSeenAsync(cancel).ConfigureAwait(false);
                inVain = true;
                continue;
            }

            if (isSeen && isSent && answer is null && !wasSeen)
            {
                // The write may have arrived just now, and the schemas may be outdated for a while.
                (_began, wasSeen) = (clock.GetTimestamp(), true);
                continue;
            }

            var cameLate = isSeen && inVain;

            var effect = PutEffect.Of(wanted, before, selection);
            if (!isSent || !isSeen) return new(now, selection, effect, isSeen, cameLate, Waited);
            // If the answers stay outdated until the limit, the service no longer behaves as before.
            if (effect.IsOld(habits) && !IsOver)
            {
                habits.AnswersLate = true;
                await PauseOrThrowAsync(cancel).ConfigureAwait(false);
                continue;
            }

            var doubtful = Doubtful(effect, now);
            if (doubtful.Count > 0)
            {
                (selection, var isNew) = await LookAgainAsync(selection, doubtful, cancel).ConfigureAwait(false);
                var last = await syncs.EditAsync(edit.OwnerId, seen: null, cancel).ConfigureAwait(false);
                // Schemas that were read at the same time may be outdated too. Changes by others do not show what the update did.
                if ((isNew || IsTouched(last, now)) && !IsOver) continue;
                if (isNew) effect = PutEffect.Of(wanted, before, selection);
            }

            // With another source, the service begins with new schemas, which says nothing about other updates.
            if (answer is not null && SourceMove.In(edit) is null && !IsTouched(now, answer)) habits.Learn(effect);
            return new(now, selection, effect, isSeen, cameLate, Waited);
        }
    }

    /// <summary>
    /// The schemas that the update seems to have left unchanged, while that is uncertain. One is enough, unless somebody may have changed it again.
    /// </summary>
    private IReadOnlyList<string> Doubtful(PutEffect effect, ResourceEdit now) =>
        effect.AnyLost ? effect.Untouched(habits)
        : effect.Doubtful(habits) is not { Count: > 0 } doubtful ? []
        : answer is null || IsTouched(now, answer) ? doubtful
        : [doubtful[0]];

    /// <summary>Reads some schemas again. The new answers may be more recent.</summary>
    private async Task<(Selection Selection, bool IsNew)> LookAgainAsync(Selection selection, IReadOnlyList<string> doubtful, CancellationToken cancel)
    {
        for (var looks = 0; looks < MostDoubts; looks++)
        {
            await clock.DelayAsync((habits.AnswersLate ? SelectionReader.Pauses : QuickPauses).After(looks), cancel).ConfigureAwait(false);
            var again = await reader.ReadAsync(edit.OwnerId, doubtful, isStrict: false, cancel).ConfigureAwait(false);
            var isNew = selection.Compare(again, only: doubtful).Any(difference => !difference.IsUnknown);
            if (!isNew) continue;
            habits.AnswersLate = true;
            return (selection.With(again.Texts), true);
        }

        return (selection, false);
    }

    private bool IsTouched(ResourceEdit now, ResourceEdit since) => habits.IsTouched(now.Version, since.Version);

    /// <summary>Whether the bulk sync is older than the write, by its time or by the written values.</summary>
    private bool IsOld(ResourceEdit now) =>
        answer is not null
        && (now.Version.UpdatedAt < answer.Version.UpdatedAt
            || (now.Version.UpdatedAt == answer.Version.UpdatedAt && edit.IsSeenIn(answer) && !edit.IsSeenIn(now)));

    private async Task WaitUntilSeenAsync(CancellationToken cancel)
    {
        while (!IsOver)
        {
            await PauseAsync(cancel).ConfigureAwait(false);
            if (edit.IsSeenIn(await syncs.EditAsync(edit.OwnerId, seen: null, cancel).ConfigureAwait(false))) return;
        }
    }

    private async Task PauseOrThrowAsync(CancellationToken cancel)
    {
        if (IsOver) throw Failures.Stale(edit.What, Waited);
        await PauseAsync(cancel).ConfigureAwait(false);
    }

    private Task PauseAsync(CancellationToken cancel) => clock.DelayAsync(SelectionReader.Pauses.After(_pauses++), cancel);
}
