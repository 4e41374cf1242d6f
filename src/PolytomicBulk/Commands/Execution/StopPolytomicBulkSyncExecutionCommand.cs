using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Cancels executions.</summary>
/// <remarks>
/// <para>Asks the service to cancel exactly these executions (API operation executions_cancel), where Stop-PolytomicBulkSync cancels whatever a sync
/// is running. Cancelling takes a while, in which the execution's status is canceling; -Wait waits until it is over and emits the execution.</para>
/// <para>It asks for confirmation unless -Force or -Confirm:$false is given.</para>
/// <para>Requests for each execution: 1 to cancel; with -Wait 1 more when it ends, and the looks of <see cref="WaitPolytomicBulkSyncCommand"/> for
/// all together.</para>
/// </remarks>
/// <example>
/// <para>Start a sync, and cancel that execution.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $execution = Get-PolytomicBulkSync -Name 'Stripe to BigQuery' | Start-PolytomicBulkSync
/// $execution | Stop-PolytomicBulkSyncExecution -Force -Wait
/// </code>
/// </example>
/// <example>
/// <para>Cancel what began more than two hours ago and is not over.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Get-PolytomicBulkSyncExecution -First 1 |
///     Where-Object { $_.IsRunning -and $_.StartedAt -lt (Get-Date).AddHours(-2) } |
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

    /// <summary>Ids of the executions.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ExecutionId")]
    [IdFrom("ExecutionId", IdFromAttribute.FindExecution)]
    [ArgumentCompleter(typeof(ExecutionCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>Waits until the executions are over, and emits them then.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>
    /// How long to wait in seconds, for all executions together; 0 for as long as it takes. When the time is over the executions go on, and each is
    /// an error.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int TimeoutSec { get; set; }

    /// <summary>The time between two looks at the service, in seconds, 1 to 3600.</summary>
    /// <value>2 at first, growing to 15</value>
    [Parameter]
    [ValidateRange(1, 3600)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int PollIntervalSec { get; set; }

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        RefuseWithoutWait(Wait);
        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) => SendAsync(
        Id.Where(id => MayStop(syncId, id)),
        id => Client.Executions.CancelAsync(syncId, id, cancel),
        async (id, cancelled) =>
        {
            await cancelled;
            if (Wait) _waiter.Add(new(syncId, id));
        });

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        await _waiter.RunAsync(Client, TimeoutSec, PollIntervalSec, cancel);
    }

    private bool MayStop(Guid syncId, Guid id) =>
        IsBelow(id.ToString(), syncId, "an execution", "Stop-PolytomicBulkSync cancels what a bulk sync is running.")
        && MayProcess($"execution {id} of {InWords(syncId)}", "Cancel", Force);
}
