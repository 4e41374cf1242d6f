using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Removes schedules from a bulk sync. What they started goes on.</summary>
/// <remarks>
/// <para>Sends one request for each schedule (API operation schedules_delete). It asks first, unless -Force is given.</para>
/// <para>A sync's default schedule goes with the sync: make it manual with Set-PolytomicBulkSyncSchedule instead.</para>
/// </remarks>
/// <example>
/// <para>See which schedules would be removed.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Get-PolytomicBulkSyncSchedule | Where-Object SyncMode -EQ refetch | Remove-PolytomicBulkSyncSchedule -WhatIf
/// </code>
/// </example>
/// <example>
/// <para>Remove all schedules but the default one.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' | Get-PolytomicBulkSyncSchedule |
///     Where-Object { -not $_.IsDefault } | Remove-PolytomicBulkSyncSchedule -Force
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncScheduleCommand"/>
[Cmdlet(VerbsCommon.Remove, "PolytomicBulkSyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Cmdlets + "Remove-PolytomicBulkSyncSchedule.md")]
public sealed class RemovePolytomicBulkSyncScheduleCommand : BelowBulkSyncCommand
{
    /// <summary>Ids of schedules.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("ScheduleId")]
    [ScheduleId]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) =>
        SendAsync(Id.Where(id => MayRemove(syncId, id)), id => Client.Schedules.DeleteAsync(syncId, id, cancel));

    private bool MayRemove(Guid syncId, Guid id) =>
        IsBelow(id.ToString(), syncId, "a schedule", "Get-PolytomicBulkSyncSchedule gives its schedules to pipe in.")
        && MayProcess($"schedule {id} of {InWords(syncId)}", "Remove", Force);
}
