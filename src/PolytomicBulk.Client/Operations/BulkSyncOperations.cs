using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>Bulk syncs.</summary>
public sealed class BulkSyncOperations
{
    /// <summary>How often an update begins anew because somebody else changes the sync at the same time.</summary>
    private const int MostBeginnings = 3;

    private readonly PolytomicClient _client;
    private readonly UnfinishedUpdates _unfinished;

    internal BulkSyncOperations(PolytomicClient client, UnfinishedUpdates unfinished) => (_client, _unfinished) = (client, unfinished);

    /// <summary>All bulk syncs, newest change first, page by page (bulkSync_list).</summary>
    /// <param name="active">Only active ones, only paused ones, or null for both.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async IAsyncEnumerable<BulkSync> ListAsync(bool? active = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ApiRequest Page(string? token) => new ApiRequest(HttpMethod.Get, "list the bulk syncs", "api", "bulk", "syncs")
            .With("active", active)
            .With("limit", "50")
            .With("page_token", token);

        await foreach (var sync in _client.ListAsync(Page, ApiJson.Default.PageEnvelopeBulkSync, cancel).ConfigureAwait(false))
        {
            _client.SyncNames.Learn(sync.Id, sync.Name);
            // A service that takes "false" for "not given" would send all.
            if (active is null || sync.Active == active) yield return sync;
        }
    }

    /// <summary>One bulk sync (bulkSync_get).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="refreshSchemas">Whether the service first asks the source for its tables, which can take a while.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task<BulkSync> GetAsync(Guid id, bool refreshSchemas = false, CancellationToken cancel = default) =>
        ReadAsync(Request(HttpMethod.Get, "read", id).With("refresh_schemas", refreshSchemas ? true : null), cancel);

    /// <summary>Creates a bulk sync (bulkSync_create). However often it takes, it makes one.</summary>
    /// <param name="name">The sync's name, for messages.</param>
    /// <param name="settings">The body: the sync's settings by the API's own names.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task<BulkSync> CreateAsync(string name, JsonObject settings, CancellationToken cancel = default) =>
        ReadAsync(new ApiRequest(HttpMethod.Post, $"create bulk sync '{name}'", "api", "bulk", "syncs").WithBody(settings), cancel);

    /// <summary>Reads a bulk sync in order to change it (bulkSync_get).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="seen">When the sync last changed, as far as the caller knows; one that has changed since is refused.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<BulkSyncEdit> EditAsync(Guid id, DateTime? seen = null, CancellationToken cancel = default)
    {
        var edit = await ReadToEditAsync(id, Request(HttpMethod.Get, "read", id), cancel).ConfigureAwait(false);
        edit.ThrowIfChangedSince(seen);
        return edit;
    }

    /// <summary>
    /// Writes the changes of a bulk sync (bulkSync_update), and sees to it that nothing else changes. The service may
    /// choose other schemas and fields with an update, so they are read before, sent along, read again, and put back
    /// where they differ (bulkSchemas_list, bulkSchemas_get, bulkSchemas_patch).
    /// </summary>
    /// <param name="edit">The sync with its changes.</param>
    /// <param name="seen">When the sync last changed, as far as the caller knows; a sync that has changed since is not written.</param>
    /// <param name="skipSelectionCheck">Whether schemas and fields are left to the service.</param>
    /// <param name="cancel">Ends the update. What is then unfinished, the next update of the sync finishes.</param>
    public async Task<BulkSyncUpdate> UpdateAsync(BulkSyncEdit edit, DateTime? seen = null, bool skipSelectionCheck = false, CancellationToken cancel = default)
    {
        if (skipSelectionCheck) return new((await PutAsync(edit, selection: null, cancel).ConfigureAwait(false)).ToSync(), [], []);
        return await UpdateAsync(edit, static before => before, seen, allowNew: true, cancel).ConfigureAwait(false);
    }

    /// <summary>Whether an update was broken off before it was known what the sync copies.</summary>
    /// <param name="edit">The sync.</param>
    public bool IsUnfinished(BulkSyncEdit edit) => _unfinished.Of(edit) is not null;

    /// <summary>Writes the changes of a bulk sync and what it is to copy.</summary>
    /// <param name="edit">The sync with its changes.</param>
    /// <param name="choose">Makes of what the sync copies what it is to copy.</param>
    /// <param name="seen">When the sync last changed, as far as the caller knows.</param>
    /// <param name="allowNew">Whether schemas and fields that come up meanwhile may be on where the sync adds such by itself.</param>
    /// <param name="cancel">Ends the update.</param>
    internal async Task<BulkSyncUpdate> UpdateAsync(BulkSyncEdit edit, Func<Selection, Selection> choose, DateTime? seen, bool allowNew, CancellationToken cancel)
    {
        (edit, var before, var begun) = await LookAsync(edit, seen, cancel).ConfigureAwait(false);
        var wanted = choose(before);
        if (wanted.Unclear is { } unclear) throw Failures.Unclear(edit.ToString(), unclear);
        if (wanted.UnknownIn(before) is { } unknown) throw Failures.Unknown(edit.ToString(), unknown);

        var (answer, lost) = edit.Differences.Count == 0 ? (edit, null) : await TryPutAsync(edit, wanted, cancel).ConfigureAwait(false);
        var state = new UpdateState(edit.Id, Written(edit, lost), wanted, allowNew && edit.AddsSchemas, allowNew && edit.AddsFields);
        var (now, repaired) = await FinishAsync(state, answer, cancel).ConfigureAwait(false);
        _unfinished.End(edit.Id);

        var different = edit.DifferencesIn(now).Select(difference => difference.ToString()).ToList();
        if (lost is not null && different.Count > 0) throw lost.With($"Looked at afterwards, what it copies is as it is to be; its settings are not: {string.Join("; ", different)}.");
        // What was asked for is no repair, even where it takes the same way.
        var asked = new HashSet<string>(wanted.DifferencesIn(before, allowsNewSchemas: false, allowsNewFields: false).Values.SelectMany(schema => schema).Select(difference => difference.ToString()));
        return new(now.ToSync(), [.. repaired.Where(repair => !asked.Contains(repair))], different, now.IsChangedByAnotherSince(answer) ? now.ChangeInWords : null, begun);
    }

    /// <summary>Reads what a sync copies, and then the sync itself for the last time: between that and the write there is only the way to the service and back.</summary>
    private async Task<(BulkSyncEdit Edit, Selection Before, DateTime? UnfinishedSince)> LookAsync(BulkSyncEdit edit, DateTime? seen, CancellationToken cancel)
    {
        for (var beginnings = 1; beginnings <= MostBeginnings; beginnings++)
        {
            var unfinished = _unfinished.Of(edit);
            var before = unfinished?.Wanted ?? await _client.Schemas.ReadSelectionAsync(edit.Id, cancel).ConfigureAwait(false);
            var again = edit.On(await EditAsync(edit.Id, seen, cancel).ConfigureAwait(false));
            if (again.UpdatedAt == edit.UpdatedAt) return (again, before, unfinished?.Begun);
            edit = again;
        }

        throw Failures.Changed(edit.ToString(), edit.ChangeInWords);
    }

    /// <summary>Looks whether the sync copies what it is to copy, and sees to it that it does.</summary>
    private async Task<(BulkSyncEdit Now, IReadOnlyList<string> Repaired)> FinishAsync(UpdateState state, BulkSyncEdit? answer, CancellationToken cancel)
    {
        try
        {
            var after = await _client.Schemas.ReadSelectionAsync(state.SyncId, cancel).ConfigureAwait(false);
            // Read last, the sync tells of every change that can be seen in the selection.
            var now = await EditAsync(state.SyncId, seen: null, cancel).ConfigureAwait(false);
            state.Look(after);
            if (state.InWords.Count > 0 && now.IsChangedByAnotherSince(answer)) throw state.Overtaken(now);

            _unfinished.Begin(state.SyncId, state.Wanted);
            var repaired = await _client.Schemas.RepairAsync(state, after, cancel).ConfigureAwait(false);
            return (repaired.Count > 0 ? await EditAsync(state.SyncId, seen: null, cancel).ConfigureAwait(false) : now, repaired);
        }
        catch (PolytomicApiException failure) when (failure.Selection is null)
        {
            throw state.Broken(failure);
        }
    }

    private static string Written(BulkSyncEdit edit, PolytomicApiException? lost)
    {
        var changes = string.Join("; ", edit.Differences);
        return lost is not null ? $"Whether {edit} was changed is not known ({changes})."
            : changes.Length > 0 ? $"The settings of {edit} were changed ({changes})."
            : $"The settings of {edit} are as they are to be.";
    }

    /// <summary>Lets a bulk sync's schedules fire, or pauses it, which cancels a running execution (bulkSync_activate).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="active">Whether the schedules fire.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task ActivateAsync(Guid id, bool active, CancellationToken cancel = default) =>
        _client.SendAsync(
            new ApiRequest(HttpMethod.Post, $"{(active ? "activate" : "pause")} bulk sync {id}", "api", "bulk", "syncs", id.ToString(), "activate")
                .WithBody(new JsonObject { ["active"] = active }),
            cancel);

    /// <summary>Deletes a bulk sync with its schedules, schema settings and history (bulkSync_delete).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task DeleteAsync(Guid id, CancellationToken cancel = default)
    {
        await _client.DeleteAsync(Request(HttpMethod.Delete, "delete", id), cancel).ConfigureAwait(false);
        _client.SyncNames.Forget(id);
    }

    /// <summary>Starts an execution (bulkSync_start). Where one is already under way, the failure's message names it.</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="test">Whether it only tries the sync out, with few records.</param>
    /// <param name="resyncMode">What is done over again: <c>refetch</c>, <c>resync</c> or <c>rebuild</c>.</param>
    /// <param name="fetchMode">What is read: <c>none</c>, <c>incremental</c> or <c>full</c>.</param>
    /// <param name="schemas">The ids of the schemas to sync; none means all that are enabled.</param>
    /// <param name="cancel">Ends the request, not the execution.</param>
    public async Task<BulkSyncExecution> StartAsync(
        Guid id, bool test = false, string? resyncMode = null, string? fetchMode = null, IReadOnlyCollection<string>? schemas = null, CancellationToken cancel = default)
    {
        var body = new JsonObject();
        if (test) body["test"] = true;
        if (resyncMode is not null) body["resync_mode"] = resyncMode;
        if (fetchMode is not null) body["fetch_mode"] = fetchMode;
        if (schemas is { Count: > 0 }) body["schemas"] = new JsonArray([.. schemas.Select(schema => JsonValue.Create(schema))]);

        var request = new ApiRequest(HttpMethod.Post, $"start bulk sync {id}", "api", "bulk", "syncs", id.ToString(), "executions").WithBody(body);
        try
        {
            return (await _client.GetAsync(request, ApiJson.Default.EnvelopeBulkSyncExecution, cancel).ConfigureAwait(false)).Of(id, _client.SyncNames.Of(id));
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.Conflict)
        {
            throw await NamingTheExecutionAsync(failure, id, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for the running execution to be cancelled, which takes a while (bulkSync_cancel).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task CancelAsync(Guid id, CancellationToken cancel = default) =>
        _client.SendAsync(new ApiRequest(HttpMethod.Post, $"cancel the execution of bulk sync {id}", "api", "bulk", "syncs", id.ToString(), "cancel"), cancel);

    /// <summary>What a sync does now, what it did last and what it will do next (bulkSync_getStatus).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<BulkSyncStatus> GetStatusAsync(Guid id, CancellationToken cancel = default)
    {
        var request = new ApiRequest(HttpMethod.Get, $"read the status of bulk sync {id}", "api", "bulk", "syncs", id.ToString(), "status");
        return (await _client.GetAsync(request, ApiJson.Default.EnvelopeBulkSyncStatus, cancel).ConfigureAwait(false)).Of(id, _client.SyncNames.Of(id));
    }

    /// <summary>Writes a sync. A failure that leaves open whether it was written is given back, not thrown.</summary>
    private async Task<(BulkSyncEdit? Answer, PolytomicApiException? Lost)> TryPutAsync(BulkSyncEdit edit, Selection selection, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var earlier = _unfinished.Of(edit);
        _unfinished.Begin(edit.Id, selection);
        try
        {
            var answer = await PutAsync(edit, selection, cancel).ConfigureAwait(false);
            _unfinished.Written(answer);
            return (answer, null);
        }
        catch (PolytomicApiException failure) when (IsOpen(failure))
        {
            return (null, failure);
        }
        catch (PolytomicApiException)
        {
            // Refused, it has changed nothing; what an earlier one has left to do is still to be done.
            if (earlier is { } before) _unfinished.Begin(edit.Id, before.Wanted);
            else _unfinished.End(edit.Id);
            throw;
        }

        static bool IsOpen(PolytomicApiException failure) =>
            failure.MayHaveBeenDone || failure.Failure is PolytomicFailure.Timeout or PolytomicFailure.ConnectionFailed or PolytomicFailure.ServerError or PolytomicFailure.BadResponse;
    }

    private Task<BulkSyncEdit> PutAsync(BulkSyncEdit edit, Selection? selection, CancellationToken cancel) =>
        ReadToEditAsync(edit.Id, Request(HttpMethod.Put, "change", edit.Id).WithBody(edit.ToBody(selection)), cancel);

    private async Task<BulkSync> ReadAsync(ApiRequest request, CancellationToken cancel)
    {
        var sync = await _client.GetAsync(request, ApiJson.Default.EnvelopeBulkSync, cancel).ConfigureAwait(false);
        _client.SyncNames.Learn(sync.Id, sync.Name);
        return sync;
    }

    private async Task<BulkSyncEdit> ReadToEditAsync(Guid id, ApiRequest request, CancellationToken cancel)
    {
        var edit = new BulkSyncEdit(id, await _client.EditAsync(request, ApiJson.Default.BulkSync, cancel).ConfigureAwait(false));
        _client.SyncNames.Learn(id, edit.OwnName);
        return edit;
    }

    private static ApiRequest Request(HttpMethod method, string verb, Guid id) => new(method, $"{verb} bulk sync {id}", "api", "bulk", "syncs", id.ToString());

    private async Task<PolytomicApiException> NamingTheExecutionAsync(PolytomicApiException conflict, Guid id, CancellationToken cancel)
    {
        try
        {
            var status = await GetStatusAsync(id, cancel).ConfigureAwait(false);
            return status.CurrentExecution is { Id: { } execution } current ? conflict.With($"Execution {execution} is under way: its status is '{current.Status ?? "unknown"}'.") : conflict;
        }
        catch (PolytomicApiException)
        {
            // The name is a courtesy; what went wrong is the conflict.
            return conflict;
        }
    }
}
