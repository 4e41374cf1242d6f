namespace PolytomicBulk.Updates;

/// <summary>Determines what an execution would sync, and why the service would not start it. It only reads.</summary>
public sealed class StartCheck
{
    private readonly BulkSyncOperations _syncs;
    private readonly SchemaOperations _schemas;
    private readonly ConnectionOperations _connections;

    internal StartCheck(BulkSyncOperations syncs, SchemaOperations schemas, ConnectionOperations connections) =>
        (_syncs, _schemas, _connections) = (syncs, schemas, connections);

    /// <summary>
    /// The ids of the schemas that an execution would sync (bulkSync_getStatus, bulkSchemas_list, and for a resync bulkSync_get and bulkSync_getDestination).
    /// </summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="resyncMode">The resync mode. Null for no resync.</param>
    /// <param name="asked">The ids of the schemas to sync. If empty, all enabled schemas.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="PolytomicApiException">The service would not start the execution, or it cannot be asked.</exception>
    public async Task<IReadOnlyList<string>> FindSchemasAsync(
        Guid id, string? resyncMode, IReadOnlyCollection<string> asked, CancellationToken cancel = default)
    {
        var sync = _schemas.OwnerInWords(id);
        if (resyncMode is not null) await CheckModeAsync(id, sync, resyncMode, cancel).ConfigureAwait(false);
        var enabled = new List<string>();
        await foreach (var schema in _schemas.ListAsync(id, cancel).ConfigureAwait(false))
        {
            if (schema is { Enabled: true, Id: { } schemaId }) enabled.Add(schemaId);
        }

        if (asked.FirstOrDefault(schema => !enabled.Contains(schema)) is { } missing)
        {
            var advice = enabled.Count == 0 ? "It has none." : Likeness.Advice(missing, enabled, "Its enabled schemas are");
            throw Failures.NotStarted(PolytomicFailure.InvalidRequest, sync, $"it has no enabled schema '{missing}'. {advice}");
        }

        var status = await _syncs.GetStatusAsync(id, cancel).ConfigureAwait(false);
        return status.CurrentExecution is { IsRunning: true } current
            ? throw Failures.NotStarted(
                PolytomicFailure.Conflict, sync, $"it is already running. Execution {current.Id} is running: its status is '{current.Status}'.")
            : asked.Count > 0 ? [.. asked] : enabled;
    }

    private async Task CheckModeAsync(Guid id, string sync, string mode, CancellationToken cancel)
    {
        var destinationId = (await _syncs.GetAsync(id, cancel: cancel).ConfigureAwait(false)).DestinationConnectionId;
        if (destinationId is not { } destination) return;
        var modes = (await _connections.GetDestinationAsync(destination, cancel).ConfigureAwait(false)).SupportedResyncModes;
        if (modes is not { Count: > 0 } || modes.Contains(mode)) return;
        throw Failures.NotStarted(
            PolytomicFailure.InvalidRequest, sync, $"its destination does not support the resync mode '{mode}'. It supports {string.Join(", ", modes)}.");
    }
}
