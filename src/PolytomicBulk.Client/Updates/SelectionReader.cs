namespace PolytomicBulk.Updates;

/// <summary>Reads the selection of a bulk sync, and does not accept incomplete answers. Schemas that are kept as text take less memory and more time.</summary>
internal sealed class SelectionReader(
    BulkSyncOperations syncs, SchemaOperations schemas, SchemaCacheWait cache, TimeProvider clock, bool asText = true)
{
    /// <summary>How often an incomplete schema is read.</summary>
    private const int MostReadings = 3;

    /// <summary>
    /// Reads the selection of a bulk sync when the schemas of its source are ready: each schema in its own request, as many at a time as the session allows.
    /// </summary>
    public Task<Selection> ReadAsync(Guid syncId, CancellationToken cancel) => WaitAsync(
        syncId,
        async cancel => await ReadAsync(syncId, await ListAsync(syncId, cancel).ConfigureAwait(false), isStrict: true, cancel).ConfigureAwait(false),
        cancel);

    /// <summary>The unique ids of the schemas of a bulk sync.</summary>
    public Task<IReadOnlyList<string>> ListAsync(Guid syncId, CancellationToken cancel) => schemas.ListIdsAsync(syncId, cancel);

    /// <summary>The selection after an update. An existing schema that the list omits is read by its id.</summary>
    public Task<Selection> ReadAfterAsync(Guid syncId, Selection known, CancellationToken cancel) => WaitAsync(
        syncId, cancel => ReadAllAsync(syncId, known, cancel), cancel);

    private async Task<Selection> ReadAllAsync(Guid syncId, Selection known, CancellationToken cancel)
    {
        var ids = await ListAsync(syncId, cancel).ConfigureAwait(false);
        var missing = known.Ids.Except(ids, StringComparer.Ordinal).ToList();
        var found = await Task.WhenAll(missing.Select(id => TryReadAsync(syncId, id, cancel))).ConfigureAwait(false);
        return (await ReadAsync(syncId, ids, isStrict: false, cancel).ConfigureAwait(false)).With(found.OfType<SchemaText>());
    }

    /// <summary>Some schemas of a bulk sync.</summary>
    public async Task<Selection> ReadAsync(Guid syncId, IReadOnlyList<string> ids, bool isStrict, CancellationToken cancel)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var read = await Task.WhenAll(ids.Select(ReadOneAsync).ToList()).ConfigureAwait(false);
        var spelled = SchemaShape.Joint(read.Select(schema => schema.Shape));
        await Task.WhenAll(Enumerable.Range(0, read.Length).Select(ReadAgainAsync).ToList()).ConfigureAwait(false);
        return new([.. read.Select(schema => schema.Text)]);

        async Task ReadAgainAsync(int i)
        {
            if (!read[i].Shape.LacksGuards && read[i].Shape.Lacks(spelled) is null) return;
            for (var readings = 1; readings < MostReadings; readings++)
            {
                var again = await ReadOneAsync(ids[i]).ConfigureAwait(false);
                var lacks = again.Shape.Lacks(spelled, read[i].Shape);
                // If neither reading has the property and no other schema names it, the service omits empty values.
                if (lacks is null)
                {
                    read[i] = again;
                    return;
                }

                if (readings + 1 == MostReadings && isStrict) throw Failures.NotWhole(schemas.OwnerInWords(syncId), ids[i], lacks);
                await clock.DelayAsync(Pauses.After(readings - 1), others.Token).ConfigureAwait(false);
            }
        }

        async Task<(SchemaText Text, SchemaShape Shape)> ReadOneAsync(string id)
        {
            try
            {
                var json = await schemas.ReadExactAsync(syncId, id, others.Token).ConfigureAwait(false);
                var schema = SchemaText.From(json, id);
                return (asText ? schema.AsText() : schema, SchemaShape.Of(json));
            }
            catch (PolytomicApiException)
            {
                // If one schema cannot be read, the others are not needed.
                others.Cancel();
                throw;
            }
        }
    }

    private Task<Selection> WaitAsync(Guid syncId, Func<CancellationToken, Task<Selection>> read, CancellationToken cancel) => cache.WaitOutAsync(
        read, async cancel => (await syncs.GetAsync(syncId, cancel: cancel).ConfigureAwait(false)).SourceConnectionId ?? Guid.Empty, cancel);

    private async Task<SchemaText?> TryReadAsync(Guid syncId, string id, CancellationToken cancel)
    {
        try
        {
            return SchemaText.From(await schemas.ReadExactAsync(syncId, id, cancel).ConfigureAwait(false), id);
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>The delay between two reads.</summary>
    internal static readonly Backoff Pauses = new(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(8));
}
