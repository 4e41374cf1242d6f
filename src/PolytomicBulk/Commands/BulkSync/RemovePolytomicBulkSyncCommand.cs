namespace PolytomicBulk.Commands;

/// <summary>Deletes bulk syncs with their schedules, schema settings and history.</summary>
/// <remarks>
/// <para>You cannot undo this command. To back up the configuration, run Export-PolytomicBulkSync first. A running execution is canceled. Data that was
/// already written stays in the destination.</para>
/// <para>The command asks for confirmation before each bulk sync, unless you specify -Force or -Confirm:$false.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each bulk sync (API operation bulkSync_delete).</para>
/// </notes>
/// <example>
/// <para>Preview what would be deleted.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Salesforce snapshot*' | Remove-PolytomicBulkSync -WhatIf
/// </code>
/// </example>
/// <example>
/// <para>Delete a bulk sync in an unattended script.</para>
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
    /// <summary>Deletes without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task ProcessAsync(Guid id, CancellationToken cancel) => TogetherAsync(id, async () =>
    {
        if (!await AskAsync(() => MayProcess(InWords(id), "Delete with schedules, schema settings and history", id))) return;
        await Client.BulkSyncs.DeleteAsync(id, cancel);
    });
}
