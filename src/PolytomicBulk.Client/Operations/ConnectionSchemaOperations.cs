using System.Text.Json.Nodes;
using PolytomicBulk.Http;
using PolytomicBulk.Json;
using PolytomicBulk.Waiting;

namespace PolytomicBulk.Operations;

/// <summary>The service's copy of a connection's schemas, and what users override in it.</summary>
public sealed class ConnectionSchemaOperations
{
    private static readonly HttpMethod Patch = new("PATCH");
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    private readonly PolytomicClient _client;

    internal ConnectionSchemaOperations(PolytomicClient client) => _client = client;

    /// <summary>One schema with its fields (connectionSchemas_get).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<ConnectionSchema> GetAsync(Guid connectionId, string schemaId, CancellationToken cancel = default)
    {
        var request = Request(HttpMethod.Get, $"read {Name(connectionId, schemaId)}", connectionId, schemaId);
        var schema = await _client.GetAsync(request, ApiJson.Default.EnvelopeConnectionSchema, cancel).ConfigureAwait(false);
        return schema.Of(connectionId);
    }

    /// <summary>How fresh the copy is (connectionSchemas_getStatus).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<ConnectionSchemaStatus> GetStatusAsync(Guid connectionId, CancellationToken cancel = default)
    {
        var request = Request(HttpMethod.Get, $"read how fresh the schemas of connection {connectionId} are", connectionId, "status");
        var status = await _client.GetAsync(request, ApiJson.Default.EnvelopeConnectionSchemaStatus, cancel).ConfigureAwait(false);
        status.ConnectionId = connectionId;
        return status;
    }

    /// <summary>Has the service read the schemas anew, and does not wait for it (connectionSchemas_refresh).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task RefreshAsync(Guid connectionId, CancellationToken cancel = default) =>
        _client.SendAsync(Request(HttpMethod.Post, $"refresh the schemas of connection {connectionId}", connectionId, "refresh"), cancel);

    /// <summary>
    /// Looks at refreshes that have just begun until all have ended. Yields each one at once, and every time it was looked at,
    /// until <see cref="Watch.IsOver"/>.
    /// </summary>
    /// <param name="refreshes">The refreshes.</param>
    /// <param name="limit">How long to go on; null for as long as it takes.</param>
    /// <param name="cancel">Ends the waiting, not the refreshes.</param>
    public IAsyncEnumerable<SchemaRefresh> WatchAsync(IReadOnlyList<SchemaRefresh> refreshes, TimeSpan? limit = null, CancellationToken cancel = default)
    {
        var haveBegun = false;
        return new Watcher<SchemaRefresh>(refreshes, LookAsync, Backoff.Every(RefreshInterval), limit, _client.Clock).RunAsync(cancel);

        Task LookAsync(SchemaRefresh[] open, CancellationToken cancel)
        {
            // The service needs a moment before its state shows a refresh.
            if (haveBegun) return Task.WhenAll(open.Select(refresh => refresh.LookAsync(GetStatusAsync, cancel)));
            haveBegun = true;
            return Task.CompletedTask;
        }
    }

    /// <summary>Some records of a schema (connectionSchemas_getRecords).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Ends the reading.</param>
    public IAsyncEnumerable<JsonMap> ListRecordsAsync(Guid connectionId, string schemaId, CancellationToken cancel = default) =>
        _client.ListAsync(
            token => Request(HttpMethod.Get, $"read records of {Name(connectionId, schemaId)}", connectionId, schemaId, "records").With("page_token", token),
            ApiJson.Default.PageEnvelopeJsonMap,
            cancel);

    /// <summary>Makes some fields, and no others, the primary key (connectionSchemas_setPrimaryKeys).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="fieldIds">The ids of the fields.</param>
    /// <param name="otherIds">The ids of the schema's other fields.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task SetPrimaryKeyAsync(
        Guid connectionId, string schemaId, IEnumerable<string> fieldIds, IEnumerable<string> otherIds, CancellationToken cancel = default)
    {
        // An override concerns one field. A field that the source calls a key stays one unless it is told not to be,
        // and which those are no longer shows once there is an override.
        var overrides = fieldIds.Distinct().Select(id => Override(id, true)).Concat(otherIds.Select(id => Override(id, false)));
        var request = Request(HttpMethod.Put, $"set the primary key of {Name(connectionId, schemaId)}", connectionId, schemaId, "primary_keys")
            .WithBody(new JsonObject { ["fields"] = new JsonArray([.. overrides]) });
        return _client.SendAsync(request, cancel);

        static JsonNode Override(string id, bool isKey) => new JsonObject { ["field_id"] = id, ["is_primary_key"] = isKey };
    }

    /// <summary>Goes back to the primary key that the source has (connectionSchemas_resetPrimaryKeys).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task ResetPrimaryKeyAsync(Guid connectionId, string schemaId, CancellationToken cancel = default) =>
        _client.DeleteAsync(
            Request(HttpMethod.Delete, $"reset the primary key of {Name(connectionId, schemaId)}", connectionId, schemaId, "primary_keys"), cancel);

    /// <summary>Reads a field in order to change what users say of it (connectionSchemas_get).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="fieldId">The field's id.</param>
    /// <param name="settings">What users are to say of it.</param>
    /// <param name="isDefinition">Whether that is all they say.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<SchemaFieldEdit> EditFieldAsync(
        Guid connectionId, string schemaId, string fieldId, SchemaFieldSettings settings, bool isDefinition, CancellationToken cancel = default) =>
        new(await GetAsync(connectionId, schemaId, cancel).ConfigureAwait(false), fieldId, settings, isDefinition);

    /// <summary>Defines a field, whether or not there was one of that id (connectionSchemas_upsertField).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="fieldId">The field's id.</param>
    /// <param name="settings">The whole definition; the service needs a label and a type.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task UpsertFieldAsync(Guid connectionId, string schemaId, string fieldId, SchemaFieldSettings settings, CancellationToken cancel = default)
    {
        var field = settings.ToJson();
        field["field_id"] = fieldId;
        var request = Request(HttpMethod.Post, $"define field {fieldId} of {Name(connectionId, schemaId)}", connectionId, schemaId, "fields")
            .WithBody(new JsonObject { ["fields"] = new JsonArray(field) });
        return _client.SendAsync(request, cancel);
    }

    /// <summary>Changes some settings of a field that exists (connectionSchemas_patchField).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="fieldId">The field's id.</param>
    /// <param name="settings">What changes.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>The field as it is then.</returns>
    public async Task<SchemaField> PatchFieldAsync(
        Guid connectionId, string schemaId, string fieldId, SchemaFieldSettings settings, CancellationToken cancel = default)
    {
        var request = Request(Patch, $"change field {fieldId} of {Name(connectionId, schemaId)}", connectionId, schemaId, "fields", fieldId)
            .WithBody(settings.ToJson());
        var field = await _client.GetAsync(request, ApiJson.Default.EnvelopeSchemaField, cancel).ConfigureAwait(false);
        return field.Of(connectionId, schemaId);
    }

    /// <summary>Removes what users defined of a field (connectionSchemas_deleteField).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="fieldId">The field's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task DeleteFieldAsync(Guid connectionId, string schemaId, string fieldId, CancellationToken cancel = default) =>
        _client.DeleteAsync(
            Request(HttpMethod.Delete, $"remove field {fieldId} of {Name(connectionId, schemaId)}", connectionId, schemaId, "fields", fieldId), cancel);

    private static string Name(Guid connectionId, string schemaId) => $"schema {schemaId} of connection {connectionId}";

    private static ApiRequest Request(HttpMethod method, string action, Guid connectionId, params string[] rest) =>
        new(method, action, ["api", "connections", connectionId.ToString(), "schemas", .. rest]);
}
