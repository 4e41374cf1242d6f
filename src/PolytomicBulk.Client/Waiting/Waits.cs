using System.Runtime.CompilerServices;

namespace PolytomicBulk.Waiting;

/// <summary>Waits for operations of the service that take a while.</summary>
public sealed class Waits
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock;
    private readonly BulkSyncOperations _syncs;
    private readonly ExecutionOperations _executions;
    private readonly ConnectionSchemaOperations _schemas;
    private readonly LogOperations _logs;
    private readonly StartedExecutions _started;
    private readonly RequestObserver? _observer;

    internal Waits(
        TimeProvider clock,
        BulkSyncOperations syncs,
        ExecutionOperations executions,
        ConnectionSchemaOperations schemas,
        LogOperations logs,
        StartedExecutions started,
        RequestObserver? observer)
    {
        (_clock, _syncs, _executions, _schemas) = (clock, syncs, executions, schemas);
        (_logs, _started, _observer) = (logs, started, observer);
    }

    /// <summary>
    /// Polls executions until all are over, with one set of requests for all of them. Returns each one after each poll, until <see cref="Watch.IsOver"/>
    /// (executions_listStatus, executions_get, bulkSync_getStatus). A poll with a temporary failure is repeated.
    /// </summary>
    /// <param name="watches">The executions.</param>
    /// <param name="interval">The time between two polls. If null, it begins at 2 s and grows to 15 s.</param>
    /// <param name="limit">The maximum wait. Null for no limit.</param>
    /// <param name="cancel">Cancels the wait, not the executions.</param>
    public IAsyncEnumerable<ExecutionWatch> WatchAsync(
        IReadOnlyList<ExecutionWatch> watches, TimeSpan? interval = null, TimeSpan? limit = null, CancellationToken cancel = default)
    {
        var watcher = new ExecutionWatcher(_executions.ListStatusAsync, _executions.GetAsync, _syncs.GetStatusAsync, _started);
        var pauses = interval is { } pause ? Backoff.Every(pause) : Backoff.Executions;
        return new Watcher<ExecutionWatch>(watches, watcher.LookAsync, pauses, limit, _clock, new(_observer)).RunAsync(cancel);
    }

    /// <summary>
    /// Polls refreshes that have just begun until all have ended. Returns each one at once and after each poll, until <see cref="Watch.IsOver"/>
    /// (connectionSchemas_getStatus).
    /// </summary>
    /// <param name="refreshes">The refreshes.</param>
    /// <param name="limit">The maximum wait. Null for no limit.</param>
    /// <param name="cancel">Cancels the wait, not the refreshes.</param>
    public IAsyncEnumerable<SchemaRefresh> WatchAsync(IReadOnlyList<SchemaRefresh> refreshes, TimeSpan? limit = null, CancellationToken cancel = default)
    {
        var haveBegun = false;
        return new Watcher<SchemaRefresh>(refreshes, LookAsync, Backoff.Every(RefreshInterval), limit, _clock, new(_observer)).RunAsync(cancel);

        Task LookAsync(SchemaRefresh[] open, CancellationToken cancel)
        {
            // The status does not show a refresh immediately.
            if (haveBegun) return Task.WhenAll(open.Select(refresh => refresh.LookAsync(_schemas.GetStatusAsync, cancel)));
            haveBegun = true;
            return Task.CompletedTask;
        }
    }

    /// <summary>
    /// The console log of an execution, oldest entry first (executions_getConsoleLogs), or of one of its schemas (executions_getSchemaConsoleLogs).
    /// </summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="executionId">The execution's id.</param>
    /// <param name="schemaId">The id of the schema. Null for the whole execution.</param>
    /// <param name="tail">The number of existing entries to return, from the end of the log. Null for all.</param>
    /// <param name="follow">Whether to continue until the execution ends.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async IAsyncEnumerable<BulkSyncLogEntry> ReadLogAsync(
        Guid syncId,
        Guid executionId,
        string? schemaId = null,
        int? tail = null,
        bool follow = false,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var reader = new LogReader((after, cancel) => _logs.GetPageAsync(syncId, executionId, schemaId, after, cancel), new(_observer));
        var present = follow ? reader.ReadPatientlyAsync(_clock, cancel) : reader.ReadNewAsync(cancel);
        if (tail is { } most)
        {
            var last = new Queue<BulkSyncLogEntry>();
            await foreach (var entry in present.ConfigureAwait(false))
            {
                last.Enqueue(entry);
                if (last.Count > most) last.Dequeue();
            }

            foreach (var entry in last) yield return entry;
        }
        else
        {
            await foreach (var entry in present.ConfigureAwait(false)) yield return entry;
        }

        if (!follow) yield break;
        await foreach (var entry in reader.FollowAsync(IsOverAsync, _clock, cancel).ConfigureAwait(false)) yield return entry;

        async Task<bool> IsOverAsync(CancellationToken cancel) =>
            (await _executions.GetAsync(syncId, executionId, cancel).ConfigureAwait(false)).IsTerminal;
    }

    /// <summary>Starts the export of the logs of an execution, and waits for it (executions_exportLogs, jobs_get).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="executionId">The execution's id.</param>
    /// <param name="progress">Receives the progress of the wait.</param>
    /// <param name="limit">The maximum wait. Null for no limit.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="TimeoutException">The time ran out before the file was ready.</exception>
    public async Task<BulkSyncLogFile> ExportLogsAsync(
        Guid syncId, Guid executionId, IProgress<LogTransfer>? progress = null, TimeSpan? limit = null, CancellationToken cancel = default)
    {
        var begun = await _logs.StartExportAsync(syncId, executionId, cancel).ConfigureAwait(false);
        var job = await new ExportJob(cancel => _logs.GetExportAsync(syncId, executionId, begun.JobId!.Value, cancel), _clock, new(_observer))
            .EndAsync(begun, job => progress?.Report(new($"Export {job.Status}")), limit, cancel)
            .ConfigureAwait(false);
        // The answer to a later poll may omit the id of the job.
        job.JobId ??= begun.JobId;
        return _logs.FileOf(syncId, executionId, job);
    }
}
