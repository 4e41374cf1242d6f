namespace PolytomicBulk.Updates;

/// <summary>
/// Changes bulk syncs so that nothing else changes. The service can select other schemas and fields when a bulk sync is updated, so they are read before,
/// sent with the update, read again, and restored if they differ.
/// </summary>
public sealed class BulkSyncUpdates
{
    private readonly BulkSyncOperations _syncs;
    private readonly SchemaOperations _schemas;
    private readonly ScheduleOperations _schedules;
    private readonly OpenUpdates _open;
    private readonly SchemaCacheWait _cache;
    private readonly SettingsCheck _checks;
    private readonly TimeProvider _clock;
    private readonly RequestObserver? _observer;

    internal BulkSyncUpdates(
        BulkSyncOperations syncs,
        SchemaOperations schemas,
        ScheduleOperations schedules,
        OpenUpdates open,
        SchemaCacheWait cache,
        SettingsCheck checks,
        TimeProvider clock,
        RequestObserver? observer) =>
        (_syncs, _schemas, _schedules, _open, _cache, _checks, _clock, _observer) = (syncs, schemas, schedules, open, cache, checks, clock, observer);

    /// <summary>The unfinished updates of this session and, if they are stored, of earlier ones.</summary>
    public IReadOnlyList<UnfinishedUpdate> Unfinished => _open.List();

    private SelectionReader Reader => new(_syncs, _schemas, _cache, _clock);

    /// <summary>
    /// Creates one bulk sync (bulkSync_create), however many attempts it takes. If the schemas of the source are not ready, it waits for up to some
    /// minutes (connectionSchemas_getStatus). If the bulk sync should be paused, that is checked (bulkSync_activate, bulkSync_get).
    /// </summary>
    /// <param name="name">The name of the bulk sync, for messages.</param>
    /// <param name="settings">The settings, by the property names of the API.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public Task<BulkSync> CreateAsync(string name, JsonObject settings, CancellationToken cancel = default) =>
        Creation.CreateAsync(name, settings, cancel);

    /// <summary>Reads a bulk sync to change it (bulkSync_get).</summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="seen">The bulk sync that the caller knows. If it has changed since, the call fails. Null to skip this check.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<ResourceEdit> EditAsync(Guid id, BulkSync? seen = null, CancellationToken cancel = default) =>
        UpdateWatch.ReadFreshAsync(_syncs, _open.Habits, _clock, id, seen, cancel);

    /// <summary>
    /// Returns why changed settings do not fit the connections, as sentences (bulkSync_getSource, bulkSync_getDestination). If the source changes, the
    /// schemas of the bulk sync must fit the new one (bulkSchemas_list, bulkSchemas_get).
    /// </summary>
    /// <param name="edit">The bulk sync with its changes.</param>
    /// <param name="sendsSchemas">Whether the update sends the schemas of the bulk sync.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async Task<IReadOnlyList<string>> FindFaultsAsync(ResourceEdit edit, bool sendsSchemas = true, CancellationToken cancel = default)
    {
        var selection = sendsSchemas && SourceMove.In(edit) is not null
            ? await ReadSelectionAsync(edit.OwnerId, cancel).ConfigureAwait(false)
            : Selection.Empty;
        return await _checks.FindAsync(edit, selection, cancel).ConfigureAwait(false);
    }

    /// <summary>Updates a bulk sync (bulkSync_update, bulkSchemas_list, bulkSchemas_get, bulkSchemas_patch).</summary>
    /// <param name="edit">The bulk sync with its changes.</param>
    /// <param name="seen">The bulk sync that the caller knows. If it has changed since, nothing is written. Null to skip this check.</param>
    /// <param name="cancel">Cancels the update. The next update of the bulk sync finishes what remains.</param>
    public Task<BulkSyncUpdate> UpdateAsync(ResourceEdit edit, BulkSync? seen = null, CancellationToken cancel = default) =>
        UpdateAsync(edit, static before => before, seen, allowNew: true, cancel);

    /// <summary>Whether an update of the bulk sync is unfinished.</summary>
    /// <param name="edit">The bulk sync, or an object that belongs to it.</param>
    public bool IsOpen(ResourceEdit edit) => _open.Get(edit.OwnerId) is not null;

    /// <summary>
    /// Writes the changed schemas of one bulk sync in one request, and leaves the others unchanged (bulkSchemas_get, bulkSchemas_patch). They are read
    /// again before and after.
    /// </summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="edits">The schemas with their changes.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<SchemaUpdate> PatchSchemasAsync(Guid syncId, IReadOnlyCollection<ResourceEdit> edits, CancellationToken cancel = default) =>
        ToldAsync(new SafeSchemaWrite(_schemas, Reader, _open, _clock, FinishAsync).WriteAsync(syncId, edits, replaces: false, cancel));

    /// <summary>Replaces a schema, with the same checks (bulkSchemas_get, bulkSchemas_update).</summary>
    /// <param name="edit">The schema with its changes.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<SchemaUpdate> ReplaceSchemaAsync(ResourceEdit edit, CancellationToken cancel = default) =>
        ToldAsync(new SafeSchemaWrite(_schemas, Reader, _open, _clock, FinishAsync).WriteAsync(edit.OwnerId, [edit], replaces: true, cancel));

    /// <summary>
    /// Replaces a schedule (schedules_get, schedules_update). It is read again before and after. Properties that these operations drop are restored by an
    /// update of the bulk sync (bulkSync_get, bulkSync_update, bulkSchemas_list, bulkSchemas_get, bulkSchemas_patch).
    /// </summary>
    /// <param name="edit">The schedule with its changes.</param>
    /// <param name="seen">When the schedule that the caller knows last changed. If it has changed since, nothing is written.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<ScheduleUpdate> UpdateScheduleAsync(ResourceEdit edit, DateTime? seen = null, CancellationToken cancel = default) =>
        ToldAsync(
            new SafeScheduleWrite(_schedules, _syncs, _open, _clock, (sync, cancel) => UpdateAsync(sync, seen: null, cancel), FinishAsync)
                .WriteAsync(edit, seen, cancel));

    /// <summary>Converts a saved schema, to restore it.</summary>
    /// <param name="json">The schema by the property names of the API, with the id of its bulk sync as <c>sync_id</c>.</param>
    public static BulkSyncSchema ToSchema(JsonObject json) => json.Deserialize(ApiJson.Default.BulkSyncSchema)!;

    /// <summary>Changes a schema back to how it was when it was read.</summary>
    /// <param name="edit">The current schema.</param>
    /// <param name="schema">The earlier schema, with its fields and filters.</param>
    public static void Restore(ResourceEdit edit, BulkSyncSchema schema)
    {
        var wanted = JsonSerializer.SerializeToNode(schema, ApiJson.Default.BulkSyncSchema)!.AsObject();
        // The module adds this property.
        wanted.Remove("sync_id");
        edit.Edit(edit =>
        {
            var now = edit.Original;
            foreach (var difference in SchemaForm.Differences(wanted, now)) edit.Note(difference);
            foreach (var (name, value) in SchemaForm.Patch(wanted, now)) edit.Put(name, value?.DeepClone());
        });
    }

    /// <summary>Updates the settings and the selection of a bulk sync.</summary>
    internal async Task<BulkSyncUpdate> UpdateAsync(
        ResourceEdit edit, Func<Selection, Selection> choose, BulkSync? seen, bool allowNew, CancellationToken cancel)
    {
        var offer = SourceMove.In(edit) is { } source ? await _checks.SourceAsync(source, withFields: true, cancel).ConfigureAwait(false) : null;
        // A refused update changed nothing. Because time has passed, everything is read again.
        return await ToldAsync(_cache.WaitOutAsync(
            cancel => new SafeUpdate(_syncs, _schemas, Reader, _open, _clock, _observer)
                .UpdateAsync(edit, before => SourceMove.Fit(choose(before), offer), seen, allowNew, cancel),
            _ => Task.FromResult(SchemaCacheWait.SourceOf(edit.Body)),
            cancel)).ConfigureAwait(false);
    }

    /// <summary>
    /// Creates a paused bulk sync with the selected schemas, and activates it when they are confirmed (bulkSync_create, bulkSchemas_list,
    /// bulkSchemas_get, bulkSchemas_patch, bulkSync_activate).
    /// </summary>
    internal async Task<BulkSync> CreateAsync(
        string name, JsonObject settings, Selection wanted, Func<Selection, Selection> choose, bool activate, CancellationToken cancel)
    {
        // Only what is disabled can be omitted.
        var offer = wanted.HasDisabled && JsonWords.Id(settings["source_connection_id"]) is { } source
            ? await _checks.SourceAsync(source, withFields: true, cancel).ConfigureAwait(false)
            : null;
        return await Creation.CreateAsync(
            name, settings, SourceMove.Fit(wanted, offer), made => SourceMove.Fit(choose(made), offer), activate, cancel).ConfigureAwait(false);
    }

    /// <summary>Reads the complete selection of a bulk sync: each schema in its own request, as many at a time as the session allows.</summary>
    internal Task<Selection> ReadSelectionAsync(Guid syncId, CancellationToken cancel) =>
        new SelectionReader(_syncs, _schemas, _cache, _clock, asText: false).ReadAsync(syncId, cancel);

    /// <summary>Finishes an interrupted update of a bulk sync. Null if there is none.</summary>
    private async Task<BulkSyncUpdate?> FinishAsync(Guid syncId, CancellationToken cancel) =>
        _open.Get(syncId) is null
            ? null
            : await UpdateAsync(await EditAsync(syncId, seen: null, cancel).ConfigureAwait(false), seen: null, cancel).ConfigureAwait(false);

    private SafeCreate Creation => new(_syncs, _schemas, Reader, _cache, _clock);

    /// <summary>Reports warnings and interruptions to the observer.</summary>
    private async Task<T> ToldAsync<T>(Task<T> update)
    {
        try
        {
            return await update.ConfigureAwait(false);
        }
        catch (OperationCanceledException stopped) when (stopped.InnerException is OperationCanceledException)
        {
            _observer?.Interrupted(stopped.Message);
            throw;
        }
        finally
        {
            if (_open.TakeFault() is { } fault) _observer?.Warned(fault);
        }
    }
}
