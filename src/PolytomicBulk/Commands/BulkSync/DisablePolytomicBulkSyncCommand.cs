namespace PolytomicBulk.Commands;

/// <summary>Pauses bulk syncs. Their schedules no longer start executions.</summary>
/// <remarks>
/// <para>Pausing keeps all settings. If an execution is running, the command asks for confirmation and then cancels it. -Force and -Confirm:$false
/// skip the confirmation. To let the execution finish first, use -WaitForIdle. -WhatIf shows which execution would be canceled. To resume a paused
/// bulk sync, use Enable-PolytomicBulkSync. A bulk sync that is already paused stays paused, but the service updates its UpdatedAt.</para>
/// </remarks>
/// <notes>
/// <para>With -WaitForIdle, each bulk sync is paused as soon as it has no running execution. If the wait fails or -TimeoutSec passes, the bulk sync
/// stays active and you get an error. After the pause, the command reads the status again (API operation bulkSync_getStatus). If the pause canceled
/// an execution that had just begun, you get a warning.</para>
/// <para>Requests: 1 to pause each bulk sync (API operation bulkSync_activate), and 1 to check for a running execution unless you specify -Force or
/// -Confirm:$false. -WaitForIdle adds the requests of the wait.</para>
/// </notes>
/// <example>
/// <para>Pause one bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Disable-PolytomicBulkSync -Name 'Stripe to BigQuery'
/// </code>
/// </example>
/// <example>
/// <para>Pause all bulk syncs that write to Snowflake, and resume the same ones after maintenance.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $paused = Get-PolytomicBulkSync '*Snowflake' -Active | Disable-PolytomicBulkSync -PassThru
/// $paused | Enable-PolytomicBulkSync
/// </code>
/// </example>
/// <example>
/// <para>Let the running execution finish, and then pause the bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Disable-PolytomicBulkSync -Name 'Stripe to BigQuery' -WaitForIdle -TimeoutSec 3600
/// </code>
/// </example>
/// <seealso cref="EnablePolytomicBulkSyncCommand"/>
/// <seealso cref="RemovePolytomicBulkSyncCommand"/>
[Cmdlet(VerbsLifecycle.Disable, "PolytomicBulkSync", SupportsShouldProcess = true, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Disable-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class DisablePolytomicBulkSyncCommand : ActivationCommand
{
    private readonly List<Guid> _stillRunning = [];
    private ExecutionWaiter? _waiter;
    private readonly AnswerToAll _toAll = new();

    /// <summary>Cancels a running execution without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Waits for the current execution to end before the bulk sync is paused, instead of canceling it.</summary>
    [Parameter]
    public SwitchParameter WaitForIdle { get; set; }

    /// <summary>
    /// Specifies how long to wait, in seconds, for all bulk syncs together. 0 means no limit. When the time is over, the executions continue and the bulk
    /// syncs stay active. You get an error for each bulk sync.
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

    private protected override bool Activates => false;

    private protected override string Action => WaitForIdle ? "Pause when no execution is running" : "Pause, and cancel a running execution";

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        RefuseWithoutWait(WaitForIdle, nameof(WaitForIdle));
    }

    private protected override Task ProcessAsync(Guid id, CancellationToken cancel)
    {
        if (!WaitForIdle) return base.ProcessAsync(id, cancel);
        _waiter ??= new(this) { WhenOver = watch => ForEachAsync([watch.SyncId], (_, cancel) => PauseAsync(watch, cancel), cancel) };
        if (MayProcess(InWords(id), Action, id)) _waiter.Add(new(id) { UntilIdle = true });
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        if (_waiter is null) return;
        var began = Client.Clock.GetTimestamp();
        await _waiter.RunAsync(Client, TimeoutSec, PollIntervalSec, cancel);
        if (_stillRunning.Count == 0) return;

        var rest = new ExecutionWaiter(this);
        foreach (var id in _stillRunning) rest.Add(new(id) { UntilIdle = true });
        var left = TimeoutSec == 0 ? 0 : Math.Max(1, TimeoutSec - (int)Client.Clock.GetElapsedTime(began).TotalSeconds);
        await rest.RunAsync(Client, left, PollIntervalSec, cancel);
    }

    /// <summary>Asks for confirmation, as Stop-PolytomicBulkSync does, if an execution would be canceled.</summary>
    private protected override async Task<bool> MayActivateAsync(Guid id, CancellationToken cancel)
    {
        // Without a question, the status is read only for -WhatIf.
        var asks = !Force && (!MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm) || LanguagePrimitives.IsTrue(confirm));
        if (!asks && !IsWhatIf) return await AskAsync(() => MayProcess(InWords(id), Action, id));
        var status = await Client.BulkSyncs.GetStatusAsync(id, cancel);
        if (!status.IsRunning) return await AskAsync(() => MayProcess(InWords(id), "Pause", id));
        var effect = $", canceling execution {status.CurrentExecution?.Id}, whose status is '{status.Status}'";
        return await AskAsync(() => MayProcess(InWords(id), "Pause" + effect, id) && MayGoOn($"Pause {InWords(id)}{effect}?", id, _toAll));
    }

    private async Task PauseAsync(ExecutionWatch watch, CancellationToken cancel)
    {
        if (!watch.IsIdle)
        {
            Warn($"Because the wait did not succeed, {InWords(watch.SyncId)} was not paused.");
            return;
        }

        await ActivateAsync(watch.SyncId, cancel);
        var status = await ReadBackAsync(Done, Client.BulkSyncs.GetStatusAsync(watch.SyncId, cancel));
        if ((status.CurrentExecution ?? status.LastExecution) is { Id: { } id } last && id != watch.Execution?.Id)
        {
            Warn($"Execution {id} of {InWords(watch.SyncId)} began just before the pause and is canceled. Its status is '{last.Status ?? "unknown"}'.");
        }

        if (status.IsRunning) _stillRunning.Add(watch.SyncId);
        await EmitAsync(watch.SyncId, cancel);
    }
}
