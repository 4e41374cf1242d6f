namespace PolytomicBulk.Commands;

/// <summary>Cancels the running executions of bulk syncs.</summary>
/// <remarks>
/// <para>Canceling takes some time. Until it is done, the status of the execution is canceling. Use -Wait to wait for the end. A bulk sync that is not
/// running does not change. The schedules stay active; to pause them, use Disable-PolytomicBulkSync.</para>
/// <para>The command asks for confirmation unless you specify -Force or -Confirm:$false.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each bulk sync (API operation bulkSync_cancel). -Wait adds 1 for each, and the status checks of <see
/// cref="WaitPolytomicBulkSyncCommand"/> for all together.</para>
/// </notes>
/// <example>
/// <para>Start a bulk sync, and cancel its execution.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync 'Stripe to BigQuery'
/// Stop-PolytomicBulkSync 'Stripe to BigQuery' -Force -Wait
/// </code>
/// </example>
/// <example>
/// <para>Start two bulk syncs, and cancel all running executions.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync 'Stripe to BigQuery', 'HubSpot to Snowflake'
/// Get-PolytomicBulkSyncStatus | Where-Object IsRunning | Stop-PolytomicBulkSync -Force
/// </code>
/// </example>
/// <seealso cref="StopPolytomicBulkSyncExecutionCommand"/>
/// <seealso cref="StartPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsLifecycle.Stop, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Stop-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSyncExecution))]
public sealed class StopPolytomicBulkSyncCommand : WaitingCommand
{
    /// <summary>Waits until the executions end, and then returns them.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Cancels without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Waits => Wait;

    private protected override bool ExpectsCancel => true;

    private protected override Task ProcessAsync(Guid id, CancellationToken cancel) =>
        MayProcess(InWords(id), "Cancel the running execution", id)
            ? SendAsync([id], id => Client.BulkSyncs.CancelAsync(id, cancel), AwaitIfAskedAsync)
            : Task.CompletedTask;

    private async Task AwaitIfAskedAsync(Guid id, Task canceled)
    {
        await canceled;
        if (Wait) Waiter.Add(new(id));
    }
}
