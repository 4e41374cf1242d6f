namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets that activate or pause bulk syncs.</summary>
public abstract class ActivationCommand : BulkSyncByIdCommand
{
    /// <summary>Returns the bulk sync after the change. This takes 1 more request.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected abstract bool Activates { get; }

    /// <summary>The action for -WhatIf and -Confirm.</summary>
    private protected abstract string Action { get; }

    /// <summary>What was done, for the error if the result cannot be read.</summary>
    private protected string Done => $"The bulk sync was {(Activates ? "activated" : "paused")}.";

    private protected override Task ProcessAsync(Guid id, CancellationToken cancel) => TogetherAsync(id, async () =>
    {
        if (!await MayActivateAsync(id, cancel)) return;
        await ActivateAsync(id, cancel);
        await EmitAsync(id, cancel);
    });

    private protected virtual Task<bool> MayActivateAsync(Guid id, CancellationToken cancel) => AskAsync(() => MayProcess(InWords(id), Action, id));

    private protected async Task EmitAsync(Guid id, CancellationToken cancel)
    {
        if (PassThru) Write(await ReadBackAsync(Done, Client.BulkSyncs.GetAsync(id, cancel: cancel)));
    }

    private protected Task ActivateAsync(Guid id, CancellationToken cancel) => Client.BulkSyncs.ActivateAsync(id, Activates, cancel);
}
