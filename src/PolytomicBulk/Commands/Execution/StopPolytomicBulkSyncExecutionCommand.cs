namespace PolytomicBulk.Commands;

/// <summary>Cancels executions.</summary>
/// <remarks>
/// <para>This command cancels exactly the executions that you specify. To cancel the current execution of a bulk sync, use Stop-PolytomicBulkSync.
/// Canceling takes some time. Until it is done, the status of the execution is canceling. Use -Wait to wait for the end.</para>
/// <para>The command asks for confirmation unless you specify -Force or -Confirm:$false.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each execution (API operation executions_cancel). -Wait adds 1 for each, and the status checks of <see
/// cref="WaitPolytomicBulkSyncCommand"/> for all together.</para>
/// </notes>
/// <example>
/// <para>Start a bulk sync, and cancel that execution.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $execution = Get-PolytomicBulkSync -Name 'Stripe to BigQuery' | Start-PolytomicBulkSync
/// $execution | Stop-PolytomicBulkSyncExecution -Force -Wait
/// </code>
/// </example>
/// <example>
/// <para>Cancel all running tests.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync 'Stripe to BigQuery', 'HubSpot to Snowflake' -Test
/// Get-PolytomicBulkSyncExecution -First 1 | Where-Object { $_.IsRunning -and $_.IsTest } |
///     Stop-PolytomicBulkSyncExecution -Force
/// </code>
/// </example>
/// <seealso cref="StopPolytomicBulkSyncCommand"/>
/// <seealso cref="GetPolytomicBulkSyncExecutionCommand"/>
[Cmdlet(VerbsLifecycle.Stop, "PolytomicBulkSyncExecution", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Cmdlets + "Stop-PolytomicBulkSyncExecution.md")]
[OutputType(typeof(BulkSyncExecution))]
public sealed class StopPolytomicBulkSyncExecutionCommand : BelowBulkSyncCommand
{
    private readonly ExecutionWaiter _waiter;

    /// <summary>Makes the cmdlet, for PowerShell.</summary>
    public StopPolytomicBulkSyncExecutionCommand() => _waiter = new(this) { ExpectsCancel = true };

    /// <inheritdoc/>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string? SyncName { get; set; }

    /// <summary>Specifies the ids of executions.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ExecutionId")]
    [IdFrom("ExecutionId", IdFromAttribute.FindExecution)]
    [ArgumentCompleter(typeof(ExecutionCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>Waits until the executions end, and then returns them.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>
    /// Specifies how long to wait, in seconds, for all executions together. 0 means no limit. When the time is over, the executions continue and you get
    /// an error for each one.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int TimeoutSec { get; set; }

    /// <summary>Specifies the time between two status checks, in seconds, from 1 to 3600.</summary>
    /// <value>2 at first, increasing to 15</value>
    [Parameter]
    [ValidateRange(1, 3600)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int PollIntervalSec { get; set; }

    /// <summary>Cancels without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        RefuseWithoutWait(Wait);
    }

    private protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) => SendAsync(
        Id.Where(id => MayStop(syncId, id)),
        id => Client.Executions.CancelAsync(syncId, id, cancel),
        async (id, canceled) =>
        {
            await canceled;
            if (Wait) _waiter.Add(new(syncId, id));
        });

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        await _waiter.RunAsync(Client, TimeoutSec, PollIntervalSec, cancel);
    }

    private bool MayStop(Guid syncId, Guid id) =>
        IsBelow(id.ToString(), syncId, "an execution", "To cancel the current execution of a bulk sync, use Stop-PolytomicBulkSync.")
        && MayProcess($"execution {id} of {InWords(syncId)}", "Cancel", id);
}
