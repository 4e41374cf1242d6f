using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Gets executions of bulk syncs: the history of a sync, or some by id.</summary>
/// <remarks>
/// <para>Without -Id it lists the executions of a sync, newest start first (API operation executions_list): one request for every 100, the next one
/// while the last are written. With -First or -Since no request is made for what is not wanted.</para>
/// <para>With -Id it reads each execution by itself (API operation executions_get), as many at a time as the session's -ThrottleLimit allows.
/// Executions from the pipeline are read again in this way.</para>
/// <para>Times are in local time. StartedAt is empty where an execution has not begun, as when it was cancelled early; Time is StartedAt or else
/// CreatedAt, and always there. Duration and DurationSeconds are empty while an execution is under way.</para>
/// <para>The table shows the first digits of each id, from which Tab completes it, and the sync's name where the session has read it; Format-List
/// shows everything in full.</para>
/// </remarks>
/// <example>
/// <para>Show the last five executions of a sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync -Name 'Stripe to BigQuery' | Get-PolytomicBulkSyncExecution -First 5
/// </code>
/// </example>
/// <example>
/// <para>Report what did not go well in the last week, over all syncs.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Get-PolytomicBulkSyncExecution -Completed -Since 7d |
///     Where-Object { $_.Status -ne 'completed' -or $_.WarningCount } |
///     Select-Object SyncId, StartedAt, Duration, Status, RecordCount, WarningCount, ErrorCount, StatusMessage |
///     Export-Csv week.csv
/// </code>
/// </example>
/// <example>
/// <para>Show what an execution did with each schema.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $execution = Get-PolytomicBulkSync -Name 'Stripe to BigQuery' | Get-PolytomicBulkSyncExecution -First 1
/// $execution.Schemas
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncStatusCommand"/>
/// <seealso cref="StopPolytomicBulkSyncExecutionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncExecution", DefaultParameterSetName = ListSet)]
[OutputType(typeof(BulkSyncExecution))]
public sealed class GetPolytomicBulkSyncExecutionCommand : BelowBulkSyncCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>Ids of executions.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = IdSet)]
    [Alias("ExecutionId")]
    [IdFrom("ExecutionId", IdFromAttribute.FindExecution)]
    [ArgumentCompleter(typeof(ExecutionCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>Not more than this many of each sync.</summary>
    /// <value>All</value>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? First { get; set; }

    /// <summary>Only executions that are over, ordered by their last change.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Completed { get; set; }

    /// <summary>Oldest first.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Ascending { get; set; }

    /// <summary>
    /// Only executions that began at this time or later; one that has not begun counts from when it was asked for. A time, or an age, which is a
    /// TimeSpan or a whole number of minutes, hours, days or weeks such as 30m, 12h, 1d or 2w. Reading stops there; with -Ascending the executions
    /// since then are all read before the first is written.
    /// </summary>
    [Parameter(ParameterSetName = ListSet)]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Since { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) => ParameterSetName == IdSet
        ? SendAsync(Id, id => Client.Executions.GetAsync(syncId, id, cancel), WriteAsync)
        : SendListAsync(syncId, Client.Executions.ListAsync(syncId, Completed, Ascending, Since, First, cancel), cancel);
}
