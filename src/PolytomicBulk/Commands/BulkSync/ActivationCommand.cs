using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that activate bulk syncs or pause them.</summary>
public abstract class ActivationCommand : BulkSyncByIdCommand
{
    /// <summary>Emits the sync as it is afterwards, for one more request.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Whether the syncs' schedules are to fire.</summary>
    private protected abstract bool Activates { get; }

    /// <summary>What is done, for -WhatIf and -Confirm.</summary>
    private protected abstract string Action { get; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid id, CancellationToken cancel)
    {
        if (!MayProcess(InWords(id), Action)) return Task.CompletedTask;
        return PassThru
            ? SendAsync([id], id => ActivateAndReadAsync(id, cancel), WriteAsync)
            : SendAsync([id], id => ActivateAsync(id, cancel));
    }

    private protected Task ActivateAsync(Guid id, CancellationToken cancel) => Client.BulkSyncs.ActivateAsync(id, Activates, cancel);

    private async Task<BulkSync> ActivateAndReadAsync(Guid id, CancellationToken cancel)
    {
        await ActivateAsync(id, cancel).ConfigureAwait(false);
        return await Client.BulkSyncs.GetAsync(id, cancel: cancel).ConfigureAwait(false);
    }
}
