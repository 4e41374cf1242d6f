using System.Runtime.CompilerServices;

namespace PolytomicBulk.Operations;

/// <summary>Operations on bulk syncs.</summary>
public sealed class BulkSyncOperations
{
    private readonly ApiRequestor _api;
    private readonly SyncNames _names;
    private readonly ConnectionNames _connectionNames;
    private readonly Names _policyNames;
    private readonly ConnectionOperations _connections;
    private readonly StartedExecutions _started;
    private readonly SilentWrites _silent;

    internal BulkSyncOperations(
        ApiRequestor api,
        SyncNames names,
        ConnectionNames connectionNames,
        Names policyNames,
        ConnectionOperations connections,
        StartedExecutions started,
        SilentWrites silent) =>
        (_api, _names, _connectionNames, _policyNames, _connections, _started, _silent) =
            (api, names, connectionNames, policyNames, connections, started, silent);

    /// <summary>Lists all bulk syncs, most recently changed first, page by page (bulkSync_list).</summary>
    /// <param name="active">True for only active bulk syncs, false for only paused ones, or null for both.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async IAsyncEnumerable<BulkSync> ListAsync(bool? active = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var sync in _api.ListAsync(token => Page(active, token), ApiJson.Default.PageEnvelopeBulkSync, cancel).ConfigureAwait(false))
        {
            // A service that treats "false" as "not specified" would return all.
            if (active is null || sync.Active == active) yield return Learn(sync);
        }
    }

    /// <summary>
    /// Lists bulk syncs with the names of their connections. The names are read at the same time as the first page, at most every few minutes
    /// (connections_list). If they cannot be read, they are empty.
    /// </summary>
    /// <param name="active">True for only active bulk syncs, false for only paused ones, or null for both.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async IAsyncEnumerable<BulkSync> ListWithNamesAsync(bool? active = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var syncs = ListAsync(active, cancel).GetAsyncEnumerator(cancel);
        await using (syncs.ConfigureAwait(false))
        {
            var first = syncs.MoveNextAsync();
            var names = _connections.ReadNamesAsync(cancel);
            if (!await first.ConfigureAwait(false)) yield break;
            await names.ConfigureAwait(false);
            do yield return Name(syncs.Current);
            while (await syncs.MoveNextAsync().ConfigureAwait(false));
        }
    }

    /// <summary>
    /// A complete list of bulk syncs, for decisions that depend on it (bulkSync_list). If there is more than one page, the list is read until two
    /// readings agree on ids and names.
    /// </summary>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="PolytomicApiException">The list changed each time that it was read.</exception>
    public async Task<IReadOnlyList<BulkSync>> ListCertainAsync(CancellationToken cancel = default)
    {
        var syncs = await _api
            .ListCertainAsync(token => Page(active: null, token), ApiJson.Default.PageEnvelopeBulkSync, sync => (sync.Id, sync.Name), cancel)
            .ConfigureAwait(false);
        foreach (var sync in syncs) Learn(sync);
        return syncs;
    }

    /// <summary>Gets a bulk sync (bulkSync_get).</summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="refreshSchemas">Whether the service first reads the schemas of the source again, which can take a while.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<BulkSync> GetAsync(Guid id, bool refreshSchemas = false, CancellationToken cancel = default) =>
        ReadAsync(Request(HttpMethod.Get, "read", id).With("refresh_schemas", refreshSchemas ? true : null), cancel);

    /// <summary>
    /// Creates one bulk sync (bulkSync_create), however many attempts it takes. If the answer does not identify it, it is found in the list (bulkSync_list).
    /// </summary>
    /// <param name="name">The name of the bulk sync, for messages.</param>
    /// <param name="settings">The settings, by the property names of the API.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<BulkSync> CreateAsync(string name, JsonObject settings, CancellationToken cancel = default) =>
        CreateAsync(CreateRequest(name).WithBody(settings), settings, cancel);

    /// <summary>Creates a bulk sync with selected schemas.</summary>
    internal Task<BulkSync> CreateAsync(string name, JsonObject settings, IEnumerable<Action<Utf8JsonWriter>> schemas, CancellationToken cancel) =>
        CreateAsync(CreateRequest(name).WithBody(settings, "schemas", schemas), settings, cancel);

    private Task<BulkSync> CreateAsync(ApiRequest request, JsonObject settings, CancellationToken cancel)
    {
        return _silent.CreateAsync(
            request.Hiding(Choices.SecretsIn(ApiTables.BulkSync, settings, _api.SecretTexts)),
            request => ReadAsync(request, cancel),
            async () => (await ListCertainAsync(cancel).ConfigureAwait(false)).Where(IsIt),
            sync => sync.Id,
            sync => sync.CreatedAt,
            cancel);

        bool IsIt(BulkSync sync) => sync.Name?.Trim() == JsonWords.Text(settings["name"])?.Trim()
            && IsSame(sync.SourceConnectionId, "source_connection_id") && IsSame(sync.DestinationConnectionId, "destination_connection_id");

        bool IsSame(Guid? id, string property) => string.Equals(id?.ToString(), JsonWords.Text(settings[property]), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a bulk sync to change it (bulkSync_get).</summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="seen">The bulk sync that the caller knows. If it has changed since, the call fails. Null to skip this check.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<ResourceEdit> EditAsync(Guid id, BulkSync? seen = null, CancellationToken cancel = default)
    {
        var edit = await ReadToEditAsync(id, Request(HttpMethod.Get, "read", id), cancel).ConfigureAwait(false);
        if (seen is null || !edit.Version.IsAfter(seen.UpdatedAt)) return edit;
        // The time alone is not enough, because some services change it on each read.
        return seen.Name is not null && edit.IsAlike(JsonSerializer.SerializeToNode(seen, ApiJson.Default.BulkSync)!.AsObject())
            ? edit
            : throw Failures.Changed(edit.What, edit.Version.ToString());
    }

    /// <summary>
    /// Replaces the settings of a bulk sync (bulkSync_update). The service can then select other schemas and fields. <see
    /// cref="Updates.BulkSyncUpdates"/> prevents that.
    /// </summary>
    /// <param name="edit">The bulk sync with its changes.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<BulkSync> ReplaceAsync(ResourceEdit edit, CancellationToken cancel = default) =>
        Preview(await ReplaceAsync(edit, schemas: null, cancel).ConfigureAwait(false));

    /// <summary>Replaces the settings and the schemas.</summary>
    internal Task<ResourceEdit> ReplaceAsync(ResourceEdit edit, IEnumerable<Action<Utf8JsonWriter>>? schemas, CancellationToken cancel)
    {
        if (edit.Masked is { Count: > 0 } masked) throw Failures.Masked(edit.What, masked);
        edit.Check();
        var body = edit.Body;
        var request = Request(HttpMethod.Put, "change", edit.OwnerId).Hiding(Choices.SecretsIn(ApiTables.BulkSync, body, edit.SecretTexts));
        return ReadToEditAsync(edit.OwnerId, schemas is null ? request.WithBody(body) : request.WithBody(body, "schemas", schemas), cancel);
    }

    /// <summary>The bulk sync after the changes. If nothing changes, the one that the service returned.</summary>
    /// <param name="edit">The edit.</param>
    public BulkSync Preview(ResourceEdit edit) => Name(edit.Preview(ApiJson.Default.BulkSync));

    /// <summary>Activates a bulk sync, or pauses it, which cancels a running execution (bulkSync_activate).</summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="active">True to activate the bulk sync, or false to pause it.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task ActivateAsync(Guid id, bool active, CancellationToken cancel = default)
    {
        var what = $"{(active ? "activate" : "pause")} {_names.InWords(id)}";
        var request = new ApiRequest(HttpMethod.Post, what, "api", "bulk", "syncs", id.ToString(), "activate");
        await _api.SendAsync(request.WithBody(new JsonObject { ["active"] = active }), cancel).ConfigureAwait(false);
        _names.LearnActive(id, active, _api.Clock.GetUtcNow());
    }

    /// <summary>Deletes a bulk sync with its schedules, schema settings and history (bulkSync_delete).</summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task DeleteAsync(Guid id, CancellationToken cancel = default)
    {
        await _api.DeleteAsync(Request(HttpMethod.Delete, "delete", id), cancel).ConfigureAwait(false);
        _names.Forget(id);
    }

    /// <summary>Starts an execution (bulkSync_start). If one is already running, the message of the error names it.</summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="test">Whether to run a test with a few records.</param>
    /// <param name="resyncMode">The resync mode: <c>refetch</c>, <c>resync</c> or <c>rebuild</c>. Null for no resync.</param>
    /// <param name="fetchMode">What to read: <c>none</c>, <c>incremental</c> or <c>full</c>. Null for the default of the service.</param>
    /// <param name="schemas">The ids of the schemas to sync. If null or empty, all enabled schemas.</param>
    /// <param name="cancel">Cancels the request, not the execution.</param>
    public async Task<BulkSyncExecution> StartAsync(
        Guid id,
        bool test = false,
        string? resyncMode = null,
        string? fetchMode = null,
        IReadOnlyCollection<string>? schemas = null,
        CancellationToken cancel = default)
    {
        var body = new JsonObject();
        if (test) body["test"] = true;
        if (resyncMode is not null) body["resync_mode"] = resyncMode;
        if (fetchMode is not null) body["fetch_mode"] = fetchMode;
        if (schemas is { Count: > 0 }) body["schemas"] = new JsonArray([.. schemas.Select(schema => JsonValue.Create(schema))]);

        var request = new ApiRequest(HttpMethod.Post, $"start {_names.InWords(id)}", "api", "bulk", "syncs", id.ToString(), "executions").WithBody(body);
        try
        {
            var execution = await StartAsync(id, request, cancel).ConfigureAwait(false);
            _started.Add(id, execution.Id);
            return execution.SetOwner(id, _names.Get(id));
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.Conflict)
        {
            throw await NamingTheExecutionAsync(failure, id, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Starts an execution. If the answer does not identify it, it is the current execution, because the service runs one at a time (bulkSync_getStatus).
    /// </summary>
    private async Task<BulkSyncExecution> StartAsync(Guid id, ApiRequest request, CancellationToken cancel)
    {
        PolytomicApiException? silent = null;
        try
        {
            var execution = await _api.GetAsync(request, ApiJson.Default.EnvelopeBulkSyncExecution, cancel).ConfigureAwait(false);
            if (execution.Id is not null) return execution;
        }
        catch (PolytomicApiException failure) when (failure.SaysNothing)
        {
            silent = failure;
        }

        var status = await GetStatusAsync(id, cancel).AfterAsync("The execution was started.").ConfigureAwait(false);
        return status.CurrentExecution is { Id: not null } current && !current.IsTerminal
            ? current
            : throw Failures.Unnamed(request, _names.InWords(id), silent);
    }

    /// <summary>Requests the cancellation of the running execution, which takes a while (bulkSync_cancel).</summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task CancelAsync(Guid id, CancellationToken cancel = default) =>
        _api.SendAsync(Request(HttpMethod.Post, "cancel the execution of", id, "cancel"), cancel);

    /// <summary>Gets the current, last and next execution of a bulk sync (bulkSync_getStatus).</summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<BulkSyncStatus> GetStatusAsync(Guid id, CancellationToken cancel = default)
    {
        var request = Request(HttpMethod.Get, "read the status of", id, "status");
        return (await _api.GetAsync(request, ApiJson.Default.EnvelopeBulkSyncStatus, cancel).ConfigureAwait(false)).SetOwner(id, _names.Get(id));
    }

    private async Task<BulkSync> ReadAsync(ApiRequest request, CancellationToken cancel) =>
        Learn(await _api.GetAsync(request, ApiJson.Default.EnvelopeBulkSync, cancel).ConfigureAwait(false));

    private BulkSync Learn(BulkSync sync)
    {
        _names.Learn(sync.Id, sync.Name);
        _names.LearnActive(sync.Id, sync.Active, _api.Clock.GetUtcNow());
        return Name(sync);
    }

    private BulkSync Name(BulkSync sync)
    {
        (sync.SourceName, sync.DestinationName) = (_connectionNames.Get(sync.SourceConnectionId), _connectionNames.Get(sync.DestinationConnectionId));
        sync.PolicyNames = _policyNames.InList(sync.Policies);
        return sync;
    }

    private async Task<ResourceEdit> ReadToEditAsync(Guid id, ApiRequest request, CancellationToken cancel)
    {
        var json = await _api.EditAsync(request, ApiJson.Default.BulkSync, cancel, takesOdd: true).ConfigureAwait(false);
        _names.Learn(id, JsonWords.Text(json["name"]));
        var what = $"bulk sync '{JsonWords.Text(json["name"]) ?? id.ToString()}' ({id})";
        return new(id, id.ToString(), what, ApiTables.BulkSync, json) { FindFault = FaultOf, NameOf = NameOf, SecretTexts = _api.SecretTexts };
    }

    /// <summary>The name of a connection or policy that the settings of a bulk sync refer to. Null if the session has not read it.</summary>
    internal string? NameOf(ResourceKind kind, Guid id) => kind switch
    {
        ResourceKind.Connection => _connectionNames.Get(id),
        ResourceKind.Policy => _policyNames.Get(id),
        _ => null,
    };

    /// <summary>Why settings cannot be written back. Null if they can.</summary>
    internal static string? FaultOf(JsonObject settings) => EditableJson.FaultOf(settings, ApiJson.Default.BulkSync);

    private static ApiRequest Page(bool? active, string? token) => new ApiRequest(HttpMethod.Get, "list the bulk syncs", "api", "bulk", "syncs")
        .With("active", active)
        .With("limit", "50")
        .With("page_token", token);

    private static ApiRequest CreateRequest(string name) => new(HttpMethod.Post, $"create bulk sync '{name}'", "api", "bulk", "syncs");

    private ApiRequest Request(HttpMethod method, string verb, Guid id, params string[] below) =>
        new(method, $"{verb} {_names.InWords(id)}", ["api", "bulk", "syncs", id.ToString(), .. below]) { About = id.ToString() };

    private async Task<PolytomicApiException> NamingTheExecutionAsync(PolytomicApiException conflict, Guid id, CancellationToken cancel)
    {
        try
        {
            var status = await GetStatusAsync(id, cancel).ConfigureAwait(false);
            return status.CurrentExecution is { Id: { } execution } current
                ? conflict.With($"Execution {execution} is running: its status is '{current.Status ?? "unknown"}'.")
                : conflict;
        }
        catch (PolytomicApiException)
        {
            // The name is optional. The conflict is the error to report.
            return conflict;
        }
    }
}
