namespace PolytomicBulk.Commands;

/// <summary>Changes a schedule of a bulk sync.</summary>
/// <remarks>
/// <para>Only the settings that you specify change. If they already have these values, the command writes nothing. -WhatIf shows each change. All times of
/// day are in UTC.</para>
/// <para>If you change -Frequency, also specify the values that the new frequency needs, unless the schedule already has them. hourly needs a minute. daily
/// needs an hour. weekly needs a day of the week and an hour. If there is an hour without a minute, the minute is 0.</para>
/// </remarks>
/// <notes>
/// <para>If somebody changed a schedule after you read it, you get an error. Read it again, or use -Force to change it anyway.</para>
/// <para>The command checks the schedule after the update. If the service did not accept a change, you get an error. If the update removed the SyncMode or
/// the Schemas of the schedule, the command restores them and you get a warning.</para>
/// <para>If an update of the bulk sync was interrupted, the command finishes it first.</para>
/// <para>Requests: 1 to read each schedule (API operation schedules_get). If it changes, 3 more: to read it again, write it (schedules_update) and check
/// it.</para>
/// </notes>
/// <example>
/// <para>Run daily schedules two hours later.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Get-PolytomicBulkSyncSchedule | Where-Object Frequency -EQ daily |
///     ForEach-Object { $_ | Set-PolytomicBulkSyncSchedule -Hour (([int]$_.Hour + 2) % 24) -PassThru }
/// </code>
/// </example>
/// <example>
/// <para>Preview making a bulk sync manual.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncSchedule 'Stripe to BigQuery' |
///     Set-PolytomicBulkSyncSchedule -Frequency manual -WhatIf
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncScheduleCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicBulkSyncSchedule", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet,
    HelpUri = HelpPages.Cmdlets + "Set-PolytomicBulkSyncSchedule.md")]
[OutputType(typeof(BulkSyncSchedule))]
public sealed class SetPolytomicBulkSyncScheduleCommand : ScheduleSettingsCommand
{
    private JsonObject _changes = [];
    private bool _isIdTyped;

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [SyncFrom(TakesParts = true, NameParameter = "-SyncName")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public override Guid SyncId { get; set; }

    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string? SyncName { get; set; }

    /// <summary>
    /// Specifies schedules from Get-PolytomicBulkSyncSchedule. The command uses their ids, and UpdatedAt to detect changes that somebody else made.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public BulkSyncSchedule[] InputObject { get; set; } = [];

    /// <summary>Specifies the ids of schedules.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("ScheduleId")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>
    /// Specifies when the schedule last changed. The command uses this value, such as a column of a CSV file, to detect changes that somebody else made.
    /// If you type -Id, the value is ignored.
    /// </summary>
    /// <value>The column of that name</value>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? UpdatedAt { get; set; }

    /// <summary>Specifies how often the schedule runs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KnownValues("schedule", "frequency")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Frequency { get; set; }

    /// <summary>
    /// Changes the schedule without asking for confirmation, and even if somebody changed it after you read it. Their changes to other settings are kept.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the schedule after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        _changes = ReadSettings(Frequency);
        _isIdTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Id));
    }

    private protected override Task ProcessAsync(CancellationToken cancel) => ParameterSetName == ObjectSet
        ? ForEachAsync(
            InputObject,
            (schedule, cancel) => schedule.Id is { } id
                ? ChangeAsync(schedule.SyncId ?? Guid.Empty, id, Force ? null : schedule.UpdatedAt, cancel)
                : RefuseAsync(schedule),
            cancel)
        : base.ProcessAsync(cancel);

    private protected override Task ProcessAsync(Guid syncId, CancellationToken cancel)
    {
        try
        {
            var seen = Force || _isIdTyped ? null : TimeInput.ReadLatest(nameof(UpdatedAt), UpdatedAt);
            return ForEachAsync(Id, (id, cancel) => ChangeAsync(syncId, id, seen, cancel), cancel);
        }
        catch (ArgumentException wrong)
        {
            Fail($"{wrong.Message} It is needed to detect changes. To change the schedule anyway, use -Force.", Id[0]);
            return Task.CompletedTask;
        }
    }

    private Task RefuseAsync(BulkSyncSchedule schedule)
    {
        Fail(ScheduleIdAttribute.Missing, schedule);
        return Task.CompletedTask;
    }

    private async Task ChangeAsync(Guid syncId, Guid id, DateTime? seen, CancellationToken cancel)
    {
        if (!IsBelow(id.ToString(), syncId, "a schedule", "Get-PolytomicBulkSyncSchedule returns the schedules of a bulk sync. You can pipe them.")) return;
        var edit = await Client.Schedules.EditAsync(syncId, id, _changes, seen, cancel);
        if (!MayWrite(edit, () => Emit(Client.Schedules.Preview(edit)), Client.Updates.IsOpen(edit))) return;
        var update = await Client.Updates.UpdateScheduleAsync(edit, seen, cancel);
        foreach (var warning in update.Warnings) Warn(warning);
        if (update.Left.Count > 0) Warn("Set-PolytomicBulkSync -AdditionalSchedule sets all settings of a schedule.");
        List<SchemaDifference> left = [.. update.Finished?.Left ?? [], .. update.Sync?.Left ?? []];
        foreach (var command in UndoCommands.For(syncId, left)) Warn(command);
        Emit(update.Schedule);
    }

    private void Emit(BulkSyncSchedule schedule)
    {
        if (PassThru) Write(schedule);
    }
}
