using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Gets the schedules of a bulk sync: when it runs by itself.</summary>
/// <remarks>
/// <para>Without -Id it lists all schedules of the sync, the default one among them (API operation schedules_list). With -Id it reads each by itself
/// (API operation schedules_get).</para>
/// <para>Hour and Minute are in UTC, as the service has them. NextRun is in local time: it is reckoned here for schedules that are hourly, daily,
/// weekly, or custom without lists and steps, and is null for others. A paused sync does not run, whatever NextRun says.</para>
/// <para>The service leaves the id out of a schedule; it is then taken from the sync's own settings (API operation bulkSync_get).</para>
/// <para>Requests: 1 for each sync, or 1 for each id; where the service leaves an id out, 1 more for the sync.</para>
/// </remarks>
/// <example>
/// <para>List all schedules of all active syncs, the next run first.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync -Active | Get-PolytomicBulkSyncSchedule | Sort-Object { $null -eq $_.NextRun }, NextRun
/// </code>
/// </example>
/// <example>
/// <para>See when one sync runs next.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicBulkSync 'Stripe to BigQuery' | Get-PolytomicBulkSyncSchedule).NextRun
/// </code>
/// </example>
/// <seealso cref="NewPolytomicBulkSyncScheduleCommand"/>
/// <seealso cref="SetPolytomicBulkSyncScheduleCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncSchedule")]
[OutputType(typeof(BulkSyncSchedule))]
public sealed class GetPolytomicBulkSyncScheduleCommand : BelowBulkSyncCommand
{
    /// <summary>Ids of schedules.</summary>
    /// <value>All schedules of the sync</value>
    [Parameter(Position = 1)]
    [Alias("ScheduleId")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public Guid[]? Id { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) => Id is null
        ? SendAsync([syncId], id => Client.Schedules.ListAsync(id, cancel), async (_, schedules) => WriteAll(await schedules))
        : SendAsync(Id, id => Client.Schedules.GetAsync(syncId, id, cancel), WriteAsync);

    private void WriteAll(IReadOnlyList<BulkSyncSchedule> schedules)
    {
        foreach (var schedule in schedules) Write(schedule);
    }
}
