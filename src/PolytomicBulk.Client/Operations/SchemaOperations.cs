using System.Runtime.CompilerServices;

namespace PolytomicBulk.Operations;

/// <summary>Operations on schemas of bulk syncs.</summary>
public sealed class SchemaOperations
{
    private readonly ApiRequestor _api;
    private readonly SyncNames _names;

    internal SchemaOperations(ApiRequestor api, SyncNames names) => (_api, _names) = (api, names);

    /// <summary>Describes a bulk sync by its name, if known.</summary>
    internal string OwnerInWords(Guid syncId) => _names.InWords(syncId);

    /// <summary>The name of a bulk sync, if known.</summary>
    internal string? OwnerName(Guid syncId) => _names.Get(syncId);

    /// <summary>Lists the schemas of a bulk sync, without fields and filters (bulkSchemas_list).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async IAsyncEnumerable<BulkSyncSchema> ListAsync(Guid syncId, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var schema in _api.ListAsync(token => Page(syncId, token), ApiJson.Default.PageEnvelopeBulkSyncSchema, cancel).ConfigureAwait(false))
        {
            yield return SetOwner(syncId, schema);
        }
    }

    /// <summary>A complete list of the ids of schemas, for decisions that depend on it. If there is more than one page, two readings must agree.</summary>
    internal async Task<IReadOnlyList<string>> ListIdsAsync(Guid syncId, CancellationToken cancel)
    {
        var schemas = await _api
            .ListCertainAsync(token => Page(syncId, token), ApiJson.Default.PageEnvelopeBulkSyncSchema, schema => schema.Id, cancel)
            .ConfigureAwait(false);
        return [.. schemas.Select(schema => schema.Id ?? "").Distinct()];
    }

    /// <summary>Gets a schema of a bulk sync with fields and filters (bulkSchemas_get).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<BulkSyncSchema> GetAsync(Guid syncId, string schemaId, CancellationToken cancel = default) =>
        SetOwner(
            syncId,
            await _api.GetAsync(Request(HttpMethod.Get, "read", syncId, schemaId), ApiJson.Default.EnvelopeBulkSyncSchema, cancel).ConfigureAwait(false));

    /// <summary>Reads a schema to change it (bulkSchemas_get).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<ResourceEdit> EditAsync(Guid syncId, string schemaId, CancellationToken cancel = default)
    {
        var json = await ReadAsync(syncId, schemaId, cancel).ConfigureAwait(false);
        return new(syncId, schemaId, $"schema '{schemaId}' of {_names.InWords(syncId)}", ApiTables.Schema, json)
        {
            FieldIds = [.. SchemaForm.FieldsOf(json).Select(field => JsonWords.Text(field["id"])).OfType<string>()],
        };
    }

    /// <summary>The schema after the changes. If nothing changes, the one that the service returned.</summary>
    /// <param name="edit">The edit.</param>
    public BulkSyncSchema Preview(ResourceEdit edit) => SetOwner(edit.OwnerId, edit.Preview(ApiJson.Default.BulkSyncSchema));

    /// <summary>Gets a schema as exact JSON.</summary>
    internal async Task<JsonObject> ReadAsync(Guid syncId, string schemaId, CancellationToken cancel)
    {
        var schema = await _api.EditAsync(Request(HttpMethod.Get, "read", syncId, schemaId), ApiJson.Default.BulkSyncSchema, cancel).ConfigureAwait(false);
        // The request named the id, so it is known even if the answer omits it.
        schema["id"] ??= schemaId;
        return schema;
    }

    /// <summary>Gets a schema as exact JSON without nodes. If the answer omits the id, the result does too.</summary>
    internal Task<JsonElement> ReadExactAsync(Guid syncId, string schemaId, CancellationToken cancel) => _api.ReadExactAsync(
        Request(HttpMethod.Get, "read", syncId, schemaId),
        ApiJson.Default.BulkSyncSchema,
        static json => PlainJson.Is(ApiTables.Schema, json),
        cancel);

    /// <summary>Updates any number of schemas of a bulk sync, and keeps the others (bulkSchemas_patch).</summary>
    internal Task PatchAsync(Guid syncId, int count, string first, IEnumerable<JsonObject> schemas, CancellationToken cancel)
    {
        var what = count == 1 ? $"schema '{first}'" : $"{count} schemas";
        // The content of the answer does not matter, because the schemas are read afterwards.
        var request = Request(new HttpMethod("PATCH"), $"change {what} of {_names.InWords(syncId)}", syncId);
        return _api.SendAsync(request.WithBody([], "schemas", schemas.Select(schema => (Action<Utf8JsonWriter>)(writer => schema.WriteTo(writer)))), cancel);
    }

    /// <summary>Replaces a schema (bulkSchemas_update).</summary>
    internal Task ReplaceAsync(ResourceEdit edit, CancellationToken cancel)
    {
        var body = edit.Body;
        // The path contains it.
        body.Remove("id");
        return _api.SendAsync(Request(HttpMethod.Put, "replace", edit.OwnerId, edit.Id).WithBody(body), cancel);
    }

    /// <summary>Requests the cancellation of one schema in the running execution, which takes a while (bulkSchemas_cancel).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task CancelAsync(Guid syncId, string schemaId, CancellationToken cancel = default) =>
        _api.SendAsync(Request(HttpMethod.Post, "cancel", syncId, schemaId, "cancel"), cancel);

    private BulkSyncSchema SetOwner(Guid syncId, BulkSyncSchema schema)
    {
        (schema.SyncId, schema.SyncName) = (schema.SyncId ?? syncId, _names.Get(syncId));
        return schema;
    }

    private ApiRequest Page(Guid syncId, string? token) =>
        Request(HttpMethod.Get, $"list the schemas of {_names.InWords(syncId)}", syncId).With("page_token", token);

    private static ApiRequest Request(HttpMethod method, string action, Guid syncId) =>
        new(method, action, "api", "bulk", "syncs", syncId.ToString(), "schemas");

    private ApiRequest Request(HttpMethod method, string verb, Guid syncId, string schemaId, params string[] rest) =>
        new(method, $"{verb} schema '{schemaId}' of {_names.InWords(syncId)}", ["api", "bulk", "syncs", syncId.ToString(), "schemas", schemaId, .. rest])
        {
            Resource = ResourceKind.Schema,
            About = schemaId,
        };
}
