namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that activate bulk syncs or pause them.</summary>
public abstract class ActivationCommand : BulkSyncByIdCommand
{
    /// <summary>Returns the bulk sync after the change. This takes one more request.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Whether the syncs' schedules are to fire.</summary>
    private protected abstract bool Activates { get; }

    /// <summary>What is done, for -WhatIf and -Confirm.</summary>
    private protected abstract string Action { get; }

    private protected override Task ProcessAsync(Guid id, CancellationToken cancel) => TogetherAsync(id, async () =>
    {
        if (!await MayActivateAsync(id, cancel)) return;
        await ActivateAsync(id, cancel);
        if (PassThru) Write(await Client.BulkSyncs.GetAsync(id, cancel: cancel));
    });

    /// <summary>Whether the user lets it pass.</summary>
    private protected virtual Task<bool> MayActivateAsync(Guid id, CancellationToken cancel) => AskAsync(() => MayProcess(InWords(id), Action, id));

    private protected Task ActivateAsync(Guid id, CancellationToken cancel) => Client.BulkSyncs.ActivateAsync(id, Activates, cancel);
}
