namespace PolytomicBulk.Commands;

/// <summary>Changes which schemas and fields a bulk sync copies, and how.</summary>
/// <remarks>
/// <para>Use this command to enable or disable schemas (tables or objects) and fields, obfuscate fields, rename tables in the destination, and set filters.
/// Only what you specify changes. If nothing differs, the command writes nothing. -WhatIf shows each change. If a schema does not have a field that you
/// specify, you get an error and the schema does not change. -SkipValidation skips this check.</para>
/// <para>-Restore restores schemas that you read earlier with Get-PolytomicBulkSyncSchema -Id *, or that the error of a failed update contains. It disables
/// fields that were added since then.</para>
/// </remarks>
/// <notes>
/// <para>The command writes all schemas of a bulk sync together, after the last object from the pipeline. Other schemas do not change. After the update,
/// the command reads the schemas again. If the service did not accept a change, you get an error. If the service changed something else so that more data
/// is copied, the command restores it. For other changes, a warning shows the command that undoes them.</para>
/// <para>If an update of the bulk sync was interrupted, the command finishes it first.</para>
/// <para>Requests: 3 N + 1 for N schemas that change (API operations bulkSchemas_get and bulkSchemas_patch), and 4 N with -Replace
/// (bulkSchemas_update).</para>
/// </notes>
/// <example>
/// <para>Stop syncing all schemas whose names begin with Product or User.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' | Get-PolytomicBulkSyncSchema -Enabled |
///     Where-Object Id -Match '^(Product|User)' | Set-PolytomicBulkSyncSchema -Disabled
/// </code>
/// </example>
/// <example>
/// <para>Preview obfuscating one field and disabling another.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sync = Get-PolytomicBulkSync 'Orders database to BigQuery'
/// $changes = @{ name = @{ Obfuscated = $true }; phone = @{ Enabled = $false } }
/// Set-PolytomicBulkSyncSchema -SyncId $sync.Id -Id public.customers -Field $changes -WhatIf
/// </code>
/// </example>
/// <example>
/// <para>Add a filter to the existing filters of a schema.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sync = Get-PolytomicBulkSync 'Orders database to BigQuery'
/// $orders = Get-PolytomicBulkSyncSchema -SyncId $sync.Id -Id public.orders
/// $filter = @{ FieldId = 'total'; Function = 'GreaterThan'; Value = 0 }
/// $orders | Set-PolytomicBulkSyncSchema -Filter ($orders.Filters + $filter) -PassThru
/// </code>
/// </example>
/// <example>
/// <para>Try a change, and then restore everything.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $before = Get-PolytomicBulkSync 'HubSpot to Snowflake' | Get-PolytomicBulkSyncSchema -Id *
/// $before | Set-PolytomicBulkSyncSchema -Disabled
/// $before | Set-PolytomicBulkSyncSchema -Restore
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncSchemaCommand"/>
/// <seealso cref="SetPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicBulkSyncSchema", SupportsShouldProcess = true, DefaultParameterSetName = ChangeSet,
    HelpUri = HelpPages.Cmdlets + "Set-PolytomicBulkSyncSchema.md")]
[OutputType(typeof(BulkSyncSchema))]
public sealed class SetPolytomicBulkSyncSchemaCommand : SchemaOfBulkSyncCommand
{
    private const string ChangeSet = "Change";
    private const string RestoreSet = "Restore";

    private readonly List<(Guid SyncId, string SchemaId)> _asked = [];
    private readonly Dictionary<(Guid SyncId, string SchemaId), object?[]?> _variables = [];
    private readonly Dictionary<(Guid SyncId, string SchemaId), BulkSyncSchema> _before = [];
    private readonly Dictionary<(Guid SyncId, string SchemaId), BulkSyncSchema> _after = [];
    private JsonObject _changes = [];

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ChangeSet)]
    [SyncFrom(TakesParts = true, NameParameter = "-SyncName")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public override Guid SyncId { get; set; }

    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = ChangeSet)]
    [ValidateNotNullOrEmpty]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string? SyncName { get; set; }

    /// <summary>Specifies the ids of schemas.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ChangeSet)]
    [Alias("SchemaId", "Schema")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>
    /// Specifies schemas to restore, with their fields and filters. They can also come from a job, or from a file that Export-Clixml or
    /// ConvertTo-Json -Depth 9 wrote. A CSV file does not contain the settings of fields and filters.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RestoreSet)]
    [SchemaRow]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public BulkSyncSchema[] InputObject { get; set; } = [];

    /// <summary>Restores each schema to the settings, fields and filters of the input object.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RestoreSet)]
    public SwitchParameter Restore { get; set; }

    /// <summary>Enables the schema. -Enabled:$false disables it.</summary>
    /// <value>Unchanged</value>
    [Parameter(ParameterSetName = ChangeSet)]
    [GivenSwitch]
    public SwitchParameter Enabled { get; set; }

    /// <summary>Disables the schema, like -Enabled:$false.</summary>
    /// <value>Unchanged</value>
    [Parameter(ParameterSetName = ChangeSet)]
    [GivenSwitch]
    public SwitchParameter Disabled { get; set; }

    /// <summary>
    /// Specifies changes to fields as a hashtable. Each key is the id of a field. Each value is a hashtable with Enabled, Obfuscated or UserOutputName.
    /// Other fields do not change.
    /// </summary>
    /// <value>Unchanged</value>
    [Parameter(ParameterSetName = ChangeSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FieldSettingsCompleter))]
    public object? Field { get; set; }

    /// <summary>
    /// Specifies the complete list of filters. Each filter is a hashtable with FieldId, Function and Value. Filters that are not in the list are removed.
    /// Use @() to remove all.
    /// </summary>
    /// <value>Unchanged</value>
    [Parameter(ParameterSetName = ChangeSet)]
    [AllowEmptyCollection]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FilterCompleter))]
    public object?[]? Filter { get; set; }

    /// <summary>Specifies the name of the table in the destination.</summary>
    /// <value>Unchanged</value>
    [Parameter(ParameterSetName = ChangeSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? UserOutputName { get; set; }

    /// <summary>Specifies the field that partitions the table in the destination.</summary>
    /// <value>Unchanged</value>
    [Parameter(ParameterSetName = ChangeSet)]
    [ArgumentCompleter(typeof(FieldCompleter))]
    public string? PartitionKey { get; set; }

    /// <summary>Specifies the field that shows which records have changed.</summary>
    /// <value>Unchanged</value>
    [Parameter(ParameterSetName = ChangeSet)]
    [ArgumentCompleter(typeof(FieldCompleter))]
    public string? TrackingField { get; set; }

    /// <summary>Specifies the earliest time of records to sync. Older records are not synced. A time without a zone is local.</summary>
    /// <value>Unchanged</value>
    [Parameter(ParameterSetName = ChangeSet)]
    [Time("-DataCutoffTimestamp")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? DataCutoffTimestamp { get; set; }

    /// <summary>Syncs all records and ignores the cutoff. -DisableDataCutoff:$false uses the cutoff again.</summary>
    /// <value>Unchanged</value>
    [Parameter(ParameterSetName = ChangeSet)]
    [GivenSwitch]
    public SwitchParameter DisableDataCutoff { get; set; }

    /// <summary>
    /// Specifies settings to clear. The schema then has its default value for each of them. Empty text or $null for another parameter does not clear a
    /// setting. To clear the name of a field, use ClearSetting = 'UserOutputName' in the hashtable of -Field.
    /// </summary>
    [Parameter(ParameterSetName = ChangeSet)]
    [ValidateNotNullOrEmpty]
    [Clearable("schema")]
    [ArgumentCompleter(typeof(ClearableCompleter))]
    public string[] ClearSetting { get; set; } = [];

    /// <summary>Replaces each schema in a separate request, instead of writing all schemas of a bulk sync together.</summary>
    [Parameter]
    public SwitchParameter Replace { get; set; }

    /// <summary>
    /// Skips the check that the schemas have the fields that you specify. If the service returns no fields for a schema, the write then enables all its
    /// fields.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>Writes without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the schemas after the change, in the order in which you specified them.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        _changes = ReadChanges();
    }

    private protected override Task ProcessAsync(CancellationToken cancel)
    {
        if (ParameterSetName != RestoreSet) return base.ProcessAsync(cancel);
        foreach (var schema in InputObject) Remember(schema);
        return Task.CompletedTask;
    }

    private protected override Task ProcessAsync(Guid syncId, CancellationToken cancel)
    {
        foreach (var id in Id)
        {
            if (IsBelow(id, syncId, "a schema", "Get-PolytomicBulkSyncSchema returns the schemas of a bulk sync. You can pipe them.")) Ask(syncId, id);
        }

        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        var (asked, done) = (new Queue<(Guid SyncId, string SchemaId)>(_asked.Distinct()), new HashSet<Guid>());
        foreach (var own in asked.ToLookup(schema => schema.SyncId, schema => schema.SchemaId))
        {
            string[] ids = [.. own];
            await TogetherAsync(own.Key, async () =>
            {
                await ForItemAsync(own.Key, ids[0], own.Key, (syncId, cancel) => ChangeAsync(syncId, ids, cancel), cancel);
                InOrder(() => EmitUpTo(own.Key));
            });
        }

        await base.EndAsync(cancel);

        void EmitUpTo(Guid syncId)
        {
            done.Add(syncId);
            while (asked.Count > 0 && done.Contains(asked.Peek().SyncId))
            {
                var key = asked.Dequeue();
                if (_after.TryGetValue(key, out var schema)) AsOf(_variables[key], () => Write(schema));
            }
        }
    }

    private void Ask(Guid syncId, string id)
    {
        _asked.Add((syncId, id));
        if (!_variables.ContainsKey((syncId, id))) _variables[(syncId, id)] = PipelineValues();
    }

    /// <summary>Runs an action with the pipeline variables of the input that named a schema.</summary>
    private Task ForItemAsync<T>(Guid syncId, string id, T item, Func<T, CancellationToken, Task> action, CancellationToken cancel)
        where T : notnull => AsOfAsync(_variables[(syncId, id)], () => ForEachAsync([item], action, cancel));

    private async Task ChangeAsync(Guid syncId, string[] ids, CancellationToken cancel)
    {
        var reads = ids.ToDictionary(id => id, id => SuggestAsync(syncId, id, Client.Schemas.EditAsync(syncId, id, cancel), cancel));
        var edits = new List<ResourceEdit>();
        foreach (var id in ids) await ForItemAsync(syncId, id, id, AddAsync, cancel);
        if (!await AskAsync(IsAnyWanted)) return;
        if (!Replace) await PatchAsync(syncId, edits, cancel);
        else foreach (var edit in edits) await ForItemAsync(syncId, edit.Id, edit, ReplaceAsync, cancel);

        async Task AddAsync(string id, CancellationToken cancel) => edits.Add(await reads[id]);

        bool IsAnyWanted()
        {
            edits.RemoveAll(edit =>
            {
                var isWanted = false;
                AsOf(_variables[(syncId, edit.Id)], () => isWanted = IsWanted(edit));
                return !isWanted;
            });
            return edits.Count > 0;
        }
    }

    /// <summary>Whether the change is possible, changes something, and is confirmed.</summary>
    private bool IsWanted(ResourceEdit edit)
    {
        if (_before.TryGetValue((edit.OwnerId, edit.Id), out var before)) BulkSyncUpdates.Restore(edit, before);
        else edit.Apply(_changes, SkipValidation);
        if (edit.Differences.Count > 0 && edit.LacksItems && !SkipValidation)
        {
            Fail(ErrorRecords.Refused(
                $"The service returned no fields for {edit}. Writing it without them would switch on every field. "
                    + "It was not changed. To write it anyway, use -SkipValidation.",
                edit.Id));
            return false;
        }

        return MayWrite(edit, () => Emit(Client.Schemas.Preview(edit)), Client.Updates.IsOpen(edit));
    }

    private void Remember(BulkSyncSchema schema)
    {
        if (schema is { Id: { } id, SyncId: { } syncId, Fields: not null })
        {
            Ask(syncId, id);
            _before[(syncId, id)] = schema;
            return;
        }

        Fail(
            $"Schema '{schema.Id}' was read without its fields, so they cannot be restored. "
                + "To read schemas with their fields, use Get-PolytomicBulkSyncSchema -Id.",
            schema);
    }

    private async Task ReplaceAsync(ResourceEdit edit, CancellationToken cancel) =>
        Tell(edit.OwnerId, await Client.Updates.ReplaceSchemaAsync(edit, cancel));

    private async Task PatchAsync(Guid syncId, List<ResourceEdit> edits, CancellationToken cancel) =>
        Tell(syncId, await Client.Updates.PatchSchemasAsync(syncId, edits, cancel));

    private void Tell(Guid syncId, SchemaUpdate update)
    {
        foreach (var warning in update.Warnings.Concat(UndoCommands.For(syncId, [.. update.Finished?.Left ?? [], .. update.Left]))) Warn(warning);
        foreach (var schema in update.Schemas) Emit(schema);
    }

    /// <summary>Keeps a schema until the schemas before it are changed.</summary>
    private void Emit(BulkSyncSchema schema)
    {
        if (PassThru) _after[(schema.SyncId ?? Guid.Empty, schema.Id ?? "")] = schema;
    }

    /// <summary>The parameters as JSON.</summary>
    private JsonObject ReadChanges()
    {
        if (IsBound(nameof(Enabled)) && IsBound(nameof(Disabled)))
        {
            throw new ArgumentException("-Enabled and -Disabled cannot be used together. Specify one of them.");
        }

        var changes = new JsonObject();
        if (IsBound(nameof(Enabled))) changes["enabled"] = Enabled.ToBool();
        if (IsBound(nameof(Disabled))) changes["enabled"] = !Disabled.ToBool();
        if (IsBound(nameof(UserOutputName))) changes["user_output_name"] = UserOutputName;
        if (IsBound(nameof(PartitionKey))) changes["partition_key"] = PartitionKey;
        if (IsBound(nameof(TrackingField))) changes["tracking_field"] = TrackingField;
        if (IsBound(nameof(DataCutoffTimestamp))) changes["data_cutoff_timestamp"] = JsonInput.ToNode("-DataCutoffTimestamp", DataCutoffTimestamp);
        if (IsBound(nameof(DisableDataCutoff))) changes["disable_data_cutoff"] = DisableDataCutoff.ToBool();
        if (Field is not null && SchemaChangeInput.ReadFields(Field) is { Count: > 0 } fields) changes["fields"] = fields;
        if (Filter is not null) changes["filters"] = SchemaChangeInput.ReadFilters(Filter);
        ClearInput.Read(ApiTables.Schema, ClearSetting, changes);
        if (ParameterSetName == ChangeSet && changes.Count == 0)
        {
            throw new ArgumentException("No change was specified. Specify a setting, such as -Disabled or -Field. To restore earlier schemas, use -Restore.");
        }

        return changes;
    }

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
