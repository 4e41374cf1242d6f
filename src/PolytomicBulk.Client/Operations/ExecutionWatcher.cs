using System.Runtime.CompilerServices;
using PolytomicBulk.Http;

namespace PolytomicBulk.Operations;

/// <summary>Looks at many executions together, again and again, until all are over.</summary>
internal sealed class ExecutionWatcher(PolytomicClient client, IReadOnlyList<ExecutionWatch> watches, TimeSpan? interval, TimeSpan? limit)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    public async IAsyncEnumerable<ExecutionWatch> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var began = client.Clock.GetTimestamp();
        var pause = interval ?? FirstPause;
        while (true)
        {
            var open = watches.Where(watch => !watch.IsOver).ToArray();
            if (open.Length == 0) yield break;
            await LookAsync(open, cancel).ConfigureAwait(false);

            var elapsed = client.Clock.GetElapsedTime(began);
            var left = limit - elapsed;
            foreach (var watch in open)
            {
                watch.Elapsed = elapsed;
                watch.TimedOut = !watch.IsOver && left <= TimeSpan.Zero;
                yield return watch;
            }

            if (Array.TrueForAll(open, watch => watch.IsOver)) continue;
            await client.DelayAsync(left < pause ? left.Value : pause, cancel).ConfigureAwait(false);
            if (interval is null) pause = Shorter(TimeSpan.FromTicks(pause.Ticks * 3 / 2), LongestPause);
        }
    }

    private async Task LookAsync(ExecutionWatch[] open, CancellationToken cancel)
    {
        try
        {
            var statuses = await ListStatusAsync(open, cancel).ConfigureAwait(false);
            await Task.WhenAll(open.Where(watch => watch.See(statuses.TryGetValue(watch.SyncId, out var status) ? status : null)).Select(watch => LookCloserAsync(watch, cancel)))
                .ConfigureAwait(false);
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
            foreach (var status in await client.Executions.ListStatusAsync([.. open.Select(watch => watch.SyncId)], cancel).ConfigureAwait(false))
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
                watch.See(await client.Executions.GetAsync(watch.SyncId, id, cancel).ConfigureAwait(false));
                return;
            }

            var status = await client.BulkSyncs.GetStatusAsync(watch.SyncId, cancel).ConfigureAwait(false);
            if ((status.CurrentExecution ?? status.LastExecution) is { } execution) watch.See(execution);
            else watch.Failure = Failures.NeverRun(watch.SyncId);
        }
        catch (PolytomicApiException failure)
        {
            watch.Failure = failure;
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
