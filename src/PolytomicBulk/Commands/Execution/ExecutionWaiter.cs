namespace PolytomicBulk.Commands;

/// <summary>Waits for executions with shared status requests, and shows a progress bar for each.</summary>
internal sealed class ExecutionWaiter(SessionCommand command)
{
    private readonly List<(ExecutionWatch Watch, object?[]? Variables)> _watches = [];
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    /// <summary>Whether the user wants the executions to be canceled.</summary>
    public bool ExpectsCancel { get; init; }

    /// <summary>Runs for each execution that has ended, in the order in which they end.</summary>
    public Func<ExecutionWatch, Task>? WhenOver { get; init; }

    public void Add(ExecutionWatch watch) => _watches.Add((watch, command.PipelineValues()));

    /// <summary>Waits until all executions have ended, or the time is over. 0 means no limit, and polling with growing intervals.</summary>
    public async Task RunAsync(PolytomicClient client, int timeoutSec, int pollIntervalSec, CancellationToken cancel)
    {
        TimeSpan? interval = pollIntervalSec > 0 ? TimeSpan.FromSeconds(pollIntervalSec) : null;
        TimeSpan? limit = timeoutSec > 0 ? TimeSpan.FromSeconds(timeoutSec) : null;
        var watches = _watches.ConvertAll(each => each.Watch);
        var next = 0;
        await foreach (var watch in client.Waits.WatchAsync(watches, interval, limit, cancel))
        {
            ShowProgress(watch, watches.IndexOf(watch));
            // Errors are written at once, executions in the order of the input.
            if (watch.IsOver) await AsOfAsync(watches.IndexOf(watch), () => FinishAsync(watch, timeoutSec));
            for (; next < watches.Count && watches[next].IsOver; next++) await AsOfAsync(next, () => Emit(watches[next]));
        }
    }

    private Task AsOfAsync(int index, Func<Task> action) => command.AsOfAsync(_watches[index].Variables, action);

    private void ShowProgress(ExecutionWatch watch, int activity)
    {
        WarnOfUnknown(watch);
        var schemas = watch.SchemaCount > 0 ? $", {watch.SchemasDone} of {watch.SchemaCount} schemas" : "";
        var trouble = watch.Trouble is null ? "" : ", the service does not answer";
        var status = $@"{watch.Status ?? "unknown"}, {watch.RecordCount:N0} records{schemas}{trouble}, {watch.Elapsed:hh\:mm\:ss}";
        command.ShowProgress(new ProgressRecord(activity, $"Bulk sync {watch.SyncId}", status)
        {
            PercentComplete = watch.SchemaCount > 0 ? 100 * watch.SchemasDone / watch.SchemaCount : -1,
            RecordType = watch.IsOver ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    private void WarnOfUnknown(ExecutionWatch watch)
    {
        if (watch.IsOver || watch.Status is not { Length: > 0 } status || ExecutionStates.IsKnown(status) || !_unknown.Add(status)) return;
        command.Warn($"This module does not know the status '{status}' of {command.InWords(watch.SyncId)}. The wait continues until it has an end.");
    }

    private async Task FinishAsync(ExecutionWatch watch, int timeoutSec)
    {
        if (watch.Failure is not null) command.Fail(ErrorRecords.WaitFailed(watch, command.InWords(watch.SyncId), ExpectsCancel));
        if (watch.TimedOut) command.Fail(ErrorRecords.StillUnderWay(watch, command.InWords(watch.SyncId), timeoutSec, ExpectsCancel));
        if (watch.HasFailed) command.Fail(ErrorRecords.ExecutionFailed(watch.Execution!));
        if (watch is { Execution: { Status: "canceled" } execution, IsAwaited: true, UntilIdle: false } && !ExpectsCancel)
        {
            command.Warn($"Execution {execution.Id} of {command.InWords(watch.SyncId)} was canceled.");
        }

        if (watch.IsIdle && watch.Execution is null) command.Say($"There is nothing to wait for, because {command.InWords(watch.SyncId)} has never run.");
        if (WhenOver is not null) await WhenOver(watch);
    }

    private Task Emit(ExecutionWatch watch)
    {
        if (watch is { Execution: { } execution, UntilIdle: false }) command.Write(execution);
        return Task.CompletedTask;
    }
}
