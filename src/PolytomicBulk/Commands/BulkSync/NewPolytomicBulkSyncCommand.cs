namespace PolytomicBulk.Commands;

/// <summary>Creates a bulk sync from one connection to another.</summary>
/// <remarks>
/// <para>Specify the source, the destination, the mode and a schedule. Without -Schema, the bulk sync copies every schema of the source with all
/// fields. The command returns the new bulk sync. Times of day in schedules are in UTC.</para>
/// <para>To copy an existing bulk sync with its schemas, use Copy-PolytomicBulkSync. If you pipe a bulk sync, or a row that Export-Csv or Select-Object
/// made from one, you must specify -Schema. The new bulk sync gets the settings, but not the schemas.</para>
/// <para>You can pipe a CSV file whose columns are named like the parameters. Write configurations as JSON text, and separate the items of a list with
/// semicolons. The command ignores the organization and all values that only the service sets, such as ids, authors and times.</para>
/// </remarks>
/// <notes>
/// <para>If the connection is new, the service may not have read its schemas yet. The command then waits up to 5 minutes, shows the progress, and tries
/// again (API operation connectionSchemas_getStatus). If the schemas are still not available, you get an error (PolytomicTimeout).</para>
/// <para>Requests: 1 to create the bulk sync (API operation bulkSync_create), 1 for each destination to check the mode and the settings
/// (bulkSync_getDestination), and with -Schema 1 for each source (bulkSync_getSource). -SkipValidation skips the checks. A request that is repeated after a
/// lost answer never creates a second bulk sync.</para>
/// </notes>
/// <example>
/// <para>Sync three schemas every day at 12:30 UTC.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $new = @{
///     Name                     = 'Salesforce to warehouse'
///     Mode                     = 'replicate'
///     SourceConnectionId       = 'fe37380e-a1d7-5015-b18b-27b0c7a45bcf'
///     DestinationConnectionId  = 'df17031c-7e75-5a8c-84e0-086692c1ac52'
///     DestinationConfiguration = @{ schema = 'salesforce' }
///     Schema                   = 'Account', 'Contact', 'Opportunity'
/// }
/// New-PolytomicBulkSync @new -Frequency daily -Hour 12 -Minute 30 -Active
/// </code>
/// </example>
/// <example>
/// <para>Omit a field, obfuscate another, and copy only some of the records.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $contact = @{
///     id      = 'Contact'
///     fields  = 'Id', @{ id = 'Email'; obfuscate = $true }, @{ id = 'MobilePhone'; enabled = $false }
///     filters = @{ field_id = 'Email'; function = 'StringEndsWith'; value = '.example' }
/// }
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' |
///     New-PolytomicBulkSync -Name 'Contacts only' -Schema $contact
/// </code>
/// </example>
/// <example>
/// <para>Create a paused bulk sync for two schemas of another one, with its settings and a different schedule.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sunday = @{ Frequency = 'weekly'; DayOfWeek = 'sunday'; Hour = 3; Minute = 0 }
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' |
///     New-PolytomicBulkSync -Name 'HubSpot by night' -Schema contacts, deals -Active:$false @sunday
/// </code>
/// </example>
/// <example>
/// <para>Preview creating one bulk sync for each row of a CSV file.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// @'
/// Name,Mode,Source,Destination,DestinationConfiguration,Frequency,Minute,Schema
/// Leads,replicate,Salesforce,Snowflake,"{""schema"":""leads""}",hourly,15,Lead; Opportunity
/// '@ | ConvertFrom-Csv | New-PolytomicBulkSync -WhatIf
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncCommand"/>
/// <seealso cref="EnablePolytomicBulkSyncCommand"/>
/// <seealso cref="RemovePolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.New, "PolytomicBulkSync", SupportsShouldProcess = true, HelpUri = HelpPages.Cmdlets + "New-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class NewPolytomicBulkSyncCommand : SessionCommand
{
    private HashSet<string> _typed = [];
    private NamedConnections? _connections;

    /// <summary>Specifies the name of the new bulk sync. Several bulk syncs can have the same name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string Name { get; set; } = "";

    /// <summary>
    /// Specifies the source connection by its full name or its id. Case does not matter. Looking up a name takes 1 request (API operation
    /// connections_list).
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SourceName")]
    [AllowNull, AllowEmptyString]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Source { get; set; }

    /// <summary>Specifies the id of the source connection. Use it instead of -Source.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdFrom("ConnectionId", "To use a name, specify -Source.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid SourceConnectionId { get; set; }

    /// <summary>Specifies the destination connection by its full name or its id, as for -Source.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DestinationName")]
    [AllowNull, AllowEmptyString]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Destination { get; set; }

    /// <summary>Specifies the id of the destination connection. Use it instead of -Destination.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdFrom("ConnectionId", "To use a name, specify -Destination.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid DestinationConnectionId { get; set; }

    /// <summary>
    /// Specifies the settings of the destination, such as @{schema='x'}. Use a hashtable, an object, JSON text, or the DestinationConfiguration of a
    /// bulk sync. The settings depend on the type of the connection; Get-PolytomicBulkDestination lists them. For a secret, use a SecureString as the
    /// value. Messages do not show it.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SyncConfigurationCompleter))]
    public object DestinationConfiguration { get; set; } = null!;

    /// <summary>Specifies the settings of the source, in the same forms as -DestinationConfiguration.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(SyncConfigurationCompleter))]
    public object? SourceConfiguration { get; set; }

    /// <summary>
    /// Specifies how to write to the destination. replicate keeps the destination the same as the source. snapshot writes a new copy each time.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [KnownValues("bulk sync", "mode")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string Mode { get; set; } = "";

    /// <summary>
    /// Specifies how often the bulk sync runs. hourly needs -Minute. daily needs -Hour. weekly needs -DayOfWeek and -Hour. If you specify an hour
    /// without a minute, the minute is 0. This parameter replaces a default schedule from the pipeline.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [KnownValues("schedule", "frequency")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Frequency { get; set; }

    /// <summary>Specifies the hour of the day in UTC, from 0 to 23.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Hour { get; set; }

    /// <summary>Specifies the minute of the hour, from 0 to 59.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Minute { get; set; }

    /// <summary>Specifies the day of the week in UTC.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [KnownValues("schedule", "day_of_week")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? DayOfWeek { get; set; }

    /// <summary>Specifies the day of the month for a custom schedule, from 1 to 31, or * for every day.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? DayOfMonth { get; set; }

    /// <summary>Specifies the month for a custom schedule, from 1 to 12, or * for every month.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Month { get; set; }

    /// <summary>
    /// Specifies the whole default schedule instead of its parts. Use a hashtable such as @{frequency='hourly'; minute=15}, text such as 'daily 12:30
    /// UTC' (as Export-Csv writes it), an object, JSON text, or the DefaultSchedule of a bulk sync.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(ScheduleSettingsCompleter))]
    public object? DefaultSchedule { get; set; }

    /// <summary>Specifies more schedules, in the same forms as -DefaultSchedule. They can also have resync_mode, selective_mode and schemas.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyCollection]
    [Alias("AdditionalSchedules")]
    [BlankIsNull]
    [ArgumentCompleter(typeof(ScheduleSettingsCompleter))]
    public object?[]? AdditionalSchedule { get; set; }

    /// <summary>
    /// Specifies the schemas to sync. Use ids, or hashtables or objects with id, enabled, fields, filters, partition_key, tracking_field,
    /// data_cutoff_timestamp and disable_data_cutoff. Each field is an id, or a hashtable or object with id, enabled and obfuscate. If a schema has no
    /// fields entry, all its fields are synced.
    /// </summary>
    /// <value>Every schema of the source, with all of its fields</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Schemas", "SchemaId")]
    [AllowNull]
    [ListText]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public object?[]? Schema { get; set; }

    /// <summary>Activates the bulk sync, so that its schedules run. Use -Active:$false to create it paused.</summary>
    /// <value>The default of the service</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter Active { get; set; }

    /// <summary>Specifies which new schemas of the source are added automatically.</summary>
    /// <value>none</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [KnownValues("bulk sync", "automatically_add_new_objects")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? AutomaticallyAddNewObjects { get; set; }

    /// <summary>Specifies which new fields of synced schemas are added automatically.</summary>
    /// <value>all</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [KnownValues("bulk sync", "automatically_add_new_fields")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? AutomaticallyAddNewFields { get; set; }

    /// <summary>Specifies whether the service changes names to fit the rules of the destination.</summary>
    /// <value>enabled</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [KnownValues("bulk sync", "normalize_names")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? NormalizeNames { get; set; }

    /// <summary>Specifies how many schemas are synced at the same time, 1 or more.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public long? ConcurrencyLimit { get; set; }

    /// <summary>Specifies how many schemas are synced at the same time during a resync, 1 or more.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public long? ResyncConcurrencyLimit { get; set; }

    /// <summary>Specifies the earliest time of records to sync. Older records are not synced. A time without a zone is local.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Time("-DataCutoffTimestamp")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? DataCutoffTimestamp { get; set; }

    /// <summary>Omits the timestamp columns that the service adds to the destination.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter DisableRecordTimestamps { get; set; }

    /// <summary>Specifies permission policies by id or name. Looking up names takes 1 request (API operation policies_list).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Policies")]
    [AllowNull, AllowEmptyCollection]
    [PolicyText]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Policy { get; set; }

    /// <summary>Specifies the organization of the new bulk sync. Use it if your key has access to several organizations.</summary>
    /// <value>The session's organization</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Guid? OrganizationId { get; set; }

    /// <summary>Skips the check that the connections support the schemas, fields, mode and settings. The service still checks some values.</summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>
    /// Specifies rows of new bulk syncs, such as those of a CSV file. The columns have the names of the parameters. If you pipe a bulk sync, or a row that
    /// was made from one, specify -Schema. To copy a bulk sync with its schemas, use Copy-PolytomicBulkSync.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? InputObject { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        _typed = [.. MyInvocation.BoundParameters.Keys];
        // Before the first input, the bound parameters are the typed ones.
        if (Frequency is not null && DefaultSchedule is not null) Refuse("-Frequency and -DefaultSchedule cannot be used together. Specify one of them.");
    }

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        JsonObject settings;
        try
        {
            if (!_typed.Contains(nameof(Schema))) SyncInput.RefuseExisting(InputObject);
            settings = ToJson();
        }
        catch (ArgumentException fault)
        {
            Fail(fault.Message, Name);
            return;
        }

        if (!await (_connections ??= new(Client, Fail)).ReadAsync(settings, Source, Destination, cancel)) return;
        if (!await NamedPolicies.ReadAsync(Client, settings, Fail, cancel)) return;
        if (Schema is null) Say($"'{Name}' has no -Schema, so every schema of the source is selected with all its fields.");
        await ForEachAsync([Name], (name, cancel) => CreateAsync(name, settings, cancel), cancel);
    }

    private async Task CreateAsync(string name, JsonObject settings, CancellationToken cancel)
    {
        var whole = settings["destination_configuration"] as JsonObject;
        if (!SkipValidation && await Client.Checks.FindAsync(settings, whole: whole, cancel: cancel) is [_, ..] faults)
        {
            Fail(ErrorRecords.DoesNotFit($"bulk sync '{name}' was not created", faults, name));
            return;
        }

        if (MayProcess($"'{name}'", Plan(settings), name)) await SendAsync([name], name => Client.Updates.CreateAsync(name, settings, cancel), WriteAsync);
    }

    /// <summary>The action for -WhatIf and -Confirm.</summary>
    private string Plan(JsonObject settings)
    {
        var schemas = settings["schemas"] is JsonArray chosen
            ? $"schemas {string.Join(", ", chosen.Select(schema => schema is JsonObject one ? one["id"] : schema))}"
            : "every schema of the source";
        var schedule = ScheduleOperations.Describe(settings["default_schedule"]!.AsObject());
        return $"Create bulk sync from {Connection("source")} to {Connection("destination")}, {settings["mode"]}, {schedule}, "
            + $"with {schemas}"
            + (settings["active"]?.GetValue<bool>() == true ? ", active" : "");

        string Connection(string role) => Client.ConnectionNames.InWords(Guid.Parse((string)settings[role + "_connection_id"]!));
    }

    private JsonObject ToJson()
    {
        var json = BulkSyncInput.Read(Name, MyInvocation.BoundParameters, Client.Hide);
        Check("Source", Source, SourceConnectionId);
        Check("Destination", Destination, DestinationConnectionId);
        if (json["mode"] is null) throw new ArgumentException("-Mode is blank. Specify replicate or snapshot.");
        if (json["destination_configuration"] is null)
        {
            throw new ArgumentException("-DestinationConfiguration is blank. Specify where to write in the destination, such as @{schema='x'}.");
        }

        json["default_schedule"] = DefaultScheduleJson();
        json["additional_schedules"] = AdditionalSchedulesJson();
        json["schemas"] = SchemaInput.ToJson(Schema);
        return JsonInput.WithoutNulls(json);
    }

    /// <summary>A row may have a name and an id. The id takes precedence.</summary>
    private void Check(string parameter, string? name, Guid id)
    {
        if (_typed.Contains(parameter) && _typed.Contains($"{parameter}ConnectionId"))
        {
            throw new ArgumentException($"-{parameter} and -{parameter}ConnectionId cannot be used together. Specify one of them.");
        }

        if (string.IsNullOrWhiteSpace(name) && id == Guid.Empty) throw new ArgumentException($"Specify -{parameter}: the name or the id of a connection.");
    }

    private JsonObject DefaultScheduleJson()
    {
        // A frequency replaces the whole piped schedule.
        var schedule = string.IsNullOrWhiteSpace(Frequency) ? DefaultSchedule : new Dictionary<string, object?> { ["frequency"] = Frequency };
        (string, object?)[] parts = [("hour", Hour), ("minute", Minute), ("day_of_week", DayOfWeek), ("day_of_month", DayOfMonth), ("month", Month)];
        return WithoutId(ScheduleInput.ToJson("-DefaultSchedule", schedule, parts))
            ?? throw new ArgumentException("Specify -Frequency or -DefaultSchedule. With -Frequency manual, the bulk sync runs only when you start it.");
    }

    private JsonArray? AdditionalSchedulesJson() => AdditionalSchedule is null
        ? null
        : new JsonArray(
        [
            .. AdditionalSchedule
                .Select(schedule => WithoutId(ScheduleInput.ToAdditionalJson("-AdditionalSchedule", schedule)))
                .Where(schedule => schedule is not null),
        ]);

    private static JsonObject? WithoutId(JsonObject? schedule)
    {
        schedule?.Remove("id");
        return schedule;
    }
}
