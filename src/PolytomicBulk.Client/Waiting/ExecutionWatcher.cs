using PolytomicBulk.Http;

namespace PolytomicBulk.Waiting;

/// <summary>Looks at many executions with one set of requests.</summary>
/// <param name="listStatus">The state of some syncs' current or last executions, in short.</param>
/// <param name="getExecution">An execution of a sync.</param>
/// <param name="getStatus">A sync's current and last execution.</param>
internal sealed class ExecutionWatcher(
    Func<IReadOnlyCollection<Guid>, CancellationToken, Task<IReadOnlyList<BulkSyncExecutionStatus>>> listStatus,
    Func<Guid, Guid, CancellationToken, Task<BulkSyncExecution>> getExecution,
    Func<Guid, CancellationToken, Task<BulkSyncStatus>> getStatus)
{
    /// <summary>How long an execution that was just started may be unknown to the service's reads, which lag behind its writes.</summary>
    private static readonly TimeSpan ReadsLag = TimeSpan.FromSeconds(30);

    public async Task LookAsync(ExecutionWatch[] open, CancellationToken cancel)
    {
        try
        {
            var statuses = await ListStatusAsync(open, cancel).ConfigureAwait(false);
            var unclear = open.Where(watch => watch.See(statuses.TryGetValue(watch.SyncId, out var status) ? status : null));
            await Task.WhenAll(unclear.Select(watch => LookCloserAsync(watch, cancel))).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure)
        {
            foreach (var watch in open) watch.Failure = failure;
        }
    }

    private async Task<Dictionary<Guid, BulkSyncExecutionStatus>> ListStatusAsync(ExecutionWatch[] open, CancellationToken cancel)
    {
        var bySync = new Dictionary<Guid, BulkSyncExecutionStatus>();
        try
        {
            foreach (var status in await listStatus([.. open.Select(watch => watch.SyncId)], cancel).ConfigureAwait(false))
            {
                if (status.SyncId is { } id) bySync[id] = status;
            }
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.NotFound)
        {
            // One of them does not exist; a closer look at each tells which.
        }

        return bySync;
    }

    private async Task LookCloserAsync(ExecutionWatch watch, CancellationToken cancel)
    {
        try
        {
            if (watch.ExecutionId is { } id)
            {
                watch.See(await getExecution(watch.SyncId, id, cancel).ConfigureAwait(false));
                return;
            }

            var status = await getStatus(watch.SyncId, cancel).ConfigureAwait(false);
            if ((status.CurrentExecution ?? status.LastExecution) is { } execution) watch.See(execution);
            else watch.Failure = Failures.NeverRun(watch.SyncId);
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.NotFound && watch.IsNew && watch.Elapsed < ReadsLag)
        {
            // The next look may find it.
        }
        catch (PolytomicApiException failure)
        {
            watch.Failure = failure;
        }
    }
}
