using System.Management.Automation;
using System.Text;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;
using PolytomicBulk.Report;

namespace PolytomicBulk.Commands;

/// <summary>Sums up executions for each bulk sync, day, week or table: successes, failures, durations and records.</summary>
/// <remarks>
/// <para>A run is an execution that is over and was no test. Succeeded are those in state completed, with or without warnings; failed are those in
/// state failed, errors or interrupted. Canceled ones and those under way are counted apart. SuccessRate is of those that succeeded or failed, in percent, and
/// empty where there was none.</para>
/// <para>RecordCount is the service's count of the records that completed tables read, in all runs that are over. Rows that are sent again count
/// again, so that it is no count of rows in the destination. OtherRecordCount is of tables that did not complete.</para>
/// <para>Durations and LastSuccess are of full successes: runs that succeeded and were not limited to some tables. MedianDurationSeconds and
/// LongestDurationSeconds are numbers, for Measure-Object and spreadsheets.</para>
/// <para>Trend shows the last 12 runs, the newest at the end: the higher a block, the longer the run took, and × stands for a failure. Where the
/// console's encoding has no such signs, it is plain ASCII.</para>
/// <para>With -By Schema each table of each sync has a row. A table succeeds where its own state is completed and it has no errors; runs of
/// some tables count. DueAt is when its last run was due by the schedules of the sync, and IsLate tells whether that has passed by more than 30
/// minutes and twice the median duration without a success since; of a continuous schedule, whether the last success is older than 1 hour
/// and four times the median time between runs. Of a paused sync, and of a table that was never due, both are empty.</para>
/// <para>Requests: none. With -By Schema 1 for every 50 bulk syncs (API operation bulkSync_list).</para>
/// </remarks>
/// <example>
/// <para>Sum up the last week, one row for each sync, and all of them together.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -Since 7d | Measure-PolytomicBulkSyncExecution -Total
/// </code>
/// </example>
/// <example>
/// <para>Find the ten slowest tables.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -Since 7d | Measure-PolytomicBulkSyncExecution -By Schema |
///     Sort-Object MedianDuration -Descending | Select-Object -First 10 SyncName, OutputName, MedianDuration, LongestDuration, RecordCount
/// </code>
/// </example>
/// <example>
/// <para>Show how the last runs of each sync went, at a glance.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -First 12 | Measure-PolytomicBulkSyncExecution | Format-Table SyncName, Trend, LastStatus, LastSuccess
/// </code>
/// </example>
/// <example>
/// <para>Show how fresh each table is, the oldest first.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -Since 4w | Measure-PolytomicBulkSyncExecution -By Schema |
///     Sort-Object LastSuccess | Select-Object SyncName, OutputName, LastSuccess, DueAt, IsLate
/// </code>
/// </example>
/// <example>
/// <para>Fail a pipeline where fewer than 80 percent of the runs of a sync succeeded.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $missed = Get-PolytomicBulkSyncExecution 'Salesforce to Snowflake' -Since 4w | Measure-PolytomicBulkSyncExecution | Where-Object SuccessRate -LT 80
/// if ($missed) { throw "Too few runs succeeded: $($missed -join '; ')" }
/// </code>
/// </example>
/// <example>
/// <para>Write a message in Markdown, for a chat.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $rows = Get-PolytomicBulkSyncExecution -Since 1d | Measure-PolytomicBulkSyncExecution
/// @('| Sync | Succeeded | Failed |'; '| --- | ---: | ---: |'
/// $rows | ForEach-Object { "| $($_.Label -replace '\|', '\|') | $($_.Succeeded) | $($_.Failed) |" }) -join "`n"
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncExecutionCommand"/>
[Cmdlet(VerbsDiagnostic.Measure, "PolytomicBulkSyncExecution",
    HelpUri = HelpPages.Cmdlets + "Measure-PolytomicBulkSyncExecution.md")]
[OutputType(typeof(BulkSyncExecutionMeasure))]
public sealed class MeasurePolytomicBulkSyncExecutionCommand : SessionCommand
{
    private readonly List<BulkSyncExecution> _executions = [];

    /// <summary>Executions, as Get-PolytomicBulkSyncExecution emits them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public BulkSyncExecution[] InputObject { get; set; } = [];

    /// <summary>What each row is of: Sync, Day, Week (from Monday on) or Schema, which is a table of a sync.</summary>
    /// <value>Sync</value>
    [Parameter]
    [ValidateSet("Sync", "Day", "Week", "Schema", IgnoreCase = true)]
    public string By { get; set; } = "Sync";

    /// <summary>Also emits a row for all executions together, at the end.</summary>
    [Parameter]
    public SwitchParameter Total { get; set; }

    /// <summary>The time zone that tells on which day an execution began, by its name, such as Europe/Berlin.</summary>
    /// <value>This machine's</value>
    [Parameter]
    [TimeZone]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Local;

    private bool IsBySchema => string.Equals(By, "Schema", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    // Only schedules are read. What is in a file can be summed up without a session.
    protected override Task BeginAsync(CancellationToken cancel) => IsBySchema ? base.BeginAsync(cancel) : Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel)
    {
        _executions.AddRange(InputObject);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        if (_executions.Count == 0) return;
        var measures = new ExecutionMeasures(_executions, TimeZone, HasBlocks);
        var rows = By.ToUpperInvariant() switch
        {
            "DAY" => measures.ByDay(),
            "WEEK" => measures.ByWeek(),
            "SCHEMA" => measures.BySchema(await NamedSyncs.ListAsync(Client, cancel), Client.Clock.GetUtcNow()),
            _ => measures.BySync(),
        };
        foreach (var row in rows) Write(row);
        if (Total) Write(measures.Total());
    }

    private static bool HasBlocks
    {
        get
        {
            var encoding = (Encoding)Console.OutputEncoding.Clone();
            return encoding.GetString(encoding.GetBytes(ExecutionMeasures.TrendSigns)) == ExecutionMeasures.TrendSigns;
        }
    }
}
