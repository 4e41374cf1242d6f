using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Deletes a bulk sync with its schedules, its schema settings and its history.</summary>
/// <remarks>
/// <para>One request for each sync (API operation bulkSync_delete). A running execution is cancelled first. What the sync wrote stays in the
/// destination. Nothing brings a deleted sync back.</para>
/// <para>It asks before each sync, unless -Force or -Confirm:$false says not to.</para>
/// </remarks>
/// <example>
/// <para>See what would be deleted.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Salesforce snapshot*' | Remove-PolytomicBulkSync -WhatIf
/// </code>
/// </example>
/// <example>
/// <para>Delete a sync in a script that nobody watches.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Remove-PolytomicBulkSync -Name 'Salesforce snapshot for finance' -Force
/// </code>
/// </example>
/// <seealso cref="DisablePolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Remove, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Remove-PolytomicBulkSync.md")]
public sealed class RemovePolytomicBulkSyncCommand : BulkSyncByIdCommand
{
    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid id, CancellationToken cancel)
    {
        if (!MayProcess(InWords(id), "Delete with schedules, schema settings and history", Force)) return Task.CompletedTask;
        return SendAsync([id], id => Client.BulkSyncs.DeleteAsync(id, cancel));
    }
}
