using System.Text;

namespace PolytomicBulk.Commands;

/// <summary>Sums up executions: successes, failures, durations and records.</summary>
/// <remarks>
/// <para>Pipe executions to this command to get one row for each bulk sync. Use -By to get a row for each day, week or schema. Sort by MedianDuration
/// or LongestDuration to find what is slow.</para>
/// <para>Executions that have ended and were not tests count as runs. Succeeded counts the status completed. Failed counts failed, errors and interrupted.
/// Canceled and running executions are counted separately. SuccessRate is the percentage of Succeeded in the sum of Succeeded and Failed.</para>
/// </remarks>
/// <notes>
/// <para>Durations and LastSuccess include only successful runs of all schemas. Trend shows the last 12 runs, the newest last: a higher block is a longer
/// run, and × is a failure. If the console cannot show these characters, the command uses ASCII characters.</para>
/// <para>RecordCount is the number of records that the service read from completed schemas. A record that is sent twice counts twice, so it is not
/// the number of rows in the destination. OtherRecordCount counts schemas that did not complete. The executions of a CSV file, or of JSON with too little
/// depth, have no schemas. RecordCount then counts all records of executions that completed, and OtherRecordCount all records of the others, so the counts
/// differ from those of the same executions with their schemas.</para>
/// <para>With -By Schema, a schema succeeds if its own status is completed and it has no errors. DueAt is the last time when the schedules should
/// have run it. IsLate is true if no run succeeded within 30 minutes plus twice the median duration after DueAt. With a continuous schedule, IsLate
/// is true if the last success is older than 1 hour plus four times the median time between runs. For a paused bulk sync, DueAt and IsLate are
/// empty.</para>
/// <para>Requests: none. With -By Schema, 1 for every 50 bulk syncs (API operation bulkSync_list).</para>
/// </notes>
/// <example>
/// <para>Sum up the last week, with one row for each bulk sync and a total.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -Since 7d | Measure-PolytomicBulkSyncExecution -Total
/// </code>
/// </example>
/// <example>
/// <para>Find the ten slowest schemas.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -Since 7d | Measure-PolytomicBulkSyncExecution -By Schema |
///     Sort-Object MedianDuration -Descending |
///     Select-Object -First 10 SyncName, OutputName, MedianDuration, LongestDuration, RecordCount
/// </code>
/// </example>
/// <example>
/// <para>Show the results of the last runs of each bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -First 12 | Measure-PolytomicBulkSyncExecution |
///     Format-Table SyncName, Trend, LastStatus, LastSuccess
/// </code>
/// </example>
/// <example>
/// <para>Show how fresh each schema is, the oldest first.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution -Since 4w | Measure-PolytomicBulkSyncExecution -By Schema |
///     Sort-Object LastSuccess | Select-Object SyncName, OutputName, LastSuccess, DueAt, IsLate
/// </code>
/// </example>
/// <example>
/// <para>Show the success rate of a bulk sync, and fail a job if it is below 80 percent.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $rate = Get-PolytomicBulkSyncExecution 'Salesforce to Snowflake' -Since 4w |
///     Measure-PolytomicBulkSyncExecution
/// $rate
/// if ($rate.SuccessRate -lt 80) { throw "Too few runs succeeded: $rate" }
/// </code>
/// </example>
/// <example>
/// <para>Write a Markdown message for a chat.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $rows = Get-PolytomicBulkSyncExecution -Since 1d | Measure-PolytomicBulkSyncExecution
/// @('| Sync | Succeeded | Failed |'; '| --- | ---: | ---: |'
/// $rows | ForEach-Object {
///     "| $($_.Label -replace '\|', '\|') | $($_.Succeeded) | $($_.Failed) |"
/// }) -join "`n"
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncExecutionCommand"/>
[Cmdlet(VerbsDiagnostic.Measure, "PolytomicBulkSyncExecution", HelpUri = HelpPages.Cmdlets + "Measure-PolytomicBulkSyncExecution.md")]
[OutputType(typeof(BulkSyncExecutionMeasure))]
public sealed class MeasurePolytomicBulkSyncExecutionCommand : SessionCommand
{
    private readonly List<BulkSyncExecution> _executions = [];

    /// <summary>
    /// Specifies executions from Get-PolytomicBulkSyncExecution. They can also come from a job, or from a file that Export-Clixml, ConvertTo-Json or
    /// Export-Csv wrote. A CSV file does not contain the schemas of executions, so RecordCount and OtherRecordCount are less exact, and -By Schema
    /// returns no rows. To keep the schemas, use Export-Clixml, or ConvertTo-Json with -Depth 4.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ExecutionRow]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public BulkSyncExecution[] InputObject { get; set; } = [];

    /// <summary>Specifies how to group the executions: by Sync, Day, Week (beginning on Monday) or Schema. Each group is one row.</summary>
    /// <value>Sync</value>
    [Parameter]
    [ValidateSet("Sync", "Day", "Week", "Schema", IgnoreCase = true)]
    public string By { get; set; } = "Sync";

    /// <summary>Adds a row for all executions together, at the end.</summary>
    [Parameter]
    public SwitchParameter Total { get; set; }

    /// <summary>Specifies the time zone for days and weeks, such as Europe/Berlin.</summary>
    /// <value>The time zone of this computer</value>
    [Parameter]
    [TimeZone]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Local;

    private bool IsBySchema => string.Equals(By, "Schema", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    // Only -By Schema reads from the service. Other measures work without a session.
    private protected override Task BeginAsync(CancellationToken cancel) => IsBySchema ? base.BeginAsync(cancel) : Task.CompletedTask;

    private protected override Task ProcessAsync(CancellationToken cancel)
    {
        _executions.AddRange(InputObject);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        if (_executions.Count == 0) return;
        if (IsBySchema && _executions.TrueForAll(execution => execution.Schemas is null))
        {
            Warn("The executions were read without their schemas, for example from a CSV file, so -By Schema returns no rows. "
                + "To save executions with their schemas, use Export-Clixml.");
        }

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
