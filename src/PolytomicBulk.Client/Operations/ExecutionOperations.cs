using System.Runtime.CompilerServices;

namespace PolytomicBulk.Operations;

/// <summary>Operations on executions of bulk syncs.</summary>
public sealed class ExecutionOperations
{
    private const int LargestPage = 100;

    /// <summary>The maximum number of ids in a request. Each takes 45 characters of the URL, and some proxies accept only 2000.</summary>
    private const int SyncsInAnAddress = 40;

    private readonly ApiRequestor _api;
    private readonly SyncNames _names;

    internal ExecutionOperations(ApiRequestor api, SyncNames names) => (_api, _names) = (api, names);

    /// <summary>Lists the executions of a bulk sync, newest first by default, page by page (executions_list).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="completed">Whether to return only executions that have ended, ordered by their last change.</param>
    /// <param name="ascending">Whether to return the oldest execution first.</param>
    /// <param name="since">The earliest start of an execution. If it has not begun, the time of its request counts. Null for no limit.</param>
    /// <param name="first">The maximum number of executions. Null for all.</param>
    /// <param name="until">The time before which the executions began. Null for no limit.</param>
    /// <param name="statuses">The statuses of the executions to return. Null for all.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public IAsyncEnumerable<BulkSyncExecution> ListAsync(
        Guid syncId,
        bool completed = false,
        bool ascending = false,
        DateTime? since = null,
        int? first = null,
        DateTime? until = null,
        IReadOnlyCollection<string>? statuses = null,
        CancellationToken cancel = default)
    {
        var wanted = new ExecutionFilter(since, until, statuses, completed);
        return ascending && since is not null
            ? ListForwardAsync(syncId, completed, wanted, first, cancel)
            : ListAsOrderedAsync(syncId, completed, ascending, wanted, first, cancel);
    }

    /// <summary>Gets an execution (executions_get).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="executionId">The execution's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<BulkSyncExecution> GetAsync(Guid syncId, Guid executionId, CancellationToken cancel = default)
    {
        var request = new ApiRequest(
            HttpMethod.Get,
            $"read execution {executionId} of {_names.InWords(syncId)}",
            "api", "bulk", "syncs", syncId.ToString(), "executions", executionId.ToString())
        {
            Resource = ResourceKind.Execution,
            About = executionId.ToString(),
        };
        var execution = await _api.GetAsync(request, ApiJson.Default.EnvelopeBulkSyncExecution, cancel).ConfigureAwait(false);
        return execution.SetOwner(syncId, _names.Get(syncId));
    }

    /// <summary>Requests the cancellation of an execution, which takes a while (executions_cancel).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="executionId">The execution's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task CancelAsync(Guid syncId, Guid executionId, CancellationToken cancel = default) =>
        _api.SendAsync(
            new ApiRequest(
                HttpMethod.Post,
                $"cancel execution {executionId} of {_names.InWords(syncId)}",
                "api", "bulk", "syncs", syncId.ToString(), "executions", executionId.ToString(), "cancel") { Resource = ResourceKind.Execution },
            cancel);

    /// <summary>Gets the status of the current or last execution of every bulk sync (executions_listStatus).</summary>
    /// <param name="onlyActive">Whether to return only active bulk syncs.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<IReadOnlyList<BulkSyncExecutionStatus>> ListStatusAsync(bool onlyActive, CancellationToken cancel = default) =>
        ListStatusAsync(
            onlyActive
                ? StatusRequest("read the status of the active bulk syncs").With("active", "true")
                : StatusRequest("read the status of all bulk syncs").With("all", "true"),
            cancel);

    /// <summary>
    /// The newest execution of a bulk sync, current or completed (executions_list). If it has never run, this fails as for an execution that does not exist.
    /// </summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<BulkSyncExecution> GetLastAsync(Guid syncId, CancellationToken cancel = default)
    {
        await foreach (var execution in ListAsync(syncId, first: 1, cancel: cancel).ConfigureAwait(false)) return execution;
        throw Failures.NeverRun(_names.InWords(syncId));
    }

    /// <summary>Gets the status of the current or last executions of some bulk syncs (executions_listStatus).</summary>
    /// <param name="syncIds">The ids of the bulk syncs. Each request can contain 40 of them.</param>
    /// <param name="cancel">Cancels the requests.</param>
    public async Task<IReadOnlyList<BulkSyncExecutionStatus>> ListStatusAsync(IReadOnlyCollection<Guid> syncIds, CancellationToken cancel = default)
    {
        var ids = syncIds.Distinct().ToArray();
        var requests = new List<Task<IReadOnlyList<BulkSyncExecutionStatus>>>();
        for (var start = 0; start < ids.Length; start += SyncsInAnAddress)
        {
            var some = ids.Skip(start).Take(SyncsInAnAddress).ToArray();
            var request = StatusRequest(some is [var one] ? $"read the status of {_names.InWords(one)}" : "read the status of bulk syncs");
            foreach (var id in some) request.With("sync_id", id.ToString());
            requests.Add(ListStatusAsync(request, cancel));
        }

        var answers = await Task.WhenAll(requests).ConfigureAwait(false);
        // The service may return rows about other bulk syncs.
        return [.. answers.SelectMany(answer => answer).Where(status => status.SyncId is not { } id || ids.Contains(id))];
    }

    /// <summary>Lists executions from a time on, oldest first. It reads back to that time, instead of everything before it.</summary>
    private async IAsyncEnumerable<BulkSyncExecution> ListForwardAsync(
        Guid syncId, bool completed, ExecutionFilter wanted, int? first, [EnumeratorCancellation] CancellationToken cancel)
    {
        var newestOnTop = new List<BulkSyncExecution>();
        await foreach (var execution in ListAsOrderedAsync(syncId, completed, ascending: false, wanted, first: null, cancel).ConfigureAwait(false))
        {
            newestOnTop.Add(execution);
        }

        newestOnTop.Reverse();
        foreach (var execution in newestOnTop.Take(first ?? int.MaxValue)) yield return execution;
    }

    private async IAsyncEnumerable<BulkSyncExecution> ListAsOrderedAsync(
        Guid syncId, bool completed, bool ascending, ExecutionFilter wanted, int? first, [EnumeratorCancellation] CancellationToken cancel)
    {
        // If a filter drops items, a small page would only cause more requests.
        var limit = wanted.LeavesOut ? LargestPage : Math.Min(first ?? LargestPage, LargestPage);
        ApiRequest Page(string? token) =>
            new ApiRequest(HttpMethod.Get, $"list the executions of {_names.InWords(syncId)}", "api", "bulk", "syncs", syncId.ToString(), "executions")
                .With("only_terminal", completed ? true : null)
                .With("ascending", ascending ? true : null)
                .With("limit", limit.ToString(CultureInfo.InvariantCulture))
                .With("page_token", token);

        var left = first ?? int.MaxValue;
        int? End(List<BulkSyncExecution> page)
        {
            for (var i = 0; i < page.Count; i++)
            {
                if (left == 0 || (ascending ? wanted.IsBefore(page[i]) : wanted.IsPast(page[i]))) return i;
                if (wanted.Includes(page[i])) left--;
            }

            return left == 0 ? page.Count : null;
        }

        await foreach (var execution in _api.ListAsync(Page, ApiJson.Default.PageEnvelopeBulkSyncExecution, End, cancel).ConfigureAwait(false))
        {
            if (wanted.Includes(execution)) yield return execution.SetOwner(syncId, _names.Get(syncId));
        }
    }

    private async Task<IReadOnlyList<BulkSyncExecutionStatus>> ListStatusAsync(ApiRequest request, CancellationToken cancel)
    {
        var statuses = await _api.GetListAsync(request, ApiJson.Default.PageEnvelopeBulkSyncExecutionStatus, cancel).ConfigureAwait(false);
        return statuses.ConvertAll(status => status.SetOwner(_names.Get(status.SyncId)));
    }

    private static ApiRequest StatusRequest(string action) => new(HttpMethod.Get, action, "api", "bulk", "syncs", "status");
}
