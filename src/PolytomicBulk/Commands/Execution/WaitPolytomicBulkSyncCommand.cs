using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Waits until executions of bulk syncs are over, and emits them.</summary>
/// <remarks>
/// <para>Waits for a sync's current execution, or for the one that -ExecutionId names. Where none is running, the last one is emitted at once, and
/// nothing where the sync has never run. All syncs of the pipeline are waited for together, whose states are asked for with one request for every
/// 40 (API operation executions_listStatus): every 2 seconds at first, and ever less often down to every 15 seconds. Each execution is read once when
/// it is over (executions_get or bulkSync_getStatus), and emitted in the order of the input.</para>
/// <para>An execution that was waited for and ends as failed, errors or interrupted is an error (PolytomicExecutionFailed) with the service's own
/// message as soon as it is known, and is emitted too; a cancelled one is a warning. That an execution failed before is no error, unless it was
/// piped in, named with -ExecutionId, or started by this session: after Start-PolytomicBulkSync, a run that failed before the wait began is still an
/// error. With -Idle only the end counts, whatever the result: nothing is emitted.</para>
/// <para>A look that fails in passing (no connection, a time-out, too many requests, a fault of the service) is a warning, and is made again. When
/// -TimeoutSec is over, each execution that is still under way is an error (PolytomicTimeout) and goes on; so it does when the command is stopped. A
/// status that this module does not know is a warning, and counts as under way until the execution has an end.</para>
/// </remarks>
/// <example>
/// <para>Start a sync, and wait for it later.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $execution = Get-PolytomicBulkSync -Name 'Stripe to BigQuery' | Start-PolytomicBulkSync
/// $execution | Wait-PolytomicBulkSync
/// </code>
/// </example>
/// <example>
/// <para>Wait until no bulk sync runs any more, at most an hour.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Wait-PolytomicBulkSync -Idle -TimeoutSec 3600
/// </code>
/// </example>
/// <seealso cref="StartPolytomicBulkSyncCommand"/>
/// <seealso cref="GetPolytomicBulkSyncStatusCommand"/>
[Cmdlet(VerbsLifecycle.Wait, "PolytomicBulkSync", DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Wait-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSyncExecution))]
public sealed class WaitPolytomicBulkSyncCommand : WaitingCommand
{
    /// <inheritdoc/>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [SyncFrom(TakesParts = true, NameParameter = "-Name")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public override Guid[] Id { get; set; } = [];

    /// <summary>
    /// Names of bulk syncs, with wildcards; they are looked up first, with one request for up to 50 bulk syncs, else with two for every 50 (API
    /// operation bulkSync_list). For a name without wildcards, it is an error if no sync or more than one has it.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string[] Name { get; set; } = [];

    /// <summary>
    /// Bulk syncs, ids, names, and rows, such as those of a CSV file; executions, statuses and other parts of a bulk sync stand for it, too. A row has
    /// the Id or SyncId of a bulk sync, or its Name where it has no id.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public override object[] InputObject { get; set; } = [];

    /// <summary>The id of the execution to wait for, of the one sync that is named.</summary>
    /// <value>The sync's current execution, or else its last</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdFrom("ExecutionId", IdFromAttribute.FindExecution)]
    [ArgumentCompleter(typeof(ExecutionCompleter))]
    public Guid? ExecutionId { get; set; }

    /// <summary>
    /// Waits until the syncs run nothing, and emits nothing. An execution that begins while the one before ends is waited for too.
    /// </summary>
    [Parameter]
    public SwitchParameter Idle { get; set; }

    private protected override bool Waits => true;

    private protected override bool OnlyReads => true;

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        // What is piped in may be an execution, whose sync is meant then.
        if (Idle && MyInvocation.BoundParameters.ContainsKey(nameof(ExecutionId)))
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument("-Idle waits for whatever a bulk sync runs, -ExecutionId for one execution. Leave one out."));
        }

        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancel)
    {
        var ids = await FindIdsAsync(cancel);
        if (!Idle && ExecutionId is not null && ids.Length > 1)
        {
            Fail(ErrorRecords.InvalidArgument(
                "An execution is of one bulk sync: name one with -Id or -Name, or leave out -ExecutionId.",
                ExecutionId));
        }
        else await ForEachAsync(ids, ProcessAsync, cancel);
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid id, CancellationToken cancel)
    {
        Await(new(id, Idle ? null : ExecutionId) { UntilIdle = Idle });
        return Task.CompletedTask;
    }
}
