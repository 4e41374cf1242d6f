using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>The schemas of bulk syncs.</summary>
public sealed class SchemaOperations
{
    private readonly PolytomicClient _client;
    private readonly UnfinishedUpdates _unfinished;

    internal SchemaOperations(PolytomicClient client, UnfinishedUpdates unfinished) => (_client, _unfinished) = (client, unfinished);

    /// <summary>The schemas of a bulk sync, without their fields and filters (bulkSchemas_list).</summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async IAsyncEnumerable<BulkSyncSchema> ListAsync(Guid syncId, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ApiRequest Page(string? token) => Request(HttpMethod.Get, $"list the schemas of bulk sync {syncId}", syncId).With("page_token", token);

        await foreach (var schema in _client.ListAsync(Page, ApiJson.Default.PageEnvelopeBulkSyncSchema, cancel).ConfigureAwait(false))
        {
            yield return Of(syncId, schema);
        }
    }

    /// <summary>One schema of a bulk sync, with its fields and filters (bulkSchemas_get).</summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<BulkSyncSchema> GetAsync(Guid syncId, string schemaId, CancellationToken cancel = default) =>
        Of(syncId, await _client.GetAsync(Request(HttpMethod.Get, "read", syncId, schemaId), ApiJson.Default.EnvelopeBulkSyncSchema, cancel).ConfigureAwait(false));

    /// <summary>Reads a schema in order to change it (bulkSchemas_get).</summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<SchemaEdit> EditAsync(Guid syncId, string schemaId, CancellationToken cancel = default) =>
        new(syncId, schemaId, await _client.EditAsync(Request(HttpMethod.Get, "read", syncId, schemaId), ApiJson.Default.BulkSyncSchema, cancel).ConfigureAwait(false)) { SyncName = _client.SyncNames.Of(syncId) };

    /// <summary>Writes changes of any number of schemas of one bulk sync at once; the others stay as they are (bulkSchemas_patch).</summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="edits">The changes.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>The schemas as the service answers them.</returns>
    public async Task<IReadOnlyList<BulkSyncSchema>> PatchAsync(Guid syncId, IReadOnlyCollection<SchemaEdit> edits, CancellationToken cancel = default)
    {
        var schemas = await PatchAsync(syncId, [.. edits.Select(edit => edit.ToPatch())], cancel).ConfigureAwait(false);
        // Whoever chooses schemas now has seen what the sync copies.
        _unfinished.End(syncId);
        return schemas;
    }

    /// <summary>All that a bulk sync copies: its schemas, each read by itself, as many at a time as the session allows.</summary>
    internal async Task<Selection> ReadSelectionAsync(Guid syncId, CancellationToken cancel)
    {
        var ids = new List<string>();
        await foreach (var schema in ListAsync(syncId, cancel).ConfigureAwait(false)) ids.Add(schema.Id ?? "");
        // A list that changes while it is read page by page may name a schema twice.
        return await ReadSelectionAsync(syncId, [.. ids.Distinct()], cancel).ConfigureAwait(false);
    }

    /// <summary>Puts back what differs in a selection, and looks whether it is.</summary>
    /// <param name="state">How far the update is that made the differences, which has looked at what the sync copies.</param>
    /// <param name="actual">What the sync copies.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>What was put back, in words.</returns>
    internal async Task<IReadOnlyList<string>> RepairAsync(UpdateState state, Selection actual, CancellationToken cancel)
    {
        var ids = state.Differences!.Keys.ToList();
        if (ids.Count == 0) return [];

        var repaired = state.InWords;
        var patches = state.Wanted.PatchesFor(actual, ids).ToList();
        if (patches.Count > 0) await PatchAsync(state.SyncId, patches, cancel).ConfigureAwait(false);
        state.LookAgain(await ReadSelectionAsync(state.SyncId, [.. ids.Where(id => actual.Find(id) is not null)], cancel).ConfigureAwait(false));
        return state.InWords.Count == 0 ? repaired : throw state.NotRepaired();
    }

    private async Task<Selection> ReadSelectionAsync(Guid syncId, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reads = ids.Select(id => ReadAsync(id)).ToList();
        return new(await Task.WhenAll(reads).ConfigureAwait(false));

        async Task<JsonObject> ReadAsync(string id)
        {
            try
            {
                var schema = await _client.EditAsync(Request(HttpMethod.Get, "read", syncId, id), ApiJson.Default.BulkSyncSchema, others.Token).ConfigureAwait(false);
                // The list has named it, where it does not say itself.
                schema["id"] ??= id;
                return schema;
            }
            catch (PolytomicApiException)
            {
                // One that cannot be read makes the others useless.
                others.Cancel();
                throw;
            }
        }
    }

    private async Task<IReadOnlyList<BulkSyncSchema>> PatchAsync(Guid syncId, List<JsonObject> schemas, CancellationToken cancel)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray([.. schemas]) };
        var what = schemas.Count == 1 ? $"schema '{Selection.IdOf(schemas[0])}'" : $"{schemas.Count} schemas";
        var request = Request(new HttpMethod("PATCH"), $"change {what} of bulk sync {syncId}", syncId).WithBody(body);
        var patched = await _client.GetListAsync(request, ApiJson.Default.PageEnvelopeBulkSyncSchema, cancel).ConfigureAwait(false);
        return patched.ConvertAll(schema => Of(syncId, schema));
    }

    /// <summary>Writes one schema anew (bulkSchemas_update).</summary>
    /// <param name="edit">The schema with its changes.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>The schema as the service answers it.</returns>
    public async Task<BulkSyncSchema> ReplaceAsync(SchemaEdit edit, CancellationToken cancel = default)
    {
        var request = Request(HttpMethod.Put, "replace", edit.SyncId, edit.SchemaId).WithBody(edit.ToPut());
        var schema = Of(edit.SyncId, await _client.GetAsync(request, ApiJson.Default.EnvelopeBulkSyncSchema, cancel).ConfigureAwait(false));
        _unfinished.End(edit.SyncId);
        return schema;
    }

    /// <summary>Asks for an end of what runs of one schema (bulkSchemas_cancel). It ends some time after the answer.</summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task CancelAsync(Guid syncId, string schemaId, CancellationToken cancel = default) =>
        _client.SendAsync(Request(HttpMethod.Post, "cancel", syncId, schemaId, "cancel"), cancel);

    private BulkSyncSchema Of(Guid syncId, BulkSyncSchema schema)
    {
        (schema.SyncId, schema.SyncName) = (schema.SyncId ?? syncId, _client.SyncNames.Of(syncId));
        return schema;
    }

    private static ApiRequest Request(HttpMethod method, string action, Guid syncId) =>
        new(method, action, "api", "bulk", "syncs", syncId.ToString(), "schemas");

    private static ApiRequest Request(HttpMethod method, string verb, Guid syncId, string schemaId, params string[] rest) =>
        new(method, $"{verb} schema '{schemaId}' of bulk sync {syncId}", ["api", "bulk", "syncs", syncId.ToString(), "schemas", schemaId, .. rest]);
}
