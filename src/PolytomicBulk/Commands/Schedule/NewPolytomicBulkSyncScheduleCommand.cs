namespace PolytomicBulk.Commands;

/// <summary>Adds a schedule to a bulk sync.</summary>
/// <remarks>
/// <para>Existing schedules do not change, and nothing starts now. The command returns the new schedule. All times of day are in UTC.</para>
/// <para>An hourly schedule needs -Minute. A daily schedule needs -Hour. A weekly schedule needs -DayOfWeek and -Hour. If you specify an hour without
/// a minute, the minute is 0. A custom schedule runs when all the values that you specify match.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 (API operation schedules_create), and 1 more if the service omits the id of the schedule (bulkSync_get).</para>
/// </notes>
/// <example>
/// <para>Add a schedule for every night at 02:30 UTC.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// New-PolytomicBulkSyncSchedule 'HubSpot to Snowflake' -Frequency daily -Hour 2 -Minute 30
/// </code>
/// </example>
/// <example>
/// <para>Sync the fields that the source cannot read incrementally every Sunday.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sunday = @{ Frequency = 'weekly'; DayOfWeek = 'sunday'; Hour = 5; Minute = 0 }
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' |
///     New-PolytomicBulkSyncSchedule @sunday -SelectiveMode nonincrementalFields
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncScheduleCommand"/>
[Cmdlet(VerbsCommon.New, "PolytomicBulkSyncSchedule", SupportsShouldProcess = true, HelpUri = HelpPages.Cmdlets + "New-PolytomicBulkSyncSchedule.md")]
[OutputType(typeof(BulkSyncSchedule))]
public sealed class NewPolytomicBulkSyncScheduleCommand : ScheduleSettingsCommand
{
    private JsonObject _schedule = [];

    /// <summary>Specifies how often the schedule runs.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [KnownValues("schedule", "frequency")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string Frequency { get; set; } = "";

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        _schedule = ReadSettings(Frequency);
        ApiTables.FillIn(_schedule);
        if (ApiTables.Schedule.MissingIn(_schedule).ToList() is [_, ..] missing)
        {
            Refuse(
                $"A schedule with the frequency {Frequency} also needs {string.Join(" and ", missing.Select(name => $"-{name}"))}. Times of day are in UTC.");
        }
    }

    private protected override Task ProcessAsync(Guid syncId, CancellationToken cancel)
    {
        if (!MayProcess(InWords(syncId), $"Add a schedule: {ScheduleOperations.Describe(_schedule)}", syncId)) return Task.CompletedTask;
        return SendAsync([syncId], id => Client.Schedules.CreateAsync(id, _schedule, cancel), WriteAsync);
    }
}
