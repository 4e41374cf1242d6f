namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets that can wait for executions of bulk syncs.</summary>
public abstract class WaitingCommand : BulkSyncByIdCommand
{
    private ExecutionWaiter? _waiter;

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

    private protected abstract bool Waits { get; }

    /// <summary>Whether the user wants the executions to be canceled.</summary>
    private protected virtual bool ExpectsCancel => false;

    private protected ExecutionWaiter Waiter => _waiter ??= new(this) { ExpectsCancel = ExpectsCancel };

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        RefuseWithoutWait(Waits);
    }

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        await Waiter.RunAsync(Client, TimeoutSec, PollIntervalSec, cancel);
    }
}
