using System.Management.Automation;
using System.Text.Json.Nodes;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Changes a schedule of a bulk sync.</summary>
/// <remarks>
/// <para>Only what is named changes: the schedule is read (API operation schedules_get), changed, and written back whole (API operation
/// schedules_update). Where nothing differs nothing is written, and -Verbose says so. -WhatIf shows what would change, and only reads.</para>
/// <para>Before it is written the schedule is read once more, since somebody may have changed it while a question stood, and afterwards it is looked at.
/// What the service did not take is an error. These operations cannot carry the SyncMode and the Schemas of a schedule. Where a write drops them, they
/// are put back by a write of the sync, as Set-PolytomicBulkSync does it, and a warning says so. What cannot be put back is named by a warning.</para>
/// <para>A schedule from the pipeline that somebody has changed since it was read is an error, and is not written; -Force changes it as it is now.</para>
/// <para>All times of day are in UTC. With a new -Frequency the schedule must have what that needs, given now or before: an hourly one a minute; a
/// daily one an hour and a minute; a weekly one a day of the week, an hour and a minute.</para>
/// <para>Requests for each schedule: 1 to read it, and 3 to read it again, write it and look at it where it differs.</para>
/// </remarks>
/// <example>
/// <para>Run daily syncs two hours later.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Get-PolytomicBulkSyncSchedule | Where-Object Frequency -EQ daily |
///     ForEach-Object { $_ | Set-PolytomicBulkSyncSchedule -Hour (([int]$_.Hour + 2) % 24) -PassThru }
/// </code>
/// </example>
/// <example>
/// <para>See what making a sync manual would change.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Stripe to BigQuery' | Get-PolytomicBulkSyncSchedule | Set-PolytomicBulkSyncSchedule -Frequency manual -WhatIf
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncScheduleCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicBulkSyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = ObjectSet,
    HelpUri = HelpPages.Cmdlets + "Set-PolytomicBulkSyncSchedule.md")]
[OutputType(typeof(BulkSyncSchedule))]
public sealed class SetPolytomicBulkSyncScheduleCommand : ScheduleSettingsCommand
{
    private const string IdSet = "Id";
    private const string ObjectSet = "InputObject";

    private JsonObject _changes = [];
    private bool _isIdTyped;

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [SyncFrom(TakesParts = true, NameParameter = "-SyncName")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public override Guid SyncId { get; set; }

    /// <inheritdoc/>
    [Parameter(Position = 0, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string? SyncName { get; set; }

    /// <summary>
    /// Schedules as Get-PolytomicBulkSyncSchedule gives them. What they hold is not written; the time of their last change tells whether somebody has
    /// changed them since.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public BulkSyncSchedule[] InputObject { get; set; } = [];

    /// <summary>Ids of schedules.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("ScheduleId")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>
    /// When the schedule last changed, as a row from the pipeline has it, such as one of Import-Csv. It tells whether somebody has changed the schedule
    /// since; beside an -Id that is typed it counts for nothing.
    /// </summary>
    /// <value>The column of that name</value>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? UpdatedAt { get; set; }

    /// <summary>How often the schedule fires.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KnownValues("schedule", "frequency")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Frequency { get; set; }

    /// <summary>Also changes a schedule that somebody has changed since it was read. Their changes stay, but for what is named here.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the schedule as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        _changes = ReadSettings(Frequency);
        _isIdTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Id));
        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel) => ParameterSetName == ObjectSet
        ? ForEachAsync(
            InputObject,
            (schedule, cancel) => schedule.Id is { } id
                ? ChangeAsync(schedule.SyncId ?? Guid.Empty, id, Force ? null : schedule.UpdatedAt, cancel)
                : RefuseAsync(schedule),
            cancel)
        : base.ProcessAsync(cancel);

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid syncId, CancellationToken cancel)
    {
        try
        {
            var seen = Force || _isIdTyped ? null : TimeInput.ReadLatest(nameof(UpdatedAt), UpdatedAt);
            return ForEachAsync(Id, (id, cancel) => ChangeAsync(syncId, id, seen, cancel), cancel);
        }
        catch (ArgumentException wrong)
        {
            Fail(ErrorRecords.InvalidArgument($"{wrong.Message} It tells whether the schedule has changed since; -Force changes it all the same.", Id[0]));
            return Task.CompletedTask;
        }
    }

    private Task RefuseAsync(BulkSyncSchedule schedule)
    {
        Fail(ErrorRecords.InvalidArgument(ScheduleIdAttribute.Missing, schedule));
        return Task.CompletedTask;
    }

    private async Task ChangeAsync(Guid syncId, Guid id, DateTime? seen, CancellationToken cancel)
    {
        if (!IsBelow(id.ToString(), syncId, "a schedule", "Get-PolytomicBulkSyncSchedule gives its schedules to pipe in.")) return;
        var edit = await Client.Schedules.EditAsync(syncId, id, _changes, seen, cancel);
        if (!MayWrite(edit, () => Emit(Client.Schedules.Preview(edit)))) return;
        var update = await Client.Updates.UpdateScheduleAsync(edit, seen, cancel);
        foreach (var warning in update.Warnings) Warn(warning);
        Emit(update.Schedule);
    }

    private void Emit(BulkSyncSchedule schedule)
    {
        if (PassThru) Write(schedule);
    }
}
