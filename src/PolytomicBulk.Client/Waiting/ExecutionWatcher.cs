namespace PolytomicBulk.Waiting;

/// <summary>Polls many executions with one set of requests.</summary>
internal sealed class ExecutionWatcher(
    Func<IReadOnlyCollection<Guid>, CancellationToken, Task<IReadOnlyList<BulkSyncExecutionStatus>>> listStatus,
    Func<Guid, Guid, CancellationToken, Task<BulkSyncExecution>> getExecution,
    Func<Guid, CancellationToken, Task<BulkSyncStatus>> getStatus,
    StartedExecutions started)
{
    public async Task LookAsync(ExecutionWatch[] open, CancellationToken cancel)
    {
        // An execution that reads may not show yet is identified by its id. Otherwise the previous execution would be used.
        foreach (var watch in open)
        {
            if (watch is { ExecutionId: null, UntilIdle: false } && started.NewOf(watch.SyncId) is { } id) watch.Await(id);
        }

        try
        {
            var statuses = await ListStatusAsync(open, cancel).ConfigureAwait(false);
            var looks = new List<Task>();
            foreach (var watch in open)
            {
                if (watch.See(statuses.TryGetValue(watch.SyncId, out var status) ? status : null)) looks.Add(LookCloserAsync(watch, cancel));
                else watch.Note(null);
            }

            await Task.WhenAll(looks).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure)
        {
            foreach (var watch in open) watch.Note(failure);
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
            // One of them does not exist. Separate requests show which.
        }

        return bySync;
    }

    private async Task LookCloserAsync(ExecutionWatch watch, CancellationToken cancel)
    {
        try
        {
            if (watch is { ExecutionId: { } id, UntilIdle: false })
            {
                See(watch, await getExecution(watch.SyncId, id, cancel).ConfigureAwait(false));
            }
            else
            {
                See(watch, await getStatus(watch.SyncId, cancel).ConfigureAwait(false));
            }

            watch.Note(null);
        }
        catch (PolytomicApiException failure)
        {
            // The next poll may find an execution that was just started.
            var isNew = failure.Failure == PolytomicFailure.NotFound && watch.ExecutionId is { } id && started.NewOf(watch.SyncId) == id;
            watch.Note(isNew ? null : failure);
        }
    }

    private void See(ExecutionWatch watch, BulkSyncExecution execution) => watch.See(execution, started.Has(watch.SyncId, execution.Id));

    private void See(ExecutionWatch watch, BulkSyncStatus status)
    {
        if (status.CurrentExecution is { IsTerminal: false } current) See(watch, current);
        else if (started.NewOf(watch.SyncId) is { } id && id != status.LastExecution?.Id && id != status.CurrentExecution?.Id)
        {
            // The answer does not contain it yet.
        }
        else if (watch.UntilIdle) watch.SeeIdle(status.LastExecution ?? status.CurrentExecution);
        else if ((status.CurrentExecution ?? status.LastExecution) is { } last) See(watch, last);
        else watch.SeeIdle(last: null);
    }
}
