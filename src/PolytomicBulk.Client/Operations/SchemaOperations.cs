using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>The schemas of bulk syncs.</summary>
public sealed class SchemaOperations
{
    private readonly PolytomicClient _client;

    internal SchemaOperations(PolytomicClient client) => _client = client;

    /// <summary>The schemas of a bulk sync, without their fields and filters (bulkSchemas_list).</summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async IAsyncEnumerable<BulkSyncSchema> ListAsync(Guid syncId, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ApiRequest Page(string? token) => Request(HttpMethod.Get, $"list the schemas of bulk sync {syncId}", syncId).With("page_token", token);

        await foreach (var schema in _client.ListAsync(Page, ApiJson.Default.PageEnvelopeBulkSyncSchema, cancel).ConfigureAwait(false))
        {
            schema.SyncId ??= syncId;
            yield return schema;
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
        new(syncId, schemaId, await _client.GetAsync(Request(HttpMethod.Get, "read", syncId, schemaId), ApiJson.Default.EnvelopeJsonObject, cancel).ConfigureAwait(false));

    /// <summary>Writes changes of any number of schemas of one bulk sync at once; the others stay as they are (bulkSchemas_patch).</summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="edits">The changes.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>The schemas as the service answers them.</returns>
    public async Task<IReadOnlyList<BulkSyncSchema>> PatchAsync(Guid syncId, IReadOnlyCollection<SchemaEdit> edits, CancellationToken cancel = default)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray([.. edits.Select(edit => edit.ToPatch())]) };
        var what = edits.Count == 1 ? $"schema '{edits.First().SchemaId}'" : $"{edits.Count} schemas";
        var request = Request(new HttpMethod("PATCH"), $"change {what} of bulk sync {syncId}", syncId).WithBody(body);
        var answer = await _client.SendAsync(request, ApiJson.Default.PageEnvelopeBulkSyncSchema, cancel).ConfigureAwait(false);
        return [.. (answer.Data ?? []).Select(schema => Of(syncId, schema))];
    }

    /// <summary>Writes one schema anew (bulkSchemas_update).</summary>
    /// <param name="edit">The schema with its changes.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>The schema as the service answers it.</returns>
    public async Task<BulkSyncSchema> ReplaceAsync(SchemaEdit edit, CancellationToken cancel = default)
    {
        var request = Request(HttpMethod.Put, "replace", edit.SyncId, edit.SchemaId).WithBody(edit.ToPut());
        return Of(edit.SyncId, await _client.GetAsync(request, ApiJson.Default.EnvelopeBulkSyncSchema, cancel).ConfigureAwait(false));
    }

    /// <summary>Asks for an end of what runs of one schema (bulkSchemas_cancel). It ends some time after the answer.</summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task CancelAsync(Guid syncId, string schemaId, CancellationToken cancel = default) =>
        _client.SendAsync(Request(HttpMethod.Post, "cancel", syncId, schemaId, "cancel"), cancel);

    private static BulkSyncSchema Of(Guid syncId, BulkSyncSchema schema)
    {
        schema.SyncId ??= syncId;
        return schema;
    }

    private static ApiRequest Request(HttpMethod method, string action, Guid syncId) =>
        new(method, action, "api", "bulk", "syncs", syncId.ToString(), "schemas");

    private static ApiRequest Request(HttpMethod method, string verb, Guid syncId, string schemaId, params string[] rest) =>
        new(method, $"{verb} schema '{schemaId}' of bulk sync {syncId}", ["api", "bulk", "syncs", syncId.ToString(), "schemas", schemaId, .. rest]);
}
