namespace PolytomicBulk.Operations;

/// <summary>Operations on the cached schemas of a connection, and their overrides.</summary>
public sealed class ConnectionSchemaOperations
{
    private static readonly HttpMethod Patch = new("PATCH");

    private readonly ApiRequestor _api;
    private readonly ConnectionNames _names;

    internal ConnectionSchemaOperations(ApiRequestor api, ConnectionNames names) => (_api, _names) = (api, names);

    /// <summary>Gets a schema with its fields (connectionSchemas_get).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<ConnectionSchema> GetAsync(Guid connectionId, string schemaId, CancellationToken cancel = default)
    {
        var request = Request(HttpMethod.Get, $"read {Name(connectionId, schemaId)}", connectionId, schemaId);
        var schema = await _api.GetAsync(request, ApiJson.Default.EnvelopeConnectionSchema, cancel).ConfigureAwait(false);
        return schema.SetOwner(connectionId, _names.Get(connectionId));
    }

    /// <summary>Gets the status of the cache (connectionSchemas_getStatus).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<ConnectionSchemaStatus> GetStatusAsync(Guid connectionId, CancellationToken cancel = default)
    {
        var request = Request(HttpMethod.Get, $"read the refresh status of the schemas of {_names.InWords(connectionId)}", connectionId, "status");
        var status = await _api.GetAsync(request, ApiJson.Default.EnvelopeConnectionSchemaStatus, cancel).ConfigureAwait(false);
        (status.ConnectionId, status.ConnectionName) = (connectionId, _names.Get(connectionId));
        return status;
    }

    /// <summary>Starts a refresh of the schemas without waiting (connectionSchemas_refresh).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task RefreshAsync(Guid connectionId, CancellationToken cancel = default) =>
        _api.SendAsync(Request(HttpMethod.Post, $"refresh the schemas of {_names.InWords(connectionId)}", connectionId, "refresh"), cancel);

    /// <summary>Returns some records of a schema (connectionSchemas_getRecords).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public IAsyncEnumerable<JsonMap> ListRecordsAsync(Guid connectionId, string schemaId, CancellationToken cancel = default) =>
        _api.ListAsync(
            token => Request(HttpMethod.Get, $"read records of {Name(connectionId, schemaId)}", connectionId, schemaId, "records").With("page_token", token),
            ApiJson.Default.PageEnvelopeJsonMap,
            cancel);

    /// <summary>Reads a schema to change its primary key (connectionSchemas_get).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <returns>The primary key to change, and the schema.</returns>
    public async Task<(ResourceEdit Edit, ConnectionSchema Schema)> EditPrimaryKeyAsync(Guid connectionId, string schemaId, CancellationToken cancel = default)
    {
        var schema = await GetAsync(connectionId, schemaId, cancel).ConfigureAwait(false);
        var json = new JsonObject { ["primary_key"] = new JsonArray([.. schema.PrimaryKey.Select(id => JsonValue.Create(id))]) };
        var edit = new ResourceEdit(connectionId, schemaId, Name(connectionId, schemaId), ApiTables.PrimaryKey, json)
        {
            FieldIds = [.. (schema.Fields ?? []).Select(field => field?.Id).OfType<string>()],
        };
        return (edit, schema);
    }

    /// <summary>Sets the primary key to the fields of an edit (connectionSchemas_setPrimaryKeys).</summary>
    /// <param name="edit">The primary key with its changes.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task SetPrimaryKeyAsync(ResourceEdit edit, CancellationToken cancel = default)
    {
        // An override applies to one field. A key field of the source stays a key unless the override says otherwise, and an override hides which fields
        // the source marks.
        var key = edit["primary_key"]!.AsArray().Select(JsonWords.Text).OfType<string>().Distinct().ToList();
        var overrides = key.Select(id => Override(id, true)).Concat(edit.FieldIds.Except(key).Select(id => Override(id, false)));
        var request = Request(HttpMethod.Put, $"set the primary key of {edit.What}", edit.OwnerId, edit.Id, "primary_keys")
            .WithBody(new JsonObject { ["fields"] = new JsonArray([.. overrides]) });
        return _api.SendAsync(request, cancel);

        static JsonNode Override(string id, bool isKey) => new JsonObject { ["field_id"] = id, ["is_primary_key"] = isKey };
    }

    /// <summary>Restores the primary key of the source (connectionSchemas_resetPrimaryKeys).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task ResetPrimaryKeyAsync(Guid connectionId, string schemaId, CancellationToken cancel = default) =>
        _api.DeleteAsync(
            Request(HttpMethod.Delete, $"reset the primary key of {Name(connectionId, schemaId)}", connectionId, schemaId, "primary_keys"), cancel);

    /// <summary>Reads a field to change what users define for it (connectionSchemas_get).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="fieldId">The field's id.</param>
    /// <param name="settings">The settings to change: label, type, path and example.</param>
    /// <param name="isDefinition">Whether the settings are a complete definition, which replaces the previous one.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <returns>The changes, and the current field. The field is null if it does not exist.</returns>
    public async Task<(ResourceEdit Edit, SchemaField? Field)> EditFieldAsync(
        Guid connectionId, string schemaId, string fieldId, JsonObject settings, bool isDefinition, CancellationToken cancel = default)
    {
        var schema = await GetAsync(connectionId, schemaId, cancel).ConfigureAwait(false);
        var field = schema.Fields?.Find(one => one?.Id == fieldId);
        var json = new JsonObject { ["label"] = field?.Name, ["type"] = field?.Type, ["path"] = field?.Path, ["user_managed"] = field?.UserManaged ?? false };
        var edit = new ResourceEdit(connectionId, fieldId, $"field '{fieldId}' of {Name(connectionId, schemaId)}", ApiTables.ConnectionField, json)
        {
            IsPartial = true,
        };
        var changes = settings.DeepClone().AsObject();
        if (isDefinition) (changes["path"], changes["user_managed"]) = (changes["path"]?.DeepClone(), true);
        edit.Apply(changes);
        return (edit, field);
    }

    /// <summary>Defines a field, or replaces its definition (connectionSchemas_upsertField).</summary>
    /// <param name="edit">The field with its changes. The service requires a label and a type.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task UpsertFieldAsync(ResourceEdit edit, string schemaId, CancellationToken cancel = default)
    {
        var field = edit.Body;
        // A definition has a path only if it names one.
        if (JsonWords.IsEmpty(field["path"])) field.Remove("path");
        field["field_id"] = edit.Id;
        var request = Request(HttpMethod.Post, $"define {edit.What}", edit.OwnerId, schemaId, "fields")
            .WithBody(new JsonObject { ["fields"] = new JsonArray(field) });
        return _api.SendAsync(request, cancel);
    }

    /// <summary>Changes some settings of an existing field (connectionSchemas_patchField).</summary>
    /// <param name="edit">The field with its changes.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <returns>The field after the change.</returns>
    public async Task<SchemaField> PatchFieldAsync(ResourceEdit edit, string schemaId, CancellationToken cancel = default)
    {
        var request = Request(Patch, $"change {edit.What}", edit.OwnerId, schemaId, "fields", edit.Id).WithBody(edit.Body);
        var field = await _api.GetAsync(request, ApiJson.Default.EnvelopeSchemaField, cancel).ConfigureAwait(false);
        return field.SetOwner(edit.OwnerId, _names.Get(edit.OwnerId), schemaId);
    }

    /// <summary>Removes what users defined for a field (connectionSchemas_deleteField).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="schemaId">The schema's id.</param>
    /// <param name="fieldId">The field's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task DeleteFieldAsync(Guid connectionId, string schemaId, string fieldId, CancellationToken cancel = default) =>
        _api.DeleteAsync(
            Request(HttpMethod.Delete, $"remove field {fieldId} of {Name(connectionId, schemaId)}", connectionId, schemaId, "fields", fieldId), cancel);

    /// <summary>Describes a connection by its name, if known.</summary>
    internal string ConnectionInWords(Guid connectionId) => _names.InWords(connectionId);

    private string Name(Guid connectionId, string schemaId) => $"schema '{schemaId}' of {_names.InWords(connectionId)}";

    private static ApiRequest Request(HttpMethod method, string action, Guid connectionId, params string[] rest) =>
        new(method, action, ["api", "connections", connectionId.ToString(), "schemas", .. rest])
        {
            // The status and the refresh belong to the connection. Everything else belongs to one schema.
            Resource = rest is ["status" or "refresh"] ? ResourceKind.Connection : ResourceKind.ConnectionSchema,
        };
}
