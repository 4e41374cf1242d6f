using System.Globalization;
using System.Management.Automation;
using PolytomicBulk.Waiting;

namespace PolytomicBulk.Commands;

/// <summary>Waits for executions on behalf of a command: one set of requests for all of them, and a progress bar for each.</summary>
internal sealed class ExecutionWaiter(SessionCommand command)
{
    private readonly List<ExecutionWatch> _watches = [];

    /// <summary>Whether a cancelled execution is what the user wanted.</summary>
    public bool ExpectsCancel { get; init; }

    /// <summary>Adds an execution to those that are waited for.</summary>
    public void Add(ExecutionWatch watch) => _watches.Add(watch);

    /// <summary>Waits until all are over, or the time is.</summary>
    /// <param name="client">Looks at the executions.</param>
    /// <param name="timeoutSec">How long to wait in seconds; 0 for as long as it takes.</param>
    /// <param name="pollIntervalSec">The time between two looks in seconds; 0 for a short one that grows.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task RunAsync(PolytomicClient client, int timeoutSec, int pollIntervalSec, CancellationToken cancel)
    {
        TimeSpan? interval = pollIntervalSec > 0 ? TimeSpan.FromSeconds(pollIntervalSec) : null;
        TimeSpan? limit = timeoutSec > 0 ? TimeSpan.FromSeconds(timeoutSec) : null;
        var next = 0;
        await foreach (var watch in client.Waits.WatchAsync(_watches, interval, limit, cancel))
        {
            ShowProgress(watch);
            // In the order of the input, each as soon as those before it are over.
            while (next < _watches.Count && _watches[next].IsOver) Tell(_watches[next++], timeoutSec);
        }
    }

    private void ShowProgress(ExecutionWatch watch)
    {
        var schemas = watch.SchemaCount > 0 ? $", {watch.SchemasDone} of {watch.SchemaCount} schemas" : "";
        var status = string.Format(
            CultureInfo.CurrentCulture, "{0}, {1:N0} records{2}, {3:hh\\:mm\\:ss}", watch.Status ?? "unknown", watch.RecordCount, schemas, watch.Elapsed);
        command.ShowProgress(new ProgressRecord(_watches.IndexOf(watch), $"Bulk sync {watch.SyncId}", status)
        {
            PercentComplete = watch.SchemaCount > 0 ? 100 * watch.SchemasDone / watch.SchemaCount : -1,
            RecordType = watch.IsOver ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    private void Tell(ExecutionWatch watch, int timeoutSec)
    {
        if (watch.Failure is not null) command.Fail(ErrorRecords.From(watch.Failure, watch.SyncId));
        if (watch.TimedOut) command.Fail(ErrorRecords.StillUnderWay(watch, command.InWords(watch.SyncId), timeoutSec));
        if (watch.Execution is not { } execution) return;

        command.Write(execution);
        if (watch.HasFailed) command.Fail(ErrorRecords.ExecutionFailed(execution));
        if (execution.Status == "canceled" && !ExpectsCancel) command.Warn($"Execution {execution.Id} of bulk sync {execution.SyncId} was cancelled.");
    }
}
