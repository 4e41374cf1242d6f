using System.Management.Automation;
using System.Text.Json.Nodes;
using PolytomicBulk.Completion;
using PolytomicBulk.Editing;
using PolytomicBulk.Input;
using PolytomicBulk.Operations;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Commands;

/// <summary>Changes settings of bulk syncs. Only what is named changes.</summary>
/// <remarks>
/// <para>The sync is read (API operation bulkSync_get), changed, and written back whole (API operation bulkSync_update), since the service resets
/// what an update leaves out. Where nothing differs nothing is written, and -Verbose says so. -WhatIf shows what would change, and only reads.</para>
/// <para>The service may also choose schemas and fields anew with an update, so that a rename could send a field to the warehouse that nobody chose.
/// To prevent it, all schemas are read with their fields and filters (API operations bulkSchemas_list and bulkSchemas_get), sent along, and read
/// again afterwards. What differs is put back (API operation bulkSchemas_patch) if that copies less data, or if the update itself is known to have
/// caused it, with a warning that names it. Anything else may be somebody's decision. It stays as it is, and a warning names it with the command that
/// undoes it. Changing a sync with N schemas takes 2 N + 7 requests, and 3 more and 2 for each schema that is put back, as many at a time as the
/// session's -ThrottleLimit allows. -SkipSelectionCheck leaves all of that out, for 2 requests. Where the mode or the destination changes, the
/// destination is asked first whether it takes that, for 1 more (API operation bulkSync_getDestination); -SkipValidation leaves that out.</para>
/// <para>The service may answer old copies for a while. Answers that are older than the update are not believed: it looks again, for half a minute at
/// most, and then ends in an error. The first update of a session that seems to have left all schemas alone looks at one schema again for some
/// seconds (3 requests).</para>
/// <para>A sync from the pipeline that somebody has changed since it was read is an error, and is not written; -Force changes it as it is now. A change by
/// somebody else that comes after the write is found afterwards, and a warning tells of it. Between the last look and the write there is a moment, as
/// long as a request takes, in which a change by somebody else is overwritten: the API has no means to prevent that.</para>
/// <para>Where the service does choose anew, its choice holds for the moment until it is put back, and an execution that starts in that moment has
/// it. Pause a sync that must never run with it, and change it then.</para>
/// <para>Where an update fails half-way, the error says what has been written and how the selection differs now; running the same command again
/// finishes it. So does any other change of that sync by this cmdlet, however late, by the same rules; a warning tells what was put back and when the
/// update began. The selection as it was is in the error's Exception.Selection, and Set-PolytomicBulkSyncSchema -Restore puts it back.</para>
/// <para>What an update has left to do outlives the process. It is kept in a file in the user's own application data, which only the user can read and
/// which holds no secret, from before the write until it is checked. Get-PolytomicSession shows what is unfinished. The environment variable
/// POLYTOMICBULK_JOURNAL_FOLDER names another folder. The sandbox keeps nothing.</para>
/// <para>Schemas, fields and filters are changed with Set-PolytomicBulkSyncSchema. Times of day in schedules are in UTC.</para>
/// </remarks>
/// <example>
/// <para>Rename a sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicBulkSync 'HubSpot to Snowflake' -NewName 'HubSpot to warehouse' -PassThru
/// </code>
/// </example>
/// <example>
/// <para>See what running all hourly syncs at a quarter past would change.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Where-Object { $_.DefaultSchedule.Frequency -eq 'hourly' } | Set-PolytomicBulkSync -Minute 15 -WhatIf
/// </code>
/// </example>
/// <example>
/// <para>Change one setting of the destination; the others stay.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicBulkSync 'Salesforce to Snowflake' -DestinationConfiguration @{ schema = 'crm' }
/// </code>
/// </example>
/// <example>
/// <para>Also run every Sunday, beside the schedules that there are.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sync = Get-PolytomicBulkSync 'Salesforce to Snowflake'
/// $sunday = @{ frequency = 'weekly'; day_of_week = 'sunday'; hour = 4; minute = 0; resync_mode = 'resync' }
/// $sync | Set-PolytomicBulkSync -AdditionalSchedule ($sync.AdditionalSchedules + $sunday)
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncCommand"/>
/// <seealso cref="SetPolytomicBulkSyncSchemaCommand"/>
/// <seealso cref="SetPolytomicBulkSyncScheduleCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = ObjectSet,
    HelpUri = HelpPages.Cmdlets + "Set-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class SetPolytomicBulkSyncCommand : SessionCommand
{
    private const string IdSet = "Id";
    private const string ObjectSet = "InputObject";

    private NamedSyncs? _named;
    private JsonObject _changes = [];

    /// <summary>Ids of bulk syncs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [SyncFrom(NameParameter = "-Name")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>
    /// Bulk syncs and their statuses, ids, names, and rows, such as those of a CSV file. A row has the Id of a bulk sync, or its Name where it has no
    /// id. Nothing else of it is written; its UpdatedAt tells whether somebody has changed the sync since.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object[] InputObject { get; set; } = [];

    /// <summary>
    /// Names of bulk syncs, in full and in either case; they are looked up first, with one request for up to 50 bulk syncs, else with two for every 50
    /// (API operation bulkSync_list). It is an error if no sync or more than one has the name.
    /// </summary>
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(Position = 0, ParameterSetName = ObjectSet)]
    [ValidateNotNullOrEmpty]
    [SyncFrom]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The sync's new name. It need not be unique.</summary>
    /// <value>As it is</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? NewName { get; set; }

    /// <summary>How the destination is written: replicate keeps it like the source, snapshot writes a new copy each time.</summary>
    /// <value>As it is</value>
    [Parameter]
    [KnownValues("bulk sync", "mode")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Mode { get; set; }

    /// <summary>Whether the schedules fire: -Active, or -Active:$false, which cancels a running execution.</summary>
    /// <value>As it is</value>
    [Parameter]
    [GivenSwitch]
    public SwitchParameter Active { get; set; }

    /// <summary>
    /// The connection to read, by its name in full and in either case, or by its id. Names are looked up first (API operation connections_list).
    /// </summary>
    /// <value>As it is</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Source { get; set; }

    /// <summary>The id of the connection to read, in place of -Source.</summary>
    /// <value>As it is</value>
    [Parameter]
    [IdFrom("ConnectionId", "-Source takes the name of a connection.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid SourceConnectionId { get; set; }

    /// <summary>Settings of the source: a hashtable, an object, or JSON text. Settings that are not named stay as they are.</summary>
    /// <value>As they are</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? SourceConfiguration { get; set; }

    /// <summary>The connection to write, by its name or id, as -Source.</summary>
    /// <value>As it is</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Destination { get; set; }

    /// <summary>The id of the connection to write, in place of -Destination.</summary>
    /// <value>As it is</value>
    [Parameter]
    [IdFrom("ConnectionId", "-Destination takes the name of a connection.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid DestinationConnectionId { get; set; }

    /// <summary>Settings of the destination, given as those of the source. Settings that are not named stay as they are.</summary>
    /// <value>As they are</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? DestinationConfiguration { get; set; }

    /// <summary>
    /// How often the sync runs by its default schedule. hourly needs a minute; daily an hour; weekly a day of the week and an hour, each given now or
    /// there before. The minute is 0 where there is an hour without one.
    /// </summary>
    /// <value>As it is</value>
    [Parameter]
    [KnownValues("schedule", "frequency")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Frequency { get; set; }

    /// <summary>The hour of the day of the default schedule in UTC, 0 to 23.</summary>
    /// <value>As it is</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Hour { get; set; }

    /// <summary>The minute of the hour of the default schedule, 0 to 59.</summary>
    /// <value>As it is</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Minute { get; set; }

    /// <summary>The day of the week of the default schedule, in UTC.</summary>
    /// <value>As it is</value>
    [Parameter]
    [KnownValues("schedule", "day_of_week")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? DayOfWeek { get; set; }

    /// <summary>The day of the month of the default schedule, 1 to 31, for a custom schedule.</summary>
    /// <value>As it is</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? DayOfMonth { get; set; }

    /// <summary>The month of the default schedule, 1 to 12, or * for every month, for a custom schedule.</summary>
    /// <value>As it is</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Month { get; set; }

    /// <summary>A whole schedule in the place of the default one: a hashtable such as @{frequency='hourly'; minute=15}, an object, or JSON text.</summary>
    /// <value>As it is</value>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? DefaultSchedule { get; set; }

    /// <summary>
    /// All further schedules that the sync is to have, given as the default one; they may also have resync_mode, selective_mode and schemas. @() for
    /// none. Schedules that the sync has and are not among them are removed.
    /// </summary>
    /// <value>As they are</value>
    [Parameter]
    [AllowEmptyCollection]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object?[]? AdditionalSchedule { get; set; }

    /// <summary>Which new schemas of the source are added by themselves.</summary>
    /// <value>As it is</value>
    [Parameter]
    [KnownValues("bulk sync", "automatically_add_new_objects")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? AutomaticallyAddNewObjects { get; set; }

    /// <summary>Which new fields of synced schemas are added by themselves.</summary>
    /// <value>As it is</value>
    [Parameter]
    [KnownValues("bulk sync", "automatically_add_new_fields")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? AutomaticallyAddNewFields { get; set; }

    /// <summary>Whether names are made fit for the destination.</summary>
    /// <value>As it is</value>
    [Parameter]
    [KnownValues("bulk sync", "normalize_names")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? NormalizeNames { get; set; }

    /// <summary>How many schemas are synced at the same time, 1 or more.</summary>
    /// <value>As it is</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public long? ConcurrencyLimit { get; set; }

    /// <summary>How many schemas are synced at the same time during a resync, 1 or more.</summary>
    /// <value>As it is</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public long? ResyncConcurrencyLimit { get; set; }

    /// <summary>Records older than this are not synced: a local time unless it says otherwise.</summary>
    /// <value>As it is</value>
    [Parameter]
    [Time("-DataCutoffTimestamp")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? DataCutoffTimestamp { get; set; }

    /// <summary>
    /// Whether the service's own timestamp columns are left out of the destination: -DisableRecordTimestamps, or -DisableRecordTimestamps:$false.
    /// </summary>
    /// <value>As it is</value>
    [Parameter]
    [GivenSwitch]
    public SwitchParameter DisableRecordTimestamps { get; set; }

    /// <summary>
    /// All permission policies that the sync is to carry: ids or names; @() for none. Names are looked up first (API operation policies_list).
    /// </summary>
    /// <value>As they are</value>
    [Parameter]
    [AllowEmptyCollection]
    [PolicyText]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Policy { get; set; }

    /// <summary>Settings to clear, so that the service's own limits hold and there is no cutoff. An empty value of a parameter clears nothing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Clearable("bulk sync")]
    [ArgumentCompleter(typeof(ClearableCompleter))]
    public string[] ClearSetting { get; set; } = [];

    /// <summary>
    /// Leaves schemas and fields to the service: they are neither read before nor looked at afterwards, and the service may switch on every one.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipSelectionCheck { get; set; }

    /// <summary>
    /// Leaves it to the service whether the destination takes the mode and the settings. Otherwise the connections are asked before.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>Also changes a sync that somebody has changed since it was read. Their changes stay, but for what is named here.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the sync as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task BeginAsync(CancellationToken cancel)
    {
        try
        {
            if (NameSaysWhich && Name.Length == 0)
            {
                throw new ArgumentException(
                    "Say which bulk sync is to change: Set-PolytomicBulkSync -Name 'its name', or -Id, or pipe one in from Get-PolytomicBulkSync.");
            }

            _changes = ReadChanges();
        }
        catch (ArgumentException wrong)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(wrong.Message));
        }

        if (!NameSaysWhich && Name.Length > 0) ThrowTerminatingError(ErrorRecords.NameBesideId());
        await base.BeginAsync(cancel);
        await ReadConnectionsAsync(_changes, Source, Destination, cancel);
        try
        {
            await NamedPolicies.ReadAsync(Client, _changes, ThrowTerminatingError, cancel);
        }
        catch (PolytomicApiException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, target: null));
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancel)
    {
        _named ??= new(this, Client, takesWildcards: false);
        IEnumerable<SyncReference> given = NameSaysWhich
            ? Name.Select(name => SyncInput.Read(name, takesParts: false))
            : [.. Id.Select(id => new SyncReference(id)), .. ReadInput(InputObject, takesParts: false)];
        foreach (var sync in await _named.FindAsync(given, cancel)) await ForEachAsync([sync.Id!.Value], (_, cancel) => ChangeAsync(sync, cancel), cancel);
    }

    private Task ChangeAsync(SyncReference sync, CancellationToken cancel)
    {
        try
        {
            return ChangeAsync(sync.Id!.Value, Force ? null : SeenOf(sync), cancel);
        }
        catch (ArgumentException wrong)
        {
            Fail(ErrorRecords.InvalidArgument($"{wrong.Message} It tells whether the bulk sync has changed since; -Force changes it all the same.", sync.Id));
            return Task.CompletedTask;
        }
    }

    /// <summary>The sync as the user knows it: an object with its settings, or only the time of its last change.</summary>
    private BulkSync? SeenOf(SyncReference sync) =>
        InputObject.Select(PowerShellValue.Unwrap).OfType<BulkSync>().FirstOrDefault(known => known.Id == sync.Id)
            ?? (sync.Seen is { } time ? new BulkSync { Id = sync.Id, UpdatedAt = time } : null);

    private async Task ChangeAsync(Guid id, BulkSync? seen, CancellationToken cancel)
    {
        var edit = await Client.Updates.EditAsync(id, seen, cancel);
        edit.Apply(_changes);
        if (!SkipValidation && edit.Differences.Count > 0 && await FindFaultsAsync(edit, cancel) is [_, ..] faults)
        {
            Fail(ErrorRecords.DoesNotFit($"{edit} was not changed", faults, id));
            return;
        }

        // What an update that failed has left to do is done even where the settings are as they are to be.
        var unfinished = !SkipSelectionCheck && Client.Updates.IsOpen(edit) ? "Finish an update that was broken off" : null;
        if (!MayWrite(edit, () => Emit(Client.BulkSyncs.Preview(edit)), unfinished)) return;
        if (SkipSelectionCheck)
        {
            Emit(await Client.BulkSyncs.ReplaceAsync(edit, cancel));
            return;
        }

        var update = await Client.Updates.UpdateAsync(edit, seen, cancel);
        foreach (var warning in update.Warnings.Concat(UndoCommands.For(id, update.Left))) Warn(warning);
        Emit(update.Sync);
    }

    /// <summary>The destination is asked only where something changes that it decides.</summary>
    private Task<IReadOnlyList<string>> FindFaultsAsync(ResourceEdit edit, CancellationToken cancel)
    {
        var decided = new JsonObject();
        var isOther = _changes.ContainsKey("destination_connection_id");
        foreach (var name in new[] { "mode", "destination_configuration" })
        {
            if (_changes[name] is { } value) decided[name] = value.DeepClone();
        }

        if (decided.Count == 0 && !isOther) return Task.FromResult<IReadOnlyList<string>>([]);
        var sync = Client.BulkSyncs.Preview(edit);
        decided["mode"] ??= sync.Mode;
        decided["destination_connection_id"] = sync.DestinationConnectionId?.ToString();
        return Client.Checks.FindAsync(decided, cancel: cancel);
    }

    private void Emit(BulkSync sync)
    {
        if (PassThru) Write(sync);
    }

    private JsonObject ReadChanges()
    {
        if (Frequency is not null && DefaultSchedule is not null)
        {
            throw new ArgumentException("-Frequency and -DefaultSchedule exclude each other: both say when the sync runs.");
        }

        var changes = BulkSyncInput.Read(NewName, MyInvocation.BoundParameters);
        ClearInput.Read(ApiTables.BulkSync, ClearSetting, changes);
        foreach (var name in new[] { "mode", "source_connection_id", "destination_connection_id", "source_configuration", "destination_configuration" })
        {
            if (changes.ContainsKey(name) && changes[name] is null)
            {
                throw new ArgumentException($"A bulk sync cannot be without {name.Replace('_', ' ')}: give one, or leave the parameter out.");
            }
        }

        (string, object?)[] times = [("hour", Hour), ("minute", Minute), ("day_of_week", DayOfWeek), ("day_of_month", DayOfMonth), ("month", Month)];
        var parts = ScheduleInput.ToParts([("frequency", Frequency), .. times]);
        var schedule = DefaultSchedule is null
            ? parts
            : ScheduleInput.ToJson("-DefaultSchedule", DefaultSchedule, times) is { } whole
                ? ScheduleInput.InPlaceOfAnother(whole)
                : throw new ArgumentException("-DefaultSchedule is blank. @{frequency='manual'} runs the sync only when it is started.");
        // The schedule that is there keeps its id, whatever takes its place.
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

        // What -Source and -Destination name is looked up before the first input.
        return changes.Count > 0 || Source is not null || Destination is not null
            ? changes
            : throw new ArgumentException(
                "Name what is to change, such as -NewName or -Frequency. Schemas and fields are changed with Set-PolytomicBulkSyncSchema.");
    }

    /// <summary>Whether -Name is of the syncs that are to change, for want of another way to say which.</summary>
    private bool NameSaysWhich => !MyInvocation.ExpectingInput && Id.Length == 0 && InputObject.Length == 0;
}
