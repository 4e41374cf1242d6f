using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Cancels the running executions of bulk syncs.</summary>
/// <remarks>
/// <para>Asks the service to cancel (API operation bulkSync_cancel). That takes a while, in which the execution's status is canceling; -Wait waits
/// until it is over and emits the execution. A sync that is not running stays as it is. Schedules go on: Disable-PolytomicBulkSync pauses
/// them.</para>
/// <para>It asks for confirmation unless -Force or -Confirm:$false is given.</para>
/// <para>Requests for each sync: 1 to cancel; with -Wait 1 more when it ends, and the looks of <see cref="WaitPolytomicBulkSyncCommand"/> for all
/// together.</para>
/// </remarks>
/// <example>
/// <para>Start a sync, and cancel it.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync 'Stripe to BigQuery'
/// Stop-PolytomicBulkSync 'Stripe to BigQuery' -Force -Wait
/// </code>
/// </example>
/// <example>
/// <para>Cancel whatever is running.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncStatus -All | Where-Object IsRunning | Stop-PolytomicBulkSync -Force
/// </code>
/// </example>
/// <seealso cref="StopPolytomicBulkSyncExecutionCommand"/>
/// <seealso cref="StartPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsLifecycle.Stop, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Stop-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSyncExecution))]
public sealed class StopPolytomicBulkSyncCommand : WaitingCommand
{
    /// <summary>Waits until the executions are over, and emits them then.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Waits => Wait;

    private protected override bool ExpectsCancel => true;

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid id, CancellationToken cancel) =>
        MayProcess(InWords(id), "Cancel the running execution", Force)
            ? SendAsync([id], id => Client.BulkSyncs.CancelAsync(id, cancel), AwaitIfAskedAsync)
            : Task.CompletedTask;

    private async Task AwaitIfAskedAsync(Guid id, Task cancelled)
    {
        await cancelled;
        if (Wait) Await(new(id));
    }
}
