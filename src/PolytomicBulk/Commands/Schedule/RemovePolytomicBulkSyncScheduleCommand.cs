namespace PolytomicBulk.Commands;

/// <summary>Removes schedules from a bulk sync.</summary>
/// <remarks>
/// <para>Running executions continue. You cannot remove the default schedule. To switch it off, use Set-PolytomicBulkSyncSchedule -Frequency
/// manual.</para>
/// <para>The command asks for confirmation unless you specify -Force or -Confirm:$false.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each schedule (API operation schedules_delete).</para>
/// </notes>
/// <example>
/// <para>Preview which schedules would be removed.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncSchedule | Where-Object SyncMode -EQ refetch |
///     Remove-PolytomicBulkSyncSchedule -WhatIf
/// </code>
/// </example>
/// <example>
/// <para>Remove all schedules except the default one.</para>
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
    /// <summary>Specifies the ids of schedules.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("ScheduleId")]
    [ScheduleId]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>Removes without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) =>
        SendAsync(Id.Where(id => MayRemove(syncId, id)), id => Client.Schedules.DeleteAsync(syncId, id, cancel));

    private bool MayRemove(Guid syncId, Guid id) =>
        IsBelow(id.ToString(), syncId, "a schedule", "Get-PolytomicBulkSyncSchedule returns the schedules of a bulk sync. You can pipe them.")
        && MayProcess($"schedule {id} of {InWords(syncId)}", "Remove", id);
}
