using System.Management.Automation;
using System.Text.Json.Nodes;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;
using PolytomicBulk.Operations;

namespace PolytomicBulk.Commands;

/// <summary>Creates a bulk sync from one connection to another.</summary>
/// <remarks>
/// <para>One request (API operation bulkSync_create); it is repeated safely when an answer is lost, and never makes two syncs. Emits the sync that was
/// made. What can be checked is checked before, with 1 more request for each destination, whose modes and settings it gives (API operation
/// bulkSync_getDestination), and with -Schema 1 for each source (bulkSync_getSource). -SkipValidation leaves these out.</para>
/// <para>Right after a connection was made, the service has not read its schemas yet and refuses to create a sync. The command then waits until it
/// has, for 5 minutes at most, shows the progress, and sends the request again (API operation connectionSchemas_getStatus). A bulk sync that was not
/// created by then is an error (PolytomicTimeout).</para>
/// <para>Without -Schema, every schema of the source is selected with all of its fields. A bulk sync of Get-PolytomicBulkSync does not say which
/// schemas it has: there is a warning then. A row of one, as Export-Csv or Select-Object makes it, is refused without -Schema. Copy-PolytomicBulkSync
/// copies a sync whole.</para>
/// <para>Parameters can come from the pipeline by their names, so that a CSV file can be a table of new syncs. Configurations may then be JSON text,
/// and lists separated by semicolons. What only the service sets, such as ids, authors and times, and the organization are not taken over.</para>
/// <para>Times of day in schedules are in UTC.</para>
/// </remarks>
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
/// <para>Leave out a field, hide another, and take only some of the records.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $contact = @{
///     id      = 'Contact'
///     fields  = @{ id = 'Id' }, @{ id = 'Email'; obfuscate = $true }, @{ id = 'MobilePhone'; enabled = $false }
///     filters = @{ field_id = 'Email'; function = 'StringEndsWith'; value = '.example' }
/// }
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' | New-PolytomicBulkSync -Name 'Contacts only' -Schema $contact
/// </code>
/// </example>
/// <example>
/// <para>Take over settings of another sync for two of its schemas, with another name and schedule, paused for now.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' |
///     New-PolytomicBulkSync -Name 'HubSpot by night' -Schema contacts, deals -Frequency weekly -DayOfWeek sunday -Hour 3 -Minute 0 -Active:$false
/// </code>
/// </example>
/// <example>
/// <para>Create one sync for each row of a file, seeing first what it would do.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// @'
/// Name,Mode,SourceConnectionId,DestinationConnectionId,DestinationConfiguration,Frequency,Minute,Schema
/// Leads,replicate,fe37380e-a1d7-5015-b18b-27b0c7a45bcf,df17031c-7e75-5a8c-84e0-086692c1ac52,"{""schema"":""leads""}",hourly,15,Lead; Opportunity
/// '@ | ConvertFrom-Csv | New-PolytomicBulkSync -WhatIf
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncCommand"/>
/// <seealso cref="EnablePolytomicBulkSyncCommand"/>
/// <seealso cref="RemovePolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.New, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Cmdlets + "New-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class NewPolytomicBulkSyncCommand : SessionCommand
{
    private HashSet<string> _typed = [];
    private NamedConnections? _connections;

    /// <summary>The sync's name. It need not be unique.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string Name { get; set; } = "";

    /// <summary>
    /// The connection to read, by its name in full and in either case, or by its id. Names are looked up first (API operation connections_list).
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SourceName")]
    [AllowNull, AllowEmptyString]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Source { get; set; }

    /// <summary>The id of the connection to read, in place of -Source.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdFrom("ConnectionId", "-Source takes the name of a connection.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid SourceConnectionId { get; set; }

    /// <summary>The connection to write, by its name or id, as -Source.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DestinationName")]
    [AllowNull, AllowEmptyString]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Destination { get; set; }

    /// <summary>The id of the connection to write, in place of -Destination.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdFrom("ConnectionId", "-Destination takes the name of a connection.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid DestinationConnectionId { get; set; }

    /// <summary>
    /// Settings of the destination, such as @{schema='x'}: a hashtable, an object, JSON text, or a sync's own DestinationConfiguration. Which there
    /// are depends on the type of the connection.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object DestinationConfiguration { get; set; } = null!;

    /// <summary>Settings of the source, given as those of the destination.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? SourceConfiguration { get; set; }

    /// <summary>How the destination is written: replicate keeps it like the source, snapshot writes a new copy each time.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [KnownValues("bulk sync", "mode")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string Mode { get; set; } = "";

    /// <summary>
    /// How often the sync runs. hourly needs -Minute; daily needs -Hour; weekly needs -DayOfWeek and -Hour. The minute is 0 where an hour is given
    /// without one. It begins the default schedule anew where one comes from the pipeline.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [KnownValues("schedule", "frequency")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Frequency { get; set; }

    /// <summary>The hour of the day in UTC, 0 to 23.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Hour { get; set; }

    /// <summary>The minute of the hour, 0 to 59.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Minute { get; set; }

    /// <summary>The day of the week in UTC.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [KnownValues("schedule", "day_of_week")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? DayOfWeek { get; set; }

    /// <summary>The day of the month, 1 to 31, for a custom schedule.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? DayOfMonth { get; set; }

    /// <summary>The month, 1 to 12, or * for every month, for a custom schedule.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Month { get; set; }

    /// <summary>
    /// The whole default schedule instead of its parts: a hashtable such as @{frequency='hourly'; minute=15}, words such as 'daily 12:30 UTC' (as
    /// Export-Csv writes them), an object, JSON text, or a sync's own DefaultSchedule.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? DefaultSchedule { get; set; }

    /// <summary>Further schedules, given as the default one. They may also have resync_mode, selective_mode and schemas.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyCollection]
    [Alias("AdditionalSchedules")]
    [BlankIsNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object?[]? AdditionalSchedule { get; set; }

    /// <summary>
    /// What is synced: ids of schemas, or hashtables and objects with id, enabled, fields, filters, partition_key, tracking_field,
    /// data_cutoff_timestamp and disable_data_cutoff. A field is its id, or has id, enabled and obfuscate. Where a schema has no fields, all of them
    /// are synced.
    /// </summary>
    /// <value>Every schema of the source, with all of its fields</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Schemas", "SchemaId")]
    [AllowNull]
    [ListText]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public object?[]? Schema { get; set; }

    /// <summary>Lets the schedules fire. -Active:$false says to leave the sync paused.</summary>
    /// <value>What the service does by itself</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter Active { get; set; }

    /// <summary>Which new schemas of the source are added by themselves.</summary>
    /// <value>none</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [KnownValues("bulk sync", "automatically_add_new_objects")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? AutomaticallyAddNewObjects { get; set; }

    /// <summary>Which new fields of synced schemas are added by themselves.</summary>
    /// <value>all</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [KnownValues("bulk sync", "automatically_add_new_fields")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? AutomaticallyAddNewFields { get; set; }

    /// <summary>Whether names are made fit for the destination.</summary>
    /// <value>enabled</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [KnownValues("bulk sync", "normalize_names")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? NormalizeNames { get; set; }

    /// <summary>How many schemas are synced at the same time, 1 or more.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public long? ConcurrencyLimit { get; set; }

    /// <summary>How many schemas are synced at the same time during a resync, 1 or more.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public long? ResyncConcurrencyLimit { get; set; }

    /// <summary>Records older than this are not synced. A time without a zone is local.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Time("-DataCutoffTimestamp")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? DataCutoffTimestamp { get; set; }

    /// <summary>Leaves the service's own timestamp columns out of the destination.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter DisableRecordTimestamps { get; set; }

    /// <summary>The permission policies that the sync carries: ids or names. Names are looked up first (API operation policies_list).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Policies")]
    [AllowNull, AllowEmptyCollection]
    [PolicyText]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Policy { get; set; }

    /// <summary>The organization that the sync is for, where the key reaches several.</summary>
    /// <value>The session's organization</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Guid? OrganizationId { get; set; }

    /// <summary>
    /// Leaves it to the service whether the source has the schemas and fields, and the destination takes the mode and the settings. Otherwise the
    /// connections are asked before.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>
    /// Rows of new syncs, such as those of a CSV file, whose columns are named as the parameters. A row of a bulk sync that there is needs -Schema
    /// beside it, since it does not say which schemas its sync has: Copy-PolytomicBulkSync copies a sync whole.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        _typed = [.. MyInvocation.BoundParameters.Keys];
        // Only here, before the pipeline, does what is bound mean what was typed.
        if (Frequency is not null && DefaultSchedule is not null)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(
                "-Frequency and -DefaultSchedule exclude each other: both say when the sync runs."));
        }

        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancel)
    {
        JsonObject settings;
        try
        {
            if (!_typed.Contains(nameof(Schema))) SyncInput.RefuseExisting(InputObject);
            settings = ToJson();
        }
        catch (ArgumentException fault)
        {
            Fail(ErrorRecords.InvalidArgument(fault.Message, Name));
            return;
        }

        if (!await (_connections ??= new(Client, Fail)).ReadAsync(settings, Source, Destination, cancel)) return;
        if (!await NamedPolicies.ReadAsync(Client, settings, Fail, cancel)) return;
        if (Schema is null) TellOfSchemas();
        await ForEachAsync([Name], (name, cancel) => CreateAsync(name, settings, cancel), cancel);
    }

    private async Task CreateAsync(string name, JsonObject settings, CancellationToken cancel)
    {
        if (!SkipValidation && await Client.Checks.FindAsync(settings, cancel: cancel) is [_, ..] faults)
        {
            Fail(ErrorRecords.DoesNotFit($"bulk sync '{name}' was not created", faults, name));
            return;
        }

        if (MayProcess($"'{name}'", Plan(settings))) await SendAsync([name], name => Client.Updates.CreateAsync(name, settings, cancel), WriteAsync);
    }

    /// <summary>What would be created, for -WhatIf and -Confirm.</summary>
    private string Plan(JsonObject settings)
    {
        var schemas = settings["schemas"] is JsonArray chosen
            ? $"schemas {string.Join(", ", chosen.Select(schema => schema is JsonObject one ? one["id"] : schema))}"
            : "every schema of the source";
        var schedule = ScheduleOperations.Describe(settings["default_schedule"]!.AsObject());
        return $"Create bulk sync from {Connection("source", Source)} to {Connection("destination", Destination)}, {settings["mode"]}, {schedule}, "
            + $"with {schemas}"
            + (settings["active"]?.GetValue<bool>() == true ? ", active" : "");

        string Connection(string role, string? name) =>
            name is null || Guid.TryParse(name, out _) ? $"connection {settings[role + "_connection_id"]}" : $"connection '{name}'";
    }

    private void TellOfSchemas()
    {
        var everything = $"'{Name}' is given no -Schema: every schema of the source is selected, with all of its fields.";
        if (PowerShellValue.Unwrap(InputObject) is BulkSync)
        {
            Warn(
                $"{everything} A bulk sync from the pipeline does not say which it syncs: "
                    + "Copy-PolytomicBulkSync keeps them, and -Schema names them.");
        }
        else Say(everything);
    }

    private JsonObject ToJson()
    {
        var json = BulkSyncInput.Read(Name, MyInvocation.BoundParameters);
        Check("Source", Source, SourceConnectionId);
        Check("Destination", Destination, DestinationConnectionId);
        if (json["mode"] is null) throw new ArgumentException("-Mode is blank. It is replicate or snapshot.");
        if (json["destination_configuration"] is null)
        {
            throw new ArgumentException(
                "-DestinationConfiguration is blank. It says where in the destination the sync writes, such as @{schema='x'}.");
        }

        json["default_schedule"] = DefaultScheduleJson();
        json["additional_schedules"] = AdditionalSchedulesJson();
        json["schemas"] = SchemaInput.ToJson(Schema);
        foreach (var name in json.Where(setting => setting.Value is null).Select(setting => setting.Key).ToList()) json.Remove(name);
        return json;
    }

    /// <summary>A row of a table may have both: then the id decides.</summary>
    private void Check(string parameter, string? name, Guid id)
    {
        if (_typed.Contains(parameter) && _typed.Contains($"{parameter}ConnectionId"))
        {
            throw new ArgumentException($"-{parameter} and -{parameter}ConnectionId exclude each other: both say which connection is meant.");
        }

        if (string.IsNullOrWhiteSpace(name) && id == Guid.Empty) throw new ArgumentException($"Specify -{parameter}: the name or the id of a connection.");
    }

    private JsonObject DefaultScheduleJson()
    {
        // A frequency makes another schedule, which has nothing left of the one that came from the pipeline.
        var schedule = string.IsNullOrWhiteSpace(Frequency) ? DefaultSchedule : new Dictionary<string, object?> { ["frequency"] = Frequency };
        (string, object?)[] parts = [("hour", Hour), ("minute", Minute), ("day_of_week", DayOfWeek), ("day_of_month", DayOfMonth), ("month", Month)];
        return WithoutId(ScheduleInput.ToJson("-DefaultSchedule", schedule, parts))
            ?? throw new ArgumentException("Say when the sync runs, with -Frequency or -DefaultSchedule: -Frequency manual runs it only when it is started.");
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
