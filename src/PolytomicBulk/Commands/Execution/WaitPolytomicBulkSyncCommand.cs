namespace PolytomicBulk.Commands;

/// <summary>Waits until executions of bulk syncs end, and returns them.</summary>
/// <remarks>
/// <para>The command waits for the current execution of each bulk sync, or for the one that you specify with -ExecutionId. If no execution is
/// running, it returns the last one. If the bulk sync has never run, it returns nothing. Executions are returned in the order of the input. With
/// -Idle, it only waits until nothing runs, and returns nothing.</para>
/// <para>If an execution ends as failed, errors or interrupted, you get an error (PolytomicExecutionFailed) with the message of the service. The execution
/// is also returned. If it was canceled, you get a warning. If it failed before the wait began, you get an error only if you piped it, specified its id,
/// or started it in this session.</para>
/// </remarks>
/// <notes>
/// <para>When -TimeoutSec is over, you get an error for each execution that is still running (PolytomicTimeout). The executions continue. They also
/// continue if you stop the command.</para>
/// <para>If a status check fails temporarily, for example because of a lost connection or a time-out, you get a warning and the command checks again. If
/// an execution has a status that this module does not know, you get a warning. It counts as running until it has an end time.</para>
/// <para>Requests: 1 status check for every 40 bulk syncs (API operation executions_listStatus), every 2 seconds at first and later every 15 seconds;
/// and 1 for each execution that ends (executions_get or bulkSync_getStatus).</para>
/// </notes>
/// <example>
/// <para>Start a bulk sync, and wait for it later.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $execution = Get-PolytomicBulkSync -Name 'Stripe to BigQuery' | Start-PolytomicBulkSync
/// $execution | Wait-PolytomicBulkSync
/// </code>
/// </example>
/// <example>
/// <para>Start bulk syncs, and wait up to an hour until no bulk sync is running.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync 'Stripe to BigQuery', 'HubSpot to Snowflake'
/// Get-PolytomicBulkSync | Wait-PolytomicBulkSync -Idle -TimeoutSec 3600
/// </code>
/// </example>
/// <seealso cref="StartPolytomicBulkSyncCommand"/>
/// <seealso cref="GetPolytomicBulkSyncStatusCommand"/>
[Cmdlet(VerbsLifecycle.Wait, "PolytomicBulkSync", DefaultParameterSetName = NameSet, HelpUri = HelpPages.Cmdlets + "Wait-PolytomicBulkSync.md")]
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
    /// Specifies names of bulk syncs. Wildcards are permitted. If no bulk sync or several bulk syncs have a name without wildcards, you get an error. The
    /// lookup takes 1 request for up to 50 bulk syncs, or 2 for every 50 if there are more (API operation bulkSync_list).
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string[] Name { get; set; } = [];

    /// <summary>
    /// Specifies bulk syncs, ids, names, or rows such as those of a CSV file. An execution, a status or another part of a bulk sync selects that bulk
    /// sync. A row needs an Id or SyncId column, or a Name column if it has no id.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public override object[] InputObject { get; set; } = [];

    /// <summary>Specifies the id of the execution to wait for. With this parameter, specify exactly one bulk sync.</summary>
    /// <value>The current execution, or the last one</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdFrom("ExecutionId", IdFromAttribute.FindExecution)]
    [ArgumentCompleter(typeof(ExecutionCompleter))]
    public Guid? ExecutionId { get; set; }

    /// <summary>
    /// Waits until the bulk syncs have no running execution, and returns nothing. The command also waits for executions that begin during the wait.
    /// </summary>
    [Parameter]
    public SwitchParameter Idle { get; set; }

    private protected override bool Waits => true;

    private protected override bool OnlyReads => true;

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        // A piped execution also sets ExecutionId, and -Idle then waits for its bulk sync.
        if (Idle && MyInvocation.BoundParameters.ContainsKey(nameof(ExecutionId)))
        {
            Refuse("-Idle and -ExecutionId cannot be used together. -Idle waits for all executions, and -ExecutionId for one. Specify one of them.");
        }
    }

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        var ids = await FindIdsAsync(cancel);
        if (!Idle && ExecutionId is not null && ids.Length > 1)
        {
            Fail("-ExecutionId needs exactly one bulk sync. Specify one with -Id or -Name, or omit -ExecutionId.", ExecutionId);
        }
        else await ForEachAsync(ids, ProcessAsync, cancel);
    }

    private protected override Task ProcessAsync(Guid id, CancellationToken cancel)
    {
        Waiter.Add(new(id, Idle ? null : ExecutionId) { UntilIdle = Idle });
        return Task.CompletedTask;
    }
}
