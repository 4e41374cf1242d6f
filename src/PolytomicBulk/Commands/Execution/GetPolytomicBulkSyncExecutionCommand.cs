namespace PolytomicBulk.Commands;

/// <summary>Gets executions of bulk syncs, such as all that failed since yesterday.</summary>
/// <remarks>
/// <para>Specify a bulk sync to get its history, newest first. Without a bulk sync, the command gets the executions of all bulk syncs. Use -Failed to get
/// only failed executions, and -Since to get only recent ones. StatusMessage and ErrorCount show what went wrong; Get-PolytomicBulkSyncLog shows the
/// log.</para>
/// </remarks>
/// <notes>
/// <para>Times are in local time. StartedAt is empty if the execution has not begun. Time is StartedAt, or CreatedAt if StartedAt is empty. Duration and
/// DurationSeconds are empty while an execution is running. RecordCount is the number of records that the service read from all schemas. A record that is
/// sent twice counts twice.</para>
/// <para>The table shows the first digits of each id. Press Tab to complete them. Format-List shows all properties. IsTest is true for a test. IsPartial is
/// true if the execution synced only some schemas. A successful execution of either kind does not show that the whole bulk sync works.</para>
/// <para>If a command follows in the pipeline that can change bulk syncs, such as Disable-PolytomicBulkSync or ForEach-Object, the whole list of bulk syncs
/// is read before the first object is returned.</para>
/// <para>Requests: 1 for every 100 executions of a bulk sync (API operation executions_list). -First, -Since, and -Until with -Ascending stop reading
/// early. -Status and -Failed do not reduce the number of requests. Without a bulk sync, the list of bulk syncs takes 1 for every 50 (bulkSync_list). With
/// -Id, and for executions from the pipeline, 1 for each execution (executions_get). The session's -ThrottleLimit limits how many run at a time.</para>
/// </notes>
/// <example>
/// <para>Show what failed since yesterday, in all bulk syncs.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -Since 1d -Failed
/// </code>
/// </example>
/// <example>
/// <para>Show the last five executions of a bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync -Name 'Stripe to BigQuery' | Get-PolytomicBulkSyncExecution -First 5
/// </code>
/// </example>
/// <example>
/// <para>Write the executions of the last week that failed or had warnings to a CSV file for Excel. Excel expects the list separator of -UseCulture. The
/// encoding utf8BOM (utf8 in Windows PowerShell) keeps letters such as é. Excel runs text that begins with = as a formula, so open the file only if you
/// trust its source.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -Completed -Since 7d |
///     Where-Object { $_.Status -ne 'completed' -or $_.WarningCount } |
///     Select-Object SyncName, StartedAt, Duration, Status, RecordCount, ErrorCount, StatusMessage |
///     Export-Csv week.csv -UseCulture -Encoding utf8BOM
/// </code>
/// </example>
/// <example>
/// <para>Show what an execution did with each schema.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $execution = Get-PolytomicBulkSyncExecution 'Stripe to BigQuery' -First 1
/// $execution.Schemas
/// </code>
/// </example>
/// <seealso cref="MeasurePolytomicBulkSyncExecutionCommand"/>
/// <seealso cref="GetPolytomicBulkSyncStatusCommand"/>
/// <seealso cref="StopPolytomicBulkSyncExecutionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncExecution", DefaultParameterSetName = ListSet, HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSyncExecution.md")]
[OutputType(typeof(BulkSyncExecution))]
public sealed class GetPolytomicBulkSyncExecutionCommand : BelowBulkSyncCommand
{
    private const string FailedSet = "Failed";

    private DateTime? _since;
    private DateTime? _until;

    /// <summary>Specifies the ids of executions.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = IdSet)]
    [Alias("ExecutionId")]
    [IdFrom("ExecutionId", IdFromAttribute.FindExecution, LeavesNames = true)]
    [ArgumentCompleter(typeof(ExecutionCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>Specifies the largest number of executions to return for each bulk sync.</summary>
    /// <value>All</value>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = FailedSet)]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? First { get; set; }

    /// <summary>Returns only executions that have ended, including failed ones. They are sorted by their last change.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = FailedSet)]
    public SwitchParameter Completed { get; set; }

    /// <summary>Returns the oldest executions first.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = FailedSet)]
    public SwitchParameter Ascending { get; set; }

    /// <summary>
    /// Returns only executions that began at or after this time. Specify a time or an age: a TimeSpan, or a whole number of minutes, hours, days or weeks
    /// such as 30m, 12h, 1d or 2w. If an execution has not begun, its creation time counts. With -Ascending, the command reads all executions since then
    /// before it returns the first.
    /// </summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = FailedSet)]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public TimeOrAge? Since { get; set; }

    /// <summary>Returns only executions that began before this time. Specify a time or an age, as for -Since.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = FailedSet)]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public TimeOrAge? Until { get; set; }

    /// <summary>Returns only executions with one of these statuses.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [KnownValues("execution", "status")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string[]? Status { get; set; }

    /// <summary>Returns only failed executions, whose status is failed, errors or interrupted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FailedSet)]
    public SwitchParameter Failed { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        var known = ApiTables.Find("execution", "status").Values.Select(value => value.Text).ToArray();
        if (Status?.Except(known, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
        {
            Refuse($"-Status: there is no state '{unknown}'. Specify one of {string.Join(", ", known)}.", unknown);
        }
    }

    private protected override async Task BeginAsync(CancellationToken cancel)
    {
        await base.BeginAsync(cancel);
        (_since, _until) = (Since?.On(Client.Clock), Until?.On(Client.Clock));
        if (_since > _until) Refuse("-Since is later than -Until. Specify a -Since before -Until.");
    }

    private protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) => ParameterSetName == IdSet
        ? SendAsync(Id, id => Client.Executions.GetAsync(syncId, id, cancel), WriteAsync)
        : SendListAsync(
            syncId,
            Client.Executions.ListAsync(syncId, Completed, Ascending, _since, First, _until, Failed ? ExecutionStates.Failed : Status, cancel),
            cancel);

    private protected override bool TakesAll => ParameterSetName != IdSet;

    private protected override bool TakesOwnIds => ParameterSetName == IdSet;
}
