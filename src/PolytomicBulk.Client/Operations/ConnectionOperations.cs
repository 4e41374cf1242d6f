using System.Runtime.CompilerServices;

namespace PolytomicBulk.Operations;

/// <summary>Operations on connections, and on what they offer to bulk syncs.</summary>
public sealed class ConnectionOperations
{
    private readonly ApiRequestor _api;
    private readonly ConnectionNames _names;
    private readonly Names _policyNames;
    private readonly SilentWrites _silent;

    internal ConnectionOperations(ApiRequestor api, ConnectionNames names, Names policyNames, SilentWrites silent) =>
        (_api, _names, _policyNames, _silent) = (api, names, policyNames, silent);

    /// <summary>Lists all connections (connections_list), and keeps their names.</summary>
    /// <param name="cancel">Cancels the operation.</param>
    public async IAsyncEnumerable<Connection> ListAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var connection in _api.ListAsync(Page, ApiJson.Default.PageEnvelopeConnection, cancel).ConfigureAwait(false))
        {
            yield return Learn(connection);
        }

        _names.Complete();
    }

    /// <summary>
    /// A complete list of connections, for decisions that depend on it (connections_list). If there is more than one page, the list is read until two
    /// readings agree on ids and names.
    /// </summary>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="PolytomicApiException">The list changed each time that it was read.</exception>
    public async Task<IReadOnlyList<Connection>> ListCertainAsync(CancellationToken cancel = default)
    {
        var all = await _api.ListCertainAsync(Page, ApiJson.Default.PageEnvelopeConnection, connection => (connection.Id, connection.Name), cancel)
            .ConfigureAwait(false);
        foreach (var connection in all) Learn(connection);
        _names.Complete();
        return all;
    }

    /// <summary>Reads the names of connections, unless that was done in the last minutes (connections_list). It never fails.</summary>
    internal Task ReadNamesAsync(CancellationToken cancel) => _names.RefreshAsync(ListAsync, cancel);

    /// <summary>Gets a connection (connections_get).</summary>
    /// <param name="id">The connection's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<Connection> GetAsync(Guid id, CancellationToken cancel = default) =>
        Learn(await _api.GetAsync(Request($"read {_names.InWords(id)}", id), ApiJson.Default.EnvelopeConnection, cancel).ConfigureAwait(false));

    /// <summary>Lists the connection types of the service (connections_getTypes).</summary>
    /// <param name="cancel">Cancels the operation.</param>
    public IAsyncEnumerable<ConnectionType> ListTypesAsync(CancellationToken cancel = default) =>
        _api.ListAsync(
            token => new ApiRequest(HttpMethod.Get, "list the connection types", "api", "connection_types") { Resource = ResourceKind.Connection }
                .With("page_token", token),
            ApiJson.Default.PageEnvelopeConnectionType,
            cancel);

    /// <summary>Gets what a connection offers as a source (bulkSync_getSource).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="includeFields">Whether to include the fields of the schemas. Null for the default of the service.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<BulkSource> GetSourceAsync(Guid connectionId, bool? includeFields = null, CancellationToken cancel = default)
    {
        var request = Request($"read the schemas of {_names.InWords(connectionId)} as a source", connectionId, "bulksync", "source")
            .With("include_fields", includeFields);
        var source = await _api.GetAsync(request, ApiJson.Default.EnvelopeBulkSource, cancel).ConfigureAwait(false);
        (source.ConnectionId, source.ConnectionName) = (connectionId, _names.Get(connectionId));
        foreach (var schema in source.Schemas ?? []) schema?.SetOwner(connectionId, source.ConnectionName);
        return source;
    }

    /// <summary>Gets what a connection offers as a destination (bulkSync_getDestination).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<BulkDestination> GetDestinationAsync(Guid connectionId, CancellationToken cancel = default)
    {
        var request = Request($"read the settings of {_names.InWords(connectionId)} as a destination", connectionId, "bulksync", "target");
        var destination = await _api.GetAsync(request, ApiJson.Default.EnvelopeBulkDestination, cancel).ConfigureAwait(false);
        (destination.ConnectionId, destination.ConnectionName) = (connectionId, _names.Get(connectionId));
        return destination;
    }

    /// <summary>Gets the settings of a connection type (connections_getTypeSchema).</summary>
    /// <param name="type">The type's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<ConnectionTypeSchema> GetTypeSchemaAsync(string type, CancellationToken cancel = default) =>
        _api.SendAsync(
            new ApiRequest(HttpMethod.Get, $"read the settings of connection type '{type}'", "api", "connection_types", type)
            {
                Resource = ResourceKind.ConnectionType,
            },
            ApiJson.Default.ConnectionTypeSchema,
            static _ => null,
            cancel);

    /// <summary>Gets the possible values of a setting of a new connection (connections_getTypeParameterValues).</summary>
    /// <param name="edit">The connection with the settings that are known so far.</param>
    /// <param name="setting">The setting's name.</param>
    /// <param name="query">The text to search for. Null for all values.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <returns>The values by setting, as the service sends them.</returns>
    public async Task<JsonMap> GetParameterValuesAsync(ConnectionEdit edit, string setting, string? query = null, CancellationToken cancel = default)
    {
        var body = new JsonObject { ["field"] = setting, ["parameters"] = edit.TestBody["configuration"]!.DeepClone() };
        if (query is not null) body["query"] = query;
        if (edit.Id is { } id) body["connection_id"] = id.ToString();
        var action = $"list the values of setting '{setting}' of connection type '{edit.Type}'";
        var request = new ApiRequest(HttpMethod.Post, action, "api", "connection_types", edit.Type, "parameter_values")
        {
            Resource = ResourceKind.ConnectionType,
        };
        return await ReadValuesAsync(request.Hiding(edit.Spellings).WithBody(body), cancel).ConfigureAwait(false);
    }

    /// <summary>Gets the possible values of the settings of a connection (connections_getParameterValues).</summary>
    /// <param name="id">The connection's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <returns>The values by setting, as the service sends them.</returns>
    public Task<JsonMap> GetParameterValuesAsync(Guid id, CancellationToken cancel = default) =>
        ReadValuesAsync(Request($"list the values for the settings of {_names.InWords(id)}", id, "parameter_values"), cancel);

    /// <summary>Prepares a new connection (connections_getTypeSchema).</summary>
    /// <param name="type">The id of the type.</param>
    /// <param name="name">The connection's name.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<ConnectionEdit> BeginAsync(string type, string name, CancellationToken cancel = default) =>
        new(id: null, $"connection '{name}'", type, await GetTypeSchemaAsync(type, cancel).ConfigureAwait(false), new JsonObject { ["name"] = name }, NameOf);

    /// <summary>Reads a connection and the settings of its type to change it (connections_get and connections_getTypeSchema).</summary>
    /// <param name="id">The connection's id.</param>
    /// <param name="cancel">Cancels the requests.</param>
    public async Task<ConnectionEdit> EditAsync(Guid id, CancellationToken cancel = default)
    {
        var request = Request($"read {_names.InWords(id)}", id);
        var json = await _api.EditAsync(request, ApiJson.Default.Connection, cancel).ConfigureAwait(false);
        var connection = json.Read(ApiJson.Default.Connection)!;
        if (connection.Type?.Id is not { Length: > 0 } type) throw Failures.Incomplete(_names.InWords(id), "Its connection type is missing.");

        var schema = await GetTypeSchemaAsync(type, cancel).ConfigureAwait(false);
        // The edit contains only what a write can contain, so nothing else is compared or sent.
        var settings = new JsonObject { ["name"] = connection.Name, ["configuration"] = json["configuration"]?.DeepClone() };
        foreach (var name in new[] { "policies", "healthcheck_interval", "updated_at", "updated_by" })
        {
            if (json[name] is { } value) settings[name] = value.DeepClone();
        }

        return new(id, $"connection '{connection.Name}' ({id})", type, schema, settings, NameOf);
    }

    /// <summary>Tests a configuration without saving it (connections_test).</summary>
    /// <param name="edit">The connection with its changes. If it exists, the service uses its stored secrets.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task TestAsync(ConnectionEdit edit, CancellationToken cancel = default)
    {
        var request = new ApiRequest(HttpMethod.Post, $"test the settings of {edit}", "api", "connections", "test")
        {
            Resource = ResourceKind.Connection,
        };
        return _api.SendAsync(request.Hiding(edit.Spellings).WithBody(edit.TestBody), cancel);
    }

    /// <summary>Creates a connection (connections_create). If the answer does not identify it, it is found in the list (connections_list).</summary>
    /// <param name="edit">The new connection.</param>
    /// <param name="validate">Whether the service tests the connection immediately.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<Connection> CreateAsync(ConnectionEdit edit, bool validate = true, CancellationToken cancel = default)
    {
        var body = edit.Body;
        body["type"] = edit.Type;
        if (!validate) body["validate"] = false;
        var request = new ApiRequest(HttpMethod.Post, $"create {edit}", "api", "connections") { Resource = ResourceKind.Connection };
        var made = await _silent.CreateAsync(
            request.Hiding(edit.Spellings).WithBody(body),
            request => _api.GetAsync(request, ApiJson.Default.EnvelopeConnection, cancel),
            async () => (await ListCertainAsync(cancel).ConfigureAwait(false))
                .Where(one => one.Name?.Trim() == JsonWords.Text(body["name"])?.Trim() && one.Type?.Id == edit.Type),
            connection => connection.Id,
            connection => connection.CreatedAt,
            cancel).ConfigureAwait(false);
        return Learn(made.Without(edit.Spellings.Redact));
    }

    /// <summary>Replaces the settings of a connection (connections_update).</summary>
    /// <param name="edit">The connection with its changes, and with all secrets of its type.</param>
    /// <param name="validate">Whether the service tests the connection immediately.</param>
    /// <param name="reconnect">Whether somebody signs in again.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<Connection> UpdateAsync(ConnectionEdit edit, bool validate = true, bool reconnect = false, CancellationToken cancel = default)
    {
        var body = edit.Body;
        if (!validate) body["validate"] = false;
        if (reconnect) body["reconnect"] = true;
        var request = new ApiRequest(HttpMethod.Put, $"update {edit}", "api", "connections", edit.Id!.Value.ToString())
        {
            Resource = ResourceKind.Connection,
        };
        var changed = await _silent.ChangeAsync(
            request.Hiding(edit.Spellings).WithBody(body),
            request => _api.GetAsync(request, ApiJson.Default.EnvelopeConnection, cancel),
            () => GetAsync(edit.Id.Value, cancel),
            (now, since) => now.UpdatedAt?.ToUniversalTime() >= since,
            cancel).ConfigureAwait(false);
        return Learn(changed.Without(edit.Spellings.Redact));
    }

    /// <summary>
    /// Deletes a connection that no bulk sync uses (connections_delete). The force option of the API would also delete the bulk syncs, and is never sent.
    /// </summary>
    /// <param name="id">The connection's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task DeleteAsync(Guid id, CancellationToken cancel = default)
    {
        var request = new ApiRequest(HttpMethod.Delete, $"delete {_names.InWords(id)}", "api", "connections", id.ToString())
        {
            Resource = ResourceKind.Connection,
        };
        await _api.DeleteAsync(request, cancel).ConfigureAwait(false);
        _names.Forget(id);
    }

    /// <summary>Lists the connections in other organizations that were created from a connection (connections_listShared).</summary>
    /// <param name="id">The connection's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<IReadOnlyList<Connection>> ListSharedAsync(Guid id, CancellationToken cancel = default) =>
        await _api.GetListAsync(
            Request($"list the organizations that share {_names.InWords(id)}", id, "shared"),
            ApiJson.Default.PageEnvelopeConnection,
            cancel).ConfigureAwait(false);

    /// <summary>Lists the same connections with the key of a partner (connections_listSharedForPartner).</summary>
    /// <param name="organizationId">The organization of the connection.</param>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<IReadOnlyList<Connection>> ListSharedForPartnerAsync(Guid organizationId, Guid connectionId, CancellationToken cancel = default)
    {
        var request = Shared(HttpMethod.Get, $"list the organizations that share {_names.InWords(connectionId)}", organizationId, connectionId);
        return await _api.GetListAsync(request, ApiJson.Default.PageEnvelopeConnection, cancel).ConfigureAwait(false);
    }

    /// <summary>Creates a connection in another organization from a connection of a partner (connections_createShared).</summary>
    /// <param name="organizationId">The organization of the connection.</param>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="childOrganizationId">The organization to share the connection with.</param>
    /// <param name="name">The name of the new connection. Null for the name of the original one.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<Connection> CreateSharedAsync(
        Guid organizationId, Guid connectionId, Guid childOrganizationId, string? name = null, CancellationToken cancel = default)
    {
        var body = new JsonObject { ["child_organization_id"] = childOrganizationId.ToString() };
        if (name is not null) body["name"] = name;
        var request = Shared(HttpMethod.Post, $"share {_names.InWords(connectionId)} with organization {childOrganizationId}", organizationId, connectionId);
        var shared = await _silent.CreateAsync(
            request.WithBody(body),
            request => _api.GetAsync(request, ApiJson.Default.EnvelopeConnection, cancel),
            async () => (await ListSharedForPartnerAsync(organizationId, connectionId, cancel).ConfigureAwait(false))
                .Where(one => one.OrganizationId == childOrganizationId && (name is null || one.Name?.Trim() == name.Trim())),
            connection => connection.Id,
            connection => connection.CreatedAt,
            cancel).ConfigureAwait(false);
        // The answer contains only the id.
        shared.Name ??= name;
        shared.OrganizationId ??= childOrganizationId;
        shared.ParentConnectionId ??= connectionId;
        return shared;
    }

    private string? NameOf(ResourceKind kind, Guid id) => kind == ResourceKind.Policy ? _policyNames.Get(id) : null;

    private Connection Learn(Connection connection)
    {
        _names.Learn(connection.Id, connection.Name);
        connection.PolicyNames = _policyNames.InList(connection.Policies);
        return connection;
    }

    private async Task<JsonMap> ReadValuesAsync(ApiRequest request, CancellationToken cancel) =>
        (await _api.SendAsync(request, ApiJson.Default.EnvelopeJsonMap, static _ => null, cancel).ConfigureAwait(false)).Data ?? JsonMap.From([]);

    private static ApiRequest Shared(HttpMethod method, string action, Guid organizationId, Guid connectionId) =>
        new(method, action, "api", "organizations", organizationId.ToString(), "connections", connectionId.ToString(), "shared")
        {
            Resource = ResourceKind.Connection,
        };

    private static ApiRequest Page(string? token) =>
        new ApiRequest(HttpMethod.Get, "list the connections", "api", "connections") { Resource = ResourceKind.Connection }.With("page_token", token);

    private static ApiRequest Request(string action, Guid id, params string[] rest) =>
        new(HttpMethod.Get, action, ["api", "connections", id.ToString(), .. rest]) { Resource = ResourceKind.Connection };
}
