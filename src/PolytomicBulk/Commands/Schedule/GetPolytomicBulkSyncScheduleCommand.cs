namespace PolytomicBulk.Commands;

/// <summary>Gets the schedules of bulk syncs, or the times when they run next.</summary>
/// <remarks>
/// <para>Specify a bulk sync to get all its schedules, including the default one. Without a bulk sync, the command gets the schedules of all bulk syncs.
/// With -Next, the command returns the times when the schedules of active bulk syncs run in that period, the earliest first.</para>
/// <para>Hour and Minute are in UTC. In exported files, the column TimeZone shows this. NextRun is in local time. If Active is false, the bulk sync is
/// paused and does not run, even if NextRun has a value. The module calculates NextRun for hourly, daily, weekly and simple custom schedules. For
/// continuous and other custom schedules, NextRun is empty and -Next returns nothing.</para>
/// </remarks>
/// <notes>
/// <para>If a command follows in the pipeline that can change bulk syncs, such as Disable-PolytomicBulkSync or ForEach-Object, the whole list of bulk syncs
/// is read before the first object is returned.</para>
/// <para>Requests: 1 for each bulk sync (API operation schedules_list), or 1 for each -Id (schedules_get). Add 1 for the bulk sync if you use -Next
/// or if the service omits the ids of the schedules (bulkSync_get). Without a bulk sync, add 1 for every 50 bulk syncs (bulkSync_list).</para>
/// </notes>
/// <example>
/// <para>Show what runs in the next 24 hours, and when.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncSchedule -Next 24h
/// </code>
/// </example>
/// <example>
/// <para>List all schedules of all active bulk syncs, the next run first.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncSchedule | Where-Object Active | Sort-Object { $null -eq $_.NextRun }, NextRun
/// </code>
/// </example>
/// <example>
/// <para>Show when one bulk sync runs next.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicBulkSync 'Stripe to BigQuery' | Get-PolytomicBulkSyncSchedule).NextRun
/// </code>
/// </example>
/// <seealso cref="NewPolytomicBulkSyncScheduleCommand"/>
/// <seealso cref="SetPolytomicBulkSyncScheduleCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncSchedule", DefaultParameterSetName = ListSet, HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSyncSchedule.md")]
[OutputType(typeof(BulkSyncSchedule), ParameterSetName = [ListSet])]
[OutputType(typeof(BulkSyncDueTime), ParameterSetName = [NextSet])]
public sealed class GetPolytomicBulkSyncScheduleCommand : BelowBulkSyncCommand
{
    private const string NextSet = "Next";

    private readonly List<BulkSyncDueTime> _due = [];

    /// <summary>
    /// Specifies the ids of schedules. You can also pipe objects with a ScheduleId, such as schedules and the output of Find-PolytomicObject. For other
    /// objects from the pipeline, the command gets all schedules of the bulk sync.
    /// </summary>
    /// <value>All schedules of the bulk sync</value>
    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = ListSet)]
    [Alias("ScheduleId")]
    [IdFrom("ScheduleId", LeavesNames = true)]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public Guid[]? Id { get; set; }

    /// <summary>
    /// Returns the times when schedules run from now until the end of this period. Specify a TimeSpan, or a whole number of minutes, hours, days or
    /// weeks such as 90m, 24h, 7d or 2w.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = NextSet)]
    [SpanText]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public TimeSpan? Next { get; set; }

    private protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) => (ParameterSetName, IdsOf(syncId)) switch
    {
        (NextSet, _) => SendAsync([syncId], id => ListOfAsync(id, cancel), async (_, schedules) => Collect(await schedules)),
        (_, null) => SendAsync([syncId], id => Client.Schedules.ListAsync(id, cancel), async (_, schedules) => WriteAll(await schedules)),
        (_, var ids) => SendAsync(ids, id => Client.Schedules.GetAsync(syncId, id, cancel), WriteAsync),
    };

    private protected override Task ProcessAsync(BulkSync sync, CancellationToken cancel) => SendAsync(
        [sync.Id!.Value],
        _ => Client.Schedules.ListAsync(sync, cancel),
        async (_, schedules) => (ParameterSetName == NextSet ? (Action<IReadOnlyList<BulkSyncSchedule>>)Collect : WriteAll)(await schedules));

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        foreach (var due in _due.OrderBy(due => due.DueAt.ToUniversalTime()).ThenBy(due => due.SyncName, StringComparer.OrdinalIgnoreCase)) Write(due);
    }

    private protected override bool TakesAll => Id is null;

    /// <summary>The ids of the schedules to get; null for all. The piped id of a bulk sync is no schedule.</summary>
    private Guid[]? IdsOf(Guid syncId) => !IsIdTyped && Id is [var only] && only == syncId ? null : Id;

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
