using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that read the logs of an execution.</summary>
public abstract class ExecutionLogCommand : BelowBulkSyncCommand
{
    /// <summary>The id of the execution.</summary>
    /// <value>The sync's last execution, for one more request (API operation executions_list)</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [IdFrom("ExecutionId", IdFromAttribute.FindExecution)]
    [ArgumentCompleter(typeof(ExecutionCompleter))]
    public Guid ExecutionId { get; set; }

    /// <inheritdoc/>
    protected sealed override Task ProcessAsync(Guid syncId, CancellationToken cancel) => ForEachAsync(
        [syncId],
        async (syncId, cancel) =>
        {
            // A sync that is piped in has its own id where an execution has its.
            var isGiven = ExecutionId != Guid.Empty && ExecutionId != syncId;
            if ((isGiven ? ExecutionId : await FindLastAsync(syncId, cancel)) is { } executionId) await ForEachAsync([executionId], (id, cancel) => ReadAsync(syncId, id, cancel), cancel);
            else Fail(ErrorRecords.NeverRun(InWords(syncId), syncId));
        },
        cancel);

    /// <summary>What is done with the execution's logs.</summary>
    /// <param name="syncId">The id of the sync that ran.</param>
    /// <param name="executionId">The id of the execution.</param>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    protected abstract Task ReadAsync(Guid syncId, Guid executionId, CancellationToken cancel);

    private async Task<Guid?> FindLastAsync(Guid syncId, CancellationToken cancel)
    {
        await foreach (var execution in Client.Executions.ListAsync(syncId, first: 1, cancel: cancel)) return execution.Id;
        return null;
    }
}
