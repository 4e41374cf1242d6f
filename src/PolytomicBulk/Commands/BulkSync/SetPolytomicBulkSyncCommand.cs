using System.Security;

namespace PolytomicBulk.Commands;

/// <summary>Changes the settings of bulk syncs.</summary>
/// <remarks>
/// <para>Only the settings that you specify change. If they already have these values, the command writes nothing. -WhatIf shows each change with the old
/// and the new value. Use Set-PolytomicBulkSyncSchema to change schemas, fields and filters. Times of day in schedules are in UTC.</para>
/// <para>If somebody changed a bulk sync after you read it, you get an error. Read it again, or use -Force to change it anyway.</para>
/// <para>An update can make the service enable more schemas and fields than before. Even a rename could then send a new field to the destination. To
/// prevent this, the command sends the current schemas with the update and checks them afterwards (API operations bulkSchemas_list and bulkSchemas_get). It
/// undoes differences that the update caused or that copy more data (bulkSchemas_patch), and you get a warning. For other differences, the warning shows
/// the command that undoes them. To skip these steps, use -SkipSelectionCheck.</para>
/// </remarks>
/// <notes>
/// <para>Until a difference is undone, an execution can copy the additional schemas and fields. If this must never happen, pause the bulk sync before
/// you change it.</para>
/// <para>If an update fails partway, the error shows what was written and what is different now. To finish the update, run the same command again.
/// Exception.Selection of the error contains the previous schemas; Set-PolytomicBulkSyncSchema -Restore restores them. Until an update is checked, the
/// command keeps a record of it in a file in your application data folder. The file contains no secret, and only you can read it. To use another folder,
/// set the environment variable POLYTOMICBULK_JOURNAL_FOLDER. Get-PolytomicSession shows unfinished updates. The sandbox keeps no file.</para>
/// <para>The service can return outdated answers for a while. The command then reads again for up to 30 seconds before it reports an error. If somebody
/// else changes the bulk sync after the write, you get a warning. If somebody else changes it during the write, that change is lost. The API cannot
/// prevent this.</para>
/// <para>Requests: 2 N + 7 for a bulk sync with N schemas. If schemas must be restored, 3 more, and 2 for each of them. The first update of a session can
/// take 4 more. With -SkipSelectionCheck, 2 (API operations bulkSync_get and bulkSync_update). To check a new mode or destination, 1 more
/// (bulkSync_getDestination). To check a new source, N + 2 more, and to check new schemas of a schedule, 1 more (bulkSync_getSource). -SkipValidation
/// skips these checks.</para>
/// </notes>
/// <example>
/// <para>Rename a bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicBulkSync 'HubSpot to Snowflake' -NewName 'HubSpot to warehouse' -PassThru
/// </code>
/// </example>
/// <example>
/// <para>Preview changing all hourly bulk syncs to run at half past the hour.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Where-Object { $_.DefaultSchedule.Frequency -eq 'hourly' } |
///     Set-PolytomicBulkSync -Minute 30 -WhatIf
/// </code>
/// </example>
/// <example>
/// <para>Change one setting of the destination, and keep the others.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicBulkSync 'Salesforce to Snowflake' -DestinationConfiguration @{ schema = 'crm' }
/// </code>
/// </example>
/// <example>
/// <para>Add a schedule for every Sunday, and keep the existing schedules.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sync = Get-PolytomicBulkSync 'Salesforce to Snowflake'
/// $sunday = @{ frequency = 'weekly'; day_of_week = 'sunday'; hour = 4; minute = 0 }
/// $sync | Set-PolytomicBulkSync -AdditionalSchedule ($sync.AdditionalSchedules + $sunday)
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncCommand"/>
/// <seealso cref="SetPolytomicBulkSyncSchemaCommand"/>
/// <seealso cref="SetPolytomicBulkSyncScheduleCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicBulkSync", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet,
    HelpUri = HelpPages.Cmdlets + "Set-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class SetPolytomicBulkSyncCommand : SessionCommand
{
    private const string OtherSource =
        "First disable the schemas and fields that the new source does not have with Set-PolytomicBulkSyncSchema, and remove the schedules that need them. "
            + "Or create another bulk sync with New-PolytomicBulkSync. ";

    private NamedSyncs? _named;
    private JsonObject _changes = [];
    private readonly List<SecureString> _secrets = [];

    /// <summary>Specifies the ids of bulk syncs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [SyncFrom(NameParameter = "-Name")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>
    /// Specifies bulk syncs, their statuses, ids, names, or rows such as those of a CSV file. A row needs an Id column, or a Name column if it has no id.
    /// Other columns are ignored, except UpdatedAt, which shows whether somebody else made a change.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object[] InputObject { get; set; } = [];

    /// <summary>
    /// Specifies the full names of bulk syncs. Case does not matter. If no bulk sync or several bulk syncs have a name, you get an error. The lookup
    /// takes 1 request for up to 50 bulk syncs, or 2 for every 50 if there are more (API operation bulkSync_list).
    /// </summary>
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(Position = 0, ParameterSetName = ObjectSet)]
    [ValidateNotNullOrEmpty]
    [SyncFrom]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Specifies a new name. Several bulk syncs can have the same name.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? NewName { get; set; }

    /// <summary>
    /// Specifies how to write to the destination. replicate keeps the destination the same as the source. snapshot writes a new copy each time.
    /// </summary>
    /// <value>Unchanged</value>
    [Parameter]
    [KnownValues("bulk sync", "mode")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Mode { get; set; }

    /// <summary>Activates the bulk sync, so that its schedules run. -Active:$false pauses it and cancels a running execution.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [GivenSwitch]
    public SwitchParameter Active { get; set; }

    /// <summary>
    /// Specifies a new source connection by its full name or its id. Case does not matter. The new source must have the schemas and fields that are
    /// enabled, so disable the others first. Looking up a name takes 1 request (API operation connections_list).
    /// </summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Source { get; set; }

    /// <summary>Specifies the id of a new source connection. Use it instead of -Source.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [IdFrom("ConnectionId", "To use a name, specify -Source.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid SourceConnectionId { get; set; }

    /// <summary>Specifies settings of the source as a hashtable, an object, or JSON text. Settings that you do not specify keep their values.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ArgumentCompleter(typeof(SyncConfigurationCompleter))]
    public object? SourceConfiguration { get; set; }

    /// <summary>Specifies a new destination connection by its full name or its id, as for -Source.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Destination { get; set; }

    /// <summary>Specifies the id of a new destination connection. Use it instead of -Destination.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [IdFrom("ConnectionId", "To use a name, specify -Destination.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid DestinationConnectionId { get; set; }

    /// <summary>
    /// Specifies settings of the destination as a hashtable, an object, or JSON text. Settings that you do not specify keep their values. For a secret,
    /// use a SecureString as the value. Messages do not show it.
    /// </summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ArgumentCompleter(typeof(SyncConfigurationCompleter))]
    public object? DestinationConfiguration { get; set; }

    /// <summary>
    /// Specifies how often the default schedule runs. hourly needs a minute. daily needs an hour. weekly needs a day of the week and an hour. You do not
    /// need to repeat a value that the schedule already has. If there is an hour without a minute, the minute is 0.
    /// </summary>
    /// <value>Unchanged</value>
    [Parameter]
    [KnownValues("schedule", "frequency")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Frequency { get; set; }

    /// <summary>Specifies the hour of the default schedule in UTC, from 0 to 23.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Hour { get; set; }

    /// <summary>Specifies the minute of the default schedule, from 0 to 59.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Minute { get; set; }

    /// <summary>Specifies the day of the week of the default schedule, in UTC.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [KnownValues("schedule", "day_of_week")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? DayOfWeek { get; set; }

    /// <summary>Specifies the day of the month of a custom default schedule, from 1 to 31, or * for every day.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? DayOfMonth { get; set; }

    /// <summary>Specifies the month of a custom default schedule, from 1 to 12, or * for every month.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Month { get; set; }

    /// <summary>
    /// Specifies a whole default schedule that replaces the current one. Use a hashtable such as @{frequency='hourly'; minute=15}, an object, or JSON
    /// text.
    /// </summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ScheduleSettingsCompleter))]
    public object? DefaultSchedule { get; set; }

    /// <summary>
    /// Specifies the complete list of additional schedules, in the same forms as -DefaultSchedule. They can also have resync_mode, selective_mode and
    /// schemas. Additional schedules that are not in the list are removed. Use @() to remove all.
    /// </summary>
    /// <value>Unchanged</value>
    [Parameter]
    [AllowEmptyCollection]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ScheduleSettingsCompleter))]
    public object?[]? AdditionalSchedule { get; set; }

    /// <summary>Specifies which new schemas of the source are added automatically.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [KnownValues("bulk sync", "automatically_add_new_objects")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? AutomaticallyAddNewObjects { get; set; }

    /// <summary>Specifies which new fields of synced schemas are added automatically.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [KnownValues("bulk sync", "automatically_add_new_fields")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? AutomaticallyAddNewFields { get; set; }

    /// <summary>Specifies whether the service changes names to fit the rules of the destination.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [KnownValues("bulk sync", "normalize_names")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? NormalizeNames { get; set; }

    /// <summary>Specifies how many schemas are synced at the same time, 1 or more.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public long? ConcurrencyLimit { get; set; }

    /// <summary>Specifies how many schemas are synced at the same time during a resync, 1 or more.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public long? ResyncConcurrencyLimit { get; set; }

    /// <summary>Specifies the earliest time of records to sync. Older records are not synced. A time without a zone is local.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [Time("-DataCutoffTimestamp")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? DataCutoffTimestamp { get; set; }

    /// <summary>Omits the timestamp columns that the service adds to the destination. -DisableRecordTimestamps:$false adds them again.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [GivenSwitch]
    public SwitchParameter DisableRecordTimestamps { get; set; }

    /// <summary>
    /// Specifies the complete list of permission policies, by id or name. Use @() to remove all. Looking up names takes 1 request (API operation
    /// policies_list).
    /// </summary>
    /// <value>Unchanged</value>
    [Parameter]
    [AllowEmptyCollection]
    [PolicyText]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Policy { get; set; }

    /// <summary>
    /// Specifies settings to clear. The bulk sync then uses the defaults of the service. Empty text or $null for another parameter does not clear a
    /// setting.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Clearable("bulk sync")]
    [ArgumentCompleter(typeof(ClearableCompleter))]
    public string[] ClearSetting { get; set; } = [];

    /// <summary>Skips the check of the schemas before and after the update. The service can then enable any schema or field.</summary>
    [Parameter]
    public SwitchParameter SkipSelectionCheck { get; set; }

    /// <summary>
    /// Skips the checks that the destination supports the mode and the settings, and that the source has the schemas. The service still checks some
    /// settings.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>
    /// Changes the bulk sync without asking for confirmation, and even if somebody changed it after you read it. Their changes to other settings are kept.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the bulk sync after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        if (NameSaysWhich && Name.Length == 0) Refuse("Specify the bulk sync to change: use -Name or -Id, or pipe it from Get-PolytomicBulkSync.");
        _changes = ReadChanges();
        if (!NameSaysWhich && Name.Length > 0) ThrowTerminatingError(ErrorRecords.NameBesideId());
    }

    private protected override async Task BeginAsync(CancellationToken cancel)
    {
        await base.BeginAsync(cancel);
        _secrets.ForEach(Client.Hide);
        await ReadConnectionsAsync(_changes, Source, Destination, cancel);
        await OrEndAsync(() => NamedPolicies.ReadAsync(Client, _changes, ThrowTerminatingError, cancel));
    }

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        _named ??= new(this, Client, takesWildcards: false);
        IEnumerable<SyncReference> given = NameSaysWhich
            ? Name.Select(name => SyncInput.Read(name, takesParts: false))
            : [.. Id.Select(id => new SyncReference(id)), .. ReadInput(InputObject, takesParts: false)];
        // The next input arrives before the work on this one ends.
        var input = InputObject;
        foreach (var sync in await _named.FindAsync(given, cancel)) await TogetherAsync(sync.Id!.Value, () => ChangeAsync(sync, input, cancel));
    }

    private Task ChangeAsync(SyncReference sync, object[] input, CancellationToken cancel)
    {
        try
        {
            return ChangeAsync(sync.Id!.Value, Force ? null : SeenOf(sync, input), cancel);
        }
        catch (ArgumentException wrong)
        {
            Fail($"{wrong.Message} It is needed to detect changes. To change the bulk sync anyway, use -Force.", sync.Id);
            return Task.CompletedTask;
        }
    }

    /// <summary>The bulk sync as the user has read it: with its settings, or only with the time of its last change.</summary>
    private static BulkSync? SeenOf(SyncReference sync, object[] input) =>
        input.Select(PowerShellValue.Unwrap).OfType<BulkSync>().FirstOrDefault(known => known.Id == sync.Id)
            ?? (sync.Seen is { } time ? new BulkSync { Id = sync.Id, UpdatedAt = time } : null);

    private async Task ChangeAsync(Guid id, BulkSync? seen, CancellationToken cancel)
    {
        var edit = await Client.Updates.EditAsync(id, seen, cancel);
        edit.Apply(_changes);
        if (!SkipValidation && edit.Differences.Count > 0 && await Client.Updates.FindFaultsAsync(edit, !SkipSelectionCheck, cancel) is [_, ..] faults)
        {
            Fail(ErrorRecords.DoesNotFit($"{edit} was not changed", faults, id, HasNewSource ? OtherSource : ""));
            return;
        }

        // An interrupted update is finished even if no setting differs.
        var finishes = !SkipSelectionCheck && Client.Updates.IsOpen(edit);
        if (!await AskAsync(() => MayWrite(edit, () => Emit(Client.BulkSyncs.Preview(edit)), finishes))) return;
        if (SkipSelectionCheck)
        {
            Emit(await Client.BulkSyncs.ReplaceAsync(edit, cancel));
            return;
        }

        var update = await Client.Updates.UpdateAsync(edit, seen, cancel);
        foreach (var warning in update.Warnings.Concat(UndoCommands.For(id, update.Left))) Warn(warning);
        Emit(update.Sync);
    }

    private bool HasNewSource => _changes.ContainsKey("source_connection_id");

    private void Emit(BulkSync sync)
    {
        if (PassThru) Write(sync);
    }

    private JsonObject ReadChanges()
    {
        if (Frequency is not null && DefaultSchedule is not null)
        {
            throw new ArgumentException("-Frequency and -DefaultSchedule cannot be used together. Specify one of them.");
        }

        var changes = BulkSyncInput.Read(NewName, MyInvocation.BoundParameters, _secrets.Add);
        ClearInput.Read(ApiTables.BulkSync, ClearSetting, changes);
        foreach (var name in new[] { "mode", "source_connection_id", "destination_connection_id", "source_configuration", "destination_configuration" })
        {
            if (changes.ContainsKey(name) && changes[name] is null)
            {
                throw new ArgumentException($"A bulk sync needs {name.Replace('_', ' ')}. Specify a value, or omit the parameter.");
            }
        }

        (string, object?)[] times = [("hour", Hour), ("minute", Minute), ("day_of_week", DayOfWeek), ("day_of_month", DayOfMonth), ("month", Month)];
        var parts = ScheduleInput.ToParts([("frequency", Frequency), .. times]);
        var schedule = DefaultSchedule is null
            ? parts
            : ScheduleInput.ToJson("-DefaultSchedule", DefaultSchedule, times) is { } whole
                ? ScheduleInput.InPlaceOfAnother(whole)
                : throw new ArgumentException("-DefaultSchedule is blank. To run the bulk sync only when you start it, use @{frequency='manual'}.");
        // The schedule keeps its id.
        schedule?.Remove("id");
        if (schedule is not null) changes["default_schedule"] = schedule;
        if (AdditionalSchedule is not null)
        {
            changes["additional_schedules"] = new JsonArray(
            [
                .. AdditionalSchedule
                    .Select(item => ScheduleInput.ToAdditionalJson("-AdditionalSchedule", item))
                    .Where(item => item is not null),
            ]);
        }

        // The names in -Source and -Destination are looked up before the first input.
        return changes.Count > 0 || Source is not null || Destination is not null
            ? changes
            : throw new ArgumentException(
                "No change was specified. Specify a setting, such as -NewName or -Frequency. To change schemas and fields, use Set-PolytomicBulkSyncSchema.");
    }

    /// <summary>Whether -Name selects the bulk syncs, because nothing else does.</summary>
    private bool NameSaysWhich => !MyInvocation.ExpectingInput && Id.Length == 0 && InputObject.Length == 0;
}
