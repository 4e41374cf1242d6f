namespace PolytomicBulk.Updates;

/// <summary>Writes schemas of a bulk sync: reads them, writes, and checks the result.</summary>
internal sealed class SafeSchemaWrite(
    SchemaOperations schemas, SelectionReader reader, OpenUpdates open, TimeProvider clock, Func<Guid, CancellationToken, Task<BulkSyncUpdate?>> finish)
{
    /// <summary>Writes the changes.</summary>
    public async Task<SchemaUpdate> WriteAsync(Guid syncId, IReadOnlyCollection<ResourceEdit> edits, bool replaces, CancellationToken cancel)
    {
        // An interrupted update is finished first. The changes then apply to its result.
        var finished = await finish(syncId, cancel).ConfigureAwait(false);
        using var hold = await open.HoldAsync(syncId, $"the schemas of {schemas.OwnerInWords(syncId)}", cancel).ConfigureAwait(false);
        // Somebody may have changed them while the user was asked.
        var now = await Task.WhenAll(edits.Select(async edit => (Asked: edit, Edit: edit.On(
            await schemas.EditAsync(syncId, edit.Id, cancel).ConfigureAwait(false))))).ConfigureAwait(false);
        foreach (var (asked, edit) in now)
        {
            if (edit.LacksItems && !asked.LacksItems) throw Failures.Unclear(edit.What, edit.Id);
            if (edit.Unknown.Count > 0) throw Failures.Unknown(edit.What, $"field '{edit.Unknown[0]}'");
        }

        var changed = now.Select(schema => schema.Edit).Where(edit => edit.Differences.Count > 0).ToList();
        var after = changed.Count == 0
            ? new SchemaUpdate([])
            : await WriteAsync(syncId, changed, replaces, new(changed.Select(edit => edit.Original)), new(changed.Select(edit => edit.Whole)), cancel)
                .ConfigureAwait(false);
        return after with
        {
            Finished = finished,
            Schemas = [.. now.Select(schema => after.Schemas.FirstOrDefault(read => read.Id == schema.Edit.Id) ?? schemas.Preview(schema.Edit))],
        };
    }

    private async Task<SchemaUpdate> WriteAsync(
        Guid syncId, List<ResourceEdit> edits, bool replaces, Selection before, Selection wanted, CancellationToken cancel)
    {
        var asked = Settlement.KeysOf(Differences(wanted, before));
        var lost = await TryWriteAsync(syncId, edits, replaces, cancel).ConfigureAwait(false);
        var written = LostAnswer.Written(edits, lost);
        var after = await LookAsync(syncId, before, wanted, asked, lost, written, cancel).ConfigureAwait(false);
        var different = Differences(wanted, after)
            .Where(difference => asked.Contains(Settlement.KeyOf(difference))).Select(difference => difference.ToString()).ToList();

        // The service accepted the changes, perhaps in another form. Everything else should be unchanged.
        var stored = Differences(after, wanted).Where(difference => asked.Contains(Settlement.KeyOf(difference))).ToLookup(difference => difference.SchemaId);
        var rest = new Selection(wanted.Schemas.Select(schema => SchemaComparison.Undo(schema, stored[SchemaForm.IdOf(schema)])));
        var repair = new SelectionRepair(schemas, reader, clock, syncId, rest, asked: []);
        if (repair.Look(after, effect: null, Touch.Another).Undone.Count > 0)
        {
            try
            {
                await repair.PutBackAsync(cancel).ConfigureAwait(false);
            }
            catch (PolytomicApiException failure)
            {
                throw failure.With(
                    $"The service changed more than you specified, which was not restored: {JsonWords.Some(repair.Remaining!)}.",
                    before.ToSchemas(syncId, schemas.OwnerName(syncId)));
            }

            after = after.With((await ReadAsync(syncId, wanted, written, cancel).ConfigureAwait(false)).Texts);
        }

        if (open.Get(syncId) is { } update)
        {
            // An earlier update can still arrive. Afterwards, the bulk sync should have the new selection.
            await open.BeginAsync(syncId, update with { Wanted = update.Wanted.With(after.Texts) }).ConfigureAwait(false);
        }

        return new(after.ToSchemas(syncId, schemas.OwnerName(syncId))) { Repaired = repair.Repaired, Left = repair.Left, Different = different };
    }

    /// <summary>Polls until the service has accepted all changes, in any form.</summary>
    private async Task<Selection> LookAsync(
        Guid syncId, Selection before, Selection wanted, HashSet<string> asked, PolytomicApiException? lost, string written, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        for (var pauses = 0; ; pauses++)
        {
            var after = await ReadAsync(syncId, wanted, written, cancel).ConfigureAwait(false);
            var taken = Settlement.KeysOf(Differences(before, after));
            var open = Differences(wanted, after)
                .Where(difference => asked.Contains(Settlement.KeyOf(difference)) && !taken.Contains(Settlement.KeyOf(difference)))
                .Select(difference => difference.ToString()).ToList();
            if (open.Count == 0) return after;
            if (clock.GetElapsedTime(began) >= UpdateWatch.Limit)
            {
                throw (lost ?? Failures.NotTaken($"the schemas of {schemas.OwnerInWords(syncId)}"))
                    .With($"These settings are not as requested: {JsonWords.Some(open)}.");
            }

            await clock.DelayAsync(SelectionReader.Pauses.After(pauses), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>How schemas differ from others with the same ids. New fields of the service do not count.</summary>
    private static IEnumerable<SchemaDifference> Differences(Selection wanted, Selection actual) =>
        wanted.Compare(actual, allowsNewSchemas: false, allowsNewFields: true);

    private Task<Selection> ReadAsync(Guid syncId, Selection wanted, string written, CancellationToken cancel) =>
        reader.ReadAsync(syncId, [.. wanted.Ids], isStrict: false, cancel).AfterAsync(written);

    /// <summary>Writes the schemas. If it is unknown whether they were written, the failure is returned, not thrown.</summary>
    private async Task<PolytomicApiException?> TryWriteAsync(Guid syncId, List<ResourceEdit> edits, bool replaces, CancellationToken cancel)
    {
        try
        {
            if (replaces) foreach (var edit in edits) await schemas.ReplaceAsync(edit, cancel).ConfigureAwait(false);
            else await schemas.PatchAsync(syncId, edits.Count, edits[0].Id, edits.Select(edit => edit.Whole), cancel).ConfigureAwait(false);
            return null;
        }
        catch (PolytomicApiException failure) when (LostAnswer.LeavesOpen(failure))
        {
            return failure;
        }
    }
}
