using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Gets the schedules of bulk syncs: when they run by themselves.</summary>
/// <remarks>
/// <para>Without -Id it lists all schedules of a sync, the default one among them (API operation schedules_list). With -Id it reads each by itself
/// (API operation schedules_get). Without a sync it lists the schedules of all bulk syncs.</para>
/// <para>Hour and Minute are in UTC, as the service has them. NextRun is in local time: it is reckoned here for schedules that are hourly, daily,
/// weekly, or custom without lists and steps, and is null for others. A paused sync does not run, whatever NextRun says: Active tells whether the
/// sync's schedules fire, where the sync was read, too.</para>
/// <para>With -Next it emits each time at which a schedule of an active sync fires in that span, in order of time. A continuous schedule has no times,
/// and of one whose times cannot be reckoned here there are none.</para>
/// <para>The service leaves the id out of a schedule; it is then taken from the sync's own settings (API operation bulkSync_get).</para>
/// <para>Requests: 1 for each sync, or 1 for each id; where the service leaves an id out, or with -Next, 1 more for the sync. Without a sync, 1 for each
/// sync and 1 for every 50 syncs (API operation bulkSync_list).</para>
/// </remarks>
/// <example>
/// <para>Show what runs in the next 24 hours, and when.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncSchedule -Next 24h
/// </code>
/// </example>
/// <example>
/// <para>List all schedules of all active syncs, the next run first.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncSchedule | Where-Object Active | Sort-Object { $null -eq $_.NextRun }, NextRun
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
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncSchedule", DefaultParameterSetName = ListSet,
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSyncSchedule.md")]
[OutputType(typeof(BulkSyncSchedule), ParameterSetName = [ListSet])]
[OutputType(typeof(BulkSyncDueTime), ParameterSetName = [NextSet])]
public sealed class GetPolytomicBulkSyncScheduleCommand : BelowBulkSyncCommand
{
    private const string ListSet = "List";
    private const string NextSet = "Next";

    private readonly List<BulkSyncDueTime> _due = [];

    /// <summary>Ids of schedules.</summary>
    /// <value>All schedules of the sync</value>
    [Parameter(Position = 1, ParameterSetName = ListSet)]
    [Alias("ScheduleId")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public Guid[]? Id { get; set; }

    /// <summary>
    /// Emits the times at which schedules fire from now on, for this long: a TimeSpan or a whole number of minutes, hours, days or weeks such as 90m,
    /// 24h, 7d or 2w.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = NextSet)]
    [SpanText]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public TimeSpan? Next { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) => (ParameterSetName, Id) switch
    {
        (NextSet, _) => SendAsync([syncId], id => ListOfAsync(id, cancel), async (_, schedules) => Collect(await schedules)),
        (_, null) => SendAsync([syncId], id => Client.Schedules.ListAsync(id, cancel), async (_, schedules) => WriteAll(await schedules)),
        _ => SendAsync(Id, id => Client.Schedules.GetAsync(syncId, id, cancel), WriteAsync),
    };

    /// <inheritdoc/>
    private protected override Task ProcessAsync(BulkSync sync, CancellationToken cancel) => SendAsync(
        [sync.Id!.Value],
        _ => Client.Schedules.ListAsync(sync, cancel),
        async (_, schedules) => (ParameterSetName == NextSet ? (Action<IReadOnlyList<BulkSyncSchedule>>)Collect : WriteAll)(await schedules));

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        foreach (var due in _due.OrderBy(due => due.DueAt.ToUniversalTime()).ThenBy(due => due.SyncName, StringComparer.OrdinalIgnoreCase)) Write(due);
    }

    private protected override bool TakesAll => Id is null;

    private async Task<IReadOnlyList<BulkSyncSchedule>> ListOfAsync(Guid syncId, CancellationToken cancel) =>
        await Client.Schedules.ListAsync(await Client.BulkSyncs.GetAsync(syncId, cancel: cancel), cancel);

    private void Collect(IReadOnlyList<BulkSyncSchedule> schedules)
    {
        foreach (var schedule in schedules.Where(schedule => schedule.Active == true))
        {
            _due.AddRange(BulkSyncDueTime.Of(schedule, Client.SyncNames.Get(schedule.SyncId), Client.Clock.GetUtcNow(), Next!.Value));
        }
    }

    private void WriteAll(IReadOnlyList<BulkSyncSchedule> schedules)
    {
        foreach (var schedule in schedules) Write(schedule);
    }
}
