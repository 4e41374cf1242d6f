using System.Management.Automation;
using System.Text.Json.Nodes;
using PolytomicBulk.Completion;
using PolytomicBulk.Operations;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Commands;

/// <summary>Adds a schedule to a bulk sync; those that it has stay.</summary>
/// <remarks>
/// <para>Sends one request (API operation schedules_create) and emits the schedule; where the service leaves the id out of it, one more reads the
/// sync (API operation bulkSync_get). It starts nothing now.</para>
/// <para>All times of day are in UTC. An hourly schedule needs -Minute; a daily one -Hour; a weekly one -DayOfWeek and -Hour. The minute is 0
/// where an hour is given without one. A custom one fires when all that is given fits.</para>
/// </remarks>
/// <example>
/// <para>Also run every night at 2:30 UTC.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' | New-PolytomicBulkSyncSchedule -Frequency daily -Hour 2 -Minute 30
/// </code>
/// </example>
/// <example>
/// <para>Read on Sundays what cannot be read incrementally.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' |
///     New-PolytomicBulkSyncSchedule -Frequency weekly -DayOfWeek Sunday -Hour 5 -Minute 0 -SelectiveMode nonincrementalFields
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncScheduleCommand"/>
[Cmdlet(VerbsCommon.New, "PolytomicBulkSyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Cmdlets + "New-PolytomicBulkSyncSchedule.md")]
[OutputType(typeof(BulkSyncSchedule))]
public sealed class NewPolytomicBulkSyncScheduleCommand : ScheduleSettingsCommand
{
    private JsonObject _schedule = [];

    /// <summary>How often the schedule fires.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [KnownValues("schedule", "frequency")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string Frequency { get; set; } = "";

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        _schedule = ReadSettings(Frequency);
        ApiTables.FillIn(_schedule);
        if (ApiTables.Schedule.MissingIn(_schedule).ToList() is [_, ..] missing)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(
                $"A schedule that is {Frequency} also needs {string.Join(" and ", missing.Select(name => $"-{name}"))}. Times of day are in UTC."));
        }

        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid syncId, CancellationToken cancel)
    {
        if (!MayProcess(InWords(syncId), $"Add a schedule: {ScheduleOperations.Describe(_schedule)}")) return Task.CompletedTask;
        return SendAsync([syncId], id => Client.Schedules.CreateAsync(id, _schedule, cancel), WriteAsync);
    }
}
