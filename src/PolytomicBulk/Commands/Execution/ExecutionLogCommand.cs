namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets that read the logs of an execution.</summary>
public abstract class ExecutionLogCommand : BelowBulkSyncCommand
{
    /// <summary>Specifies the id of the execution. If you omit this parameter, the command uses the last execution of the bulk sync.</summary>
    /// <value>The last execution of the bulk sync, which takes 1 more request (API operation executions_list)</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [IdFrom("ExecutionId", IdFromAttribute.FindExecution)]
    [ArgumentCompleter(typeof(ExecutionCompleter))]
    public Guid ExecutionId { get; set; }

    private protected sealed override Task ProcessAsync(Guid syncId, CancellationToken cancel) =>
        // A piped bulk sync sets ExecutionId to its own id.
        ReadAsync(syncId, ExecutionId == Guid.Empty || ExecutionId == syncId ? null : ExecutionId, cancel);

    private protected abstract Task ReadAsync(Guid syncId, Guid? executionId, CancellationToken cancel);

    /// <summary>The id of the given or last execution.</summary>
    private protected async Task<Guid> FindAsync(Guid syncId, Guid? executionId, CancellationToken cancel) =>
        executionId ?? (await Client.Executions.GetLastAsync(syncId, cancel).ConfigureAwait(false)).Id ?? Guid.Empty;
}
