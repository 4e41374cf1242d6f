using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that read the logs of an execution.</summary>
public abstract class ExecutionLogCommand : BelowBulkSyncCommand
{
    /// <inheritdoc/>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [IdFrom("SyncId")]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string? SyncName { get; set; }

    /// <summary>The id of the execution.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ExecutionCompleter))]
    public Guid ExecutionId { get; set; }

    /// <inheritdoc/>
    protected sealed override Task ProcessAsync(Guid syncId, CancellationToken cancel) =>
        IsBelow(ExecutionId.ToString(), syncId, "an execution", "Pipe in its executions, or pass one with -ExecutionId.")
            ? ForEachAsync([ExecutionId], (_, cancel) => ReadAsync(syncId, cancel), cancel)
            : Task.CompletedTask;

    /// <summary>What is done with the execution's logs.</summary>
    /// <param name="syncId">The id of the sync that ran.</param>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    protected abstract Task ReadAsync(Guid syncId, CancellationToken cancel);
}
