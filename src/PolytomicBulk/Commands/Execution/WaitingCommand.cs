using System.Globalization;
using System.Management.Automation;
using PolytomicBulk.Operations;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that wait for executions: one set of requests for all of them, and a progress bar for each.</summary>
public abstract class WaitingCommand : SessionCommand
{
    private protected const string Now = "Now";
    private protected const string WaitSet = "Wait";

    private readonly List<ExecutionWatch> _watches = [];

    /// <summary>How long to wait in seconds, for all executions together; 0 for as long as it takes. When the time is over the executions go on, and each is an error.</summary>
    /// <value>0</value>
    [Parameter(ParameterSetName = WaitSet)]
    [ValidateRange(0, int.MaxValue)]
    public int TimeoutSec { get; set; }

    /// <summary>The time between two looks at the service, in seconds, 1 to 3600.</summary>
    /// <value>2 at first, growing to 15</value>
    [Parameter(ParameterSetName = WaitSet)]
    [ValidateRange(1, 3600)]
    public int PollIntervalSec { get; set; }

    /// <summary>Whether a cancelled execution is what the user wanted.</summary>
    private protected virtual bool ExpectsCancel => false;

    /// <summary>Adds an execution to those that are waited for at the end.</summary>
    private protected void Await(Guid syncId, Guid? executionId = null) => _watches.Add(new(syncId, executionId));

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        TimeSpan? interval = PollIntervalSec > 0 ? TimeSpan.FromSeconds(PollIntervalSec) : null;
        TimeSpan? limit = TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null;
        var next = 0;
        await foreach (var watch in Client.Executions.WatchAsync(_watches, interval, limit, cancel))
        {
            ShowProgress(watch);
            // In the order of the input, each as soon as those before it are over.
            while (next < _watches.Count && _watches[next].IsOver) Tell(_watches[next++]);
        }
    }

    private void ShowProgress(ExecutionWatch watch)
    {
        var schemas = watch.SchemaCount > 0 ? $", {watch.SchemasDone} of {watch.SchemaCount} schemas" : "";
        var status = string.Format(
            CultureInfo.CurrentCulture, "{0}, {1:N0} records{2}, {3:hh\\:mm\\:ss}", watch.Status ?? "unknown", watch.RecordCount, schemas, watch.Elapsed);
        ShowProgress(new ProgressRecord(_watches.IndexOf(watch), $"Bulk sync {watch.SyncId}", status)
        {
            PercentComplete = watch.SchemaCount > 0 ? 100 * watch.SchemasDone / watch.SchemaCount : -1,
            RecordType = watch.IsOver ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    private void Tell(ExecutionWatch watch)
    {
        if (watch.Failure is not null) Fail(ErrorRecords.From(watch.Failure, watch.SyncId));
        if (watch.TimedOut) Fail(ErrorRecords.StillUnderWay(watch, TimeoutSec));
        if (watch.Execution is not { } execution) return;

        Write(execution);
        if (watch.HasFailed) Fail(ErrorRecords.ExecutionFailed(execution));
        if (execution.Status == "canceled" && !ExpectsCancel) Warn($"Execution {execution.Id} of bulk sync {execution.SyncId} was cancelled.");
    }
}
