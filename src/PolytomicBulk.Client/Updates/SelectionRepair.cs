namespace PolytomicBulk.Updates;

/// <summary>Puts back what differs in what a bulk sync copies, and looks whether it is.</summary>
internal sealed class SelectionRepair(
    SchemaOperations schemas,
    SelectionReader reader,
    TimeProvider clock,
    Guid syncId,
    Selection wanted,
    ICollection<string>? asked,
    ICollection<string>? owed = null,
    bool newSchemas = false,
    bool newFields = false)
{
    /// <summary>What is undone whatever it is; null for everything.</summary>
    private readonly ICollection<string>? _undone = asked is null ? null : new HashSet<string>(asked.Concat(owed ?? []), StringComparer.Ordinal);

    /// <summary>How long what another has just changed may be answered as it was before.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(2);

    private PutEffect? _effect;
    private Touch _touch;

    /// <summary>What is left as it is, since it may be what somebody decided.</summary>
    public IReadOnlyList<SchemaDifference> Left { get; private set; } = [];

    /// <summary>What was put back, in words, without what was asked for.</summary>
    public IReadOnlyList<string> Repaired { get; private set; } = [];

    /// <summary>What is still to be put back, in words; null as long as nobody has looked.</summary>
    public IReadOnlyList<string>? Remaining { get; private set; }

    /// <summary>Whether others went on changing the sync until it was put back, so that a change of theirs may have been overwritten.</summary>
    public bool IsRaced { get; private set; }

    private List<string> Ids { get; set; } = [];

    /// <summary>Decides what is put back.</summary>
    public Settlement Look(Selection actual, PutEffect? effect, Touch touch)
    {
        (_effect, _touch) = (effect, touch);
        var settlement = Settle(actual, only: null);
        Ids = [.. settlement.Undone.Select(difference => difference.SchemaId).Distinct()];
        (Left, Remaining) = (settlement.Left, InWords(settlement.Undone));
        return settlement;
    }

    /// <summary>Puts it back. Each schema is read once more before, so that what somebody has changed meanwhile stays.</summary>
    public async Task PutBackAsync(CancellationToken cancel, Func<Task<Touch?>>? touch = null, bool mayBeTouched = false)
    {
        Selection fresh;
        for (var began = clock.GetTimestamp(); ;)
        {
            if (mayBeTouched || (touch is not null && _touch != Touch.None)) await clock.DelayAsync(Lag, cancel).ConfigureAwait(false);
            fresh = await reader.ReadAsync(syncId, Ids, isStrict: false, cancel).ConfigureAwait(false);
            // The bulk sync is read last, so it shows whether somebody changed it between the two readings.
            if (touch is null || await touch().ConfigureAwait(false) is not { } by) break;
            _touch = by;
            if (IsRaced = clock.GetElapsedTime(began) >= UpdateWatch.Limit) break;
        }

        var settlement = Settle(fresh, Ids);
        Left = [.. Left.Where(left => !Ids.Contains(left.SchemaId)), .. settlement.Left];
        Remaining = InWords(settlement.Undone);
        if (settlement.Undone.Count == 0) return;

        var undone = settlement.Undone.GroupBy(difference => difference.SchemaId).ToList();
        var failure = await TryPatchAsync(
            undone.Count,
            undone[0].Key,
            undone.Select(schema => fresh.Find(schema.Key)!).Zip(undone, (now, schema) => SchemaForm.Patch(SchemaComparison.Undo(now, schema), now)),
            cancel).ConfigureAwait(false);
        await CheckAsync([.. undone.Select(schema => schema.Key)], settlement, failure, cancel).ConfigureAwait(false);
        Repaired = InWords(settlement.Undone.Where(difference => asked?.Contains(Settlement.KeyOf(difference)) == false));
    }

    /// <summary>Looks until what was put back is seen.</summary>
    private async Task CheckAsync(List<string> ids, Settlement settlement, PolytomicApiException? failure, CancellationToken cancel)
    {
        var keys = new HashSet<string>(settlement.Undone.Select(Settlement.KeyOf), StringComparer.Ordinal);
        var began = clock.GetTimestamp();
        for (var pauses = 0; ; pauses++)
        {
            var again = await reader.ReadAsync(syncId, ids, isStrict: false, cancel).ConfigureAwait(false);
            var remaining = wanted.Compare(again, newSchemas, newFields, ids)
                .Where(difference => difference.UndoingCopiesLess || keys.Contains(Settlement.KeyOf(difference)))
                .ToList();
            Remaining = InWords(remaining);
            if (remaining.Count == 0) return;
            if (clock.GetElapsedTime(began) < UpdateWatch.Limit)
            {
                await clock.DelayAsync(SelectionReader.Pauses.After(pauses), cancel).ConfigureAwait(false);
                continue;
            }

            // A property that no table knows may not be accepted in writes of schemas.
            if (remaining.TrueForAll(difference => difference.IsUnknown))
            {
                Left = [.. Left, .. remaining];
                return;
            }

            throw failure ?? Failures.NotTaken($"the schemas of {schemas.OwnerInWords(syncId)}");
        }
    }

    /// <summary>Writes schemas. A failure that leaves open whether they were written is given back, not thrown.</summary>
    private async Task<PolytomicApiException?> TryPatchAsync(
        int count, string first, IEnumerable<System.Text.Json.Nodes.JsonObject> patches, CancellationToken cancel)
    {
        try
        {
            await schemas.PatchAsync(syncId, count, first, patches, cancel).ConfigureAwait(false);
            return null;
        }
        catch (PolytomicApiException failure) when (LostAnswer.LeavesOpen(failure))
        {
            return failure;
        }
    }

    private Settlement Settle(Selection actual, IEnumerable<string>? only) =>
        Settlement.Of(wanted.Compare(actual, newSchemas, newFields, only), _undone, _effect, _touch);

    private static List<string> InWords(IEnumerable<SchemaDifference> differences) => [.. differences.Select(difference => difference.ToString())];
}
