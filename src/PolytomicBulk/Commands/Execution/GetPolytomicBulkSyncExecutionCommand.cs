using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Commands;

/// <summary>Gets executions of bulk syncs: the history of a sync or of all, or some by id.</summary>
/// <remarks>
/// <para>Without -Id it lists the executions of a sync, newest start first (API operation executions_list): one request for every 100, the next one
/// while the last are written. With -First, -Since or -Ascending -Until no request is made for what is not wanted.</para>
/// <para>Without a sync it lists the executions of all bulk syncs, sync by sync, as many at a time as the session's -ThrottleLimit allows. It lists the
/// syncs first: one more request for every 50 (API operation bulkSync_list).</para>
/// <para>-Status and -Failed choose among what the service lists, so that they cost the same requests as a list without them.</para>
/// <para>With -Id it reads each execution by itself (API operation executions_get), as many at a time as the session's -ThrottleLimit allows.
/// Executions from the pipeline are read again in this way.</para>
/// <para>Times are in local time. StartedAt is empty where an execution has not begun, as when it was cancelled early; Time is StartedAt or else
/// CreatedAt, and always there. Duration and DurationSeconds are empty while an execution is under way.</para>
/// <para>RecordCount is the service's count of the records that all tables of the execution read; what is sent again counts again.</para>
/// <para>The table shows the first digits of each id, from which Tab completes it, and the sync's name where the session has read it; Format-List
/// shows everything in full. A test (IsTest) or a run of some tables (IsPartial) does not show that the whole sync works.</para>
/// </remarks>
/// <example>
/// <para>The question of the morning: what has failed since yesterday, in all syncs?</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -Since 1d -Failed
/// </code>
/// </example>
/// <example>
/// <para>Show the last five executions of a sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync -Name 'Stripe to BigQuery' | Get-PolytomicBulkSyncExecution -First 5
/// </code>
/// </example>
/// <example>
/// <para>Report what did not go well in the last week, over all syncs, for Excel. -UseCulture writes the separator that Excel expects on this machine,
/// and -Encoding utf8BOM (utf8 in Windows PowerShell) lets it read letters such as é. Texts come as the service has them: one that begins with = is a
/// formula to Excel, so do not open a file with texts that you do not trust.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -Completed -Since 7d |
///     Where-Object { $_.Status -ne 'completed' -or $_.WarningCount } |
///     Select-Object SyncName, StartedAt, Duration, Status, RecordCount, WarningCount, ErrorCount, StatusMessage, IsTest, IsPartial |
///     Export-Csv week.csv -UseCulture -Encoding utf8BOM
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
/// <seealso cref="MeasurePolytomicBulkSyncExecutionCommand"/>
/// <seealso cref="GetPolytomicBulkSyncStatusCommand"/>
/// <seealso cref="StopPolytomicBulkSyncExecutionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncExecution", DefaultParameterSetName = ListSet,
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSyncExecution.md")]
[OutputType(typeof(BulkSyncExecution))]
public sealed class GetPolytomicBulkSyncExecutionCommand : BelowBulkSyncCommand
{
    private const string ListSet = "List";
    private const string FailedSet = "Failed";
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
    [Parameter(ParameterSetName = FailedSet)]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? First { get; set; }

    /// <summary>Only executions that are over, whether they succeeded or not, ordered by their last change.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = FailedSet)]
    public SwitchParameter Completed { get; set; }

    /// <summary>Oldest first.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = FailedSet)]
    public SwitchParameter Ascending { get; set; }

    /// <summary>
    /// Only executions that began at this time or later; one that has not begun counts from when it was asked for. A time, or an age, which is a
    /// TimeSpan or a whole number of minutes, hours, days or weeks such as 30m, 12h, 1d or 2w. Reading stops there; with -Ascending the executions
    /// since then are all read before the first is written.
    /// </summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = FailedSet)]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Since { get; set; }

    /// <summary>Only executions that began before this time: a time, or an age as -Since takes it.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = FailedSet)]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Until { get; set; }

    /// <summary>Only executions in one of these states.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [KnownValues("execution", "status")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string[]? Status { get; set; }

    /// <summary>Only executions that ended without having done all they should: in state failed, errors or interrupted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FailedSet)]
    public SwitchParameter Failed { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        var known = ApiTables.Find("execution", "status").Values.Select(value => value.Text).ToArray();
        if (Status?.Except(known, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(
                $"-Status: there is no state '{unknown}'. Specify one of {string.Join(", ", known)}.", unknown));
        }

        if (Since > Until) ThrowTerminatingError(ErrorRecords.InvalidArgument("-Since is later than -Until. Specify a -Since before -Until."));
        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) => ParameterSetName == IdSet
        ? SendAsync(Id, id => Client.Executions.GetAsync(syncId, id, cancel), WriteAsync)
        : SendListAsync(
            syncId,
            Client.Executions.ListAsync(syncId, Completed, Ascending, Since, First, Until, Failed ? ExecutionStates.Failed : Status, cancel),
            cancel);

    private protected override bool TakesAll => ParameterSetName != IdSet;
}
