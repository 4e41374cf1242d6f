namespace PolytomicBulk.Updates;

/// <summary>Undoes differences in the selection of a bulk sync, and checks the result.</summary>
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
    /// <summary>What is always undone. Null for everything.</summary>
    private readonly ICollection<string>? _undone = asked is null ? null : new HashSet<string>(asked.Concat(owed ?? []), StringComparer.Ordinal);

    /// <summary>How long the service can return the state before a recent change by others.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(2);

    private PutEffect? _effect;
    private Touch _touch;

    /// <summary>Differences that are kept, because they may be intended.</summary>
    public IReadOnlyList<SchemaDifference> Left { get; private set; } = [];

    /// <summary>Descriptions of what was undone, without what was requested.</summary>
    public IReadOnlyList<string> Repaired { get; private set; } = [];

    /// <summary>Descriptions of what remains to be undone. Null before the first check.</summary>
    public IReadOnlyList<string>? Remaining { get; private set; }

    /// <summary>Whether others changed the bulk sync until the end, so that one of their changes may be overwritten.</summary>
    public bool IsRaced { get; private set; }

    private List<string> Ids { get; set; } = [];

    /// <summary>Decides what is undone.</summary>
    public Settlement Look(Selection actual, PutEffect? effect, Touch touch)
    {
        (_effect, _touch) = (effect, touch);
        var settlement = Settle(actual, only: null);
        Ids = [.. settlement.Undone.Select(difference => difference.SchemaId).Distinct()];
        (Left, Remaining) = (settlement.Left, InWords(settlement.Undone));
        return settlement;
    }

    /// <summary>Undoes the differences. Each schema is read again before, so that changes by others are kept.</summary>
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

    /// <summary>Polls until the result is visible.</summary>
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

    /// <summary>Writes schemas. If it is unknown whether they were written, the failure is returned, not thrown.</summary>
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
