namespace PolytomicBulk.Updates;

/// <summary>Creates a bulk sync, and checks that it is paused and has the selected schemas.</summary>
internal sealed class SafeCreate(BulkSyncOperations syncs, SchemaOperations schemas, SelectionReader reader, SchemaCacheWait cache, TimeProvider clock)
{
    private const int MostPauses = 3;

    /// <summary>Creates a bulk sync when the schemas of its source are ready.</summary>
    public async Task<BulkSync> CreateAsync(string name, JsonObject settings, CancellationToken cancel)
    {
        var made = await CreateAsync(settings, cancel => syncs.CreateAsync(name, settings, cancel), cancel).ConfigureAwait(false);
        return settings["active"] is { } active && !JsonWords.IsTrue(active) && made.Id is { } id
            ? await PauseAsync(id, made, name, cancel).AfterAsync($"Bulk sync '{name}' was created, with the id {id}. It may be active.").ConfigureAwait(false)
            : made;
    }

    /// <summary>Creates a paused bulk sync, checks its selection, and activates it last.</summary>
    public async Task<BulkSync> CreateAsync(
        string name, JsonObject settings, Selection wanted, Func<Selection, Selection> choose, bool activate, CancellationToken cancel)
    {
        settings["active"] = false;
        var made = await CreateAsync(settings, cancel => syncs.CreateAsync(name, settings, wanted.ForCreate(), cancel), cancel).ConfigureAwait(false);
        var id = made.Id ?? throw Failures.Incomplete($"the new bulk sync '{name}'", "Its id is missing.");
        SelectionRepair? repair = null;
        var isPaused = false;
        try
        {
            await PauseAsync(id, made, name, cancel).ConfigureAwait(false);
            isPaused = true;
            var chosen = await ReadNewAsync(() => reader.ReadAsync(id, cancel), static _ => true, cancel).ConfigureAwait(false);
            wanted = choose(chosen);
            repair = new SelectionRepair(schemas, reader, clock, id, wanted, asked: null);
            repair.Look(chosen, effect: null, Touch.Another);
            await repair.PutBackAsync(cancel).ConfigureAwait(false);
            if (repair.Left.Count > 0) throw Failures.NotTaken($"the schemas of {schemas.OwnerInWords(id)}");
            if (activate) await syncs.ActivateAsync(id, active: true, cancel).ConfigureAwait(false);
            return await ReadNewAsync(() => syncs.GetAsync(id, cancel: cancel), now => !activate || now.Active != false, cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure)
        {
            List<string>? different = repair is null ? null : [.. repair.Remaining!, .. repair.Left.Select(left => left.ToString())];
            throw failure.With(
                $"Bulk sync '{name}' was created{(isPaused ? " paused" : "")}, with the id {id}. "
                    + different switch
                    {
                        null => "Its schemas could not be checked.",
                        { Count: 0 } => "Its schemas are as requested.",
                        _ => $"Its schemas are not as requested: {JsonWords.Some(different)}.",
                    },
                wanted.ToSchemas(id, schemas.OwnerName(id)));
        }
    }

    /// <summary>Checks that a new bulk sync is paused, and pauses it if needed.</summary>
    private async Task<BulkSync> PauseAsync(Guid id, BulkSync made, string name, CancellationToken cancel)
    {
        var now = made;
        for (var pauses = 0; now.Active != false; pauses++)
        {
            if (pauses == MostPauses) throw Failures.NotPaused(name, id);
            if (pauses > 0) await clock.DelayAsync(SelectionReader.Pauses.After(pauses), cancel).ConfigureAwait(false);
            // The first answer may not contain the state.
            if (pauses > 0 || made.Active == true) await syncs.ActivateAsync(id, active: false, cancel).ConfigureAwait(false);
            now = await ReadNewAsync(() => syncs.GetAsync(id, cancel: cancel), static _ => true, cancel).ConfigureAwait(false);
        }

        return now;
    }

    /// <summary>Reads a new bulk sync. At first, the service may not show it, or show it as it was before the last write.</summary>
    private async Task<T> ReadNewAsync<T>(Func<Task<T>> read, Func<T, bool> isCurrent, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        for (var pauses = 0; ; pauses++)
        {
            try
            {
                var now = await read().ConfigureAwait(false);
                if (isCurrent(now) || IsOver()) return now;
            }
            catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.NotFound && !IsOver())
            {
                // It is read again.
            }

            await clock.DelayAsync(SelectionReader.Pauses.After(pauses), cancel).ConfigureAwait(false);
        }

        bool IsOver() => clock.GetElapsedTime(began) >= UpdateWatch.Limit;
    }

    private Task<BulkSync> CreateAsync(JsonObject settings, Func<CancellationToken, Task<BulkSync>> create, CancellationToken cancel) =>
        cache.WaitOutAsync(create, _ => Task.FromResult(SchemaCacheWait.SourceOf(settings)), cancel);
}
