namespace PolytomicBulk.Commands;

/// <summary>Clones a bulk sync under a new name. The copy is paused.</summary>
/// <remarks>
/// <para>The copy has the same settings, schedules, schemas, fields and filters, but no history. The command checks that the copy syncs exactly what
/// the original syncs. To activate the copy, use Enable-PolytomicBulkSync.</para>
/// <para>Two bulk syncs that write to the same place overwrite each other. Use -DestinationConfiguration, -Destination or -DestinationConnectionId to
/// write to another place, or keep one of them paused.</para>
/// </remarks>
/// <notes>
/// <para>Values that look like a secret are omitted with a warning, because the service does not show them. If the connection is new, the service may
/// not have read its schemas yet. The command then waits up to 5 minutes and shows the progress (API operation connectionSchemas_getStatus).</para>
/// <para>Requests: 2 N + 5 for a bulk sync with N schemas (API operations bulkSync_get, bulkSchemas_list, bulkSchemas_get and bulkSync_create). If the copy
/// must be corrected, 1 more, and 2 for each corrected schema (bulkSchemas_patch). If schemas or fields are disabled, 1 for the source, because only
/// existing ones can be sent (bulkSync_getSource). If you change the source, 1 to check it. If you change the destination or its settings, 1 to check
/// them (bulkSync_getDestination). -SkipValidation skips these checks.</para>
/// </notes>
/// <example>
/// <para>Clone a bulk sync, and write to another schema of the destination.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $trial = @{ NewName = 'Salesforce trial'; DestinationConfiguration = @{ schema = 'trial' } }
/// Copy-PolytomicBulkSync 'Salesforce to Snowflake' @trial
/// </code>
/// </example>
/// <example>
/// <para>Clone several bulk syncs, and add a suffix to each name.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync '*Snowflake' | Copy-PolytomicBulkSync -NewName { "$($_.Name) (copy)" }
/// </code>
/// </example>
/// <seealso cref="NewPolytomicBulkSyncCommand"/>
/// <seealso cref="ExportPolytomicBulkSyncCommand"/>
/// <seealso cref="EnablePolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Copy, "PolytomicBulkSync", SupportsShouldProcess = true, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Copy-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class CopyPolytomicBulkSyncCommand : BulkSyncByIdCommand
{
    private readonly JsonObject _connections = [];

    /// <summary>
    /// Specifies the full names of the bulk syncs to copy. Case does not matter. If no bulk sync or several bulk syncs have a name, you get an error. The
    /// lookup takes 1 request for up to 50 bulk syncs, or 2 for every 50 if there are more (API operation bulkSync_list).
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    [ValidateNotNullOrEmpty]
    [SyncFrom]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string[] Name { get; set; } = [];

    /// <summary>
    /// Specifies the name of the copy. It must differ from the name of the original. If you pipe several objects, use a script block to create a name for
    /// each copy.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NameSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ObjectSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? NewName { get; set; }

    /// <summary>
    /// Specifies the source connection of the copy by its full name or its id. Case does not matter. Looking up a name takes 1 request (API operation
    /// connections_list).
    /// </summary>
    /// <value>The value of the original</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Source { get; set; }

    /// <summary>Specifies the id of the source connection of the copy. Use it instead of -Source.</summary>
    /// <value>The value of the original</value>
    [Parameter]
    [IdFrom("ConnectionId", "To use a name, specify -Source.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid SourceConnectionId { get; set; }

    /// <summary>Specifies the destination connection of the copy by its full name or its id, as for -Source.</summary>
    /// <value>The value of the original</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Destination { get; set; }

    /// <summary>Specifies the id of the destination connection of the copy. Use it instead of -Destination.</summary>
    /// <value>The value of the original</value>
    [Parameter]
    [IdFrom("ConnectionId", "To use a name, specify -Destination.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid DestinationConnectionId { get; set; }

    /// <summary>
    /// Specifies settings of the destination as a hashtable, an object, or JSON text. Settings that you do not specify have the values of the
    /// original. For a secret, use a SecureString as the value. Messages do not show it.
    /// </summary>
    /// <value>The value of the original</value>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SyncConfigurationCompleter))]
    public object? DestinationConfiguration { get; set; }

    /// <summary>Skips the check that the connections support the changed settings. The service still checks some settings.</summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    private protected override async Task BeginAsync(CancellationToken cancel)
    {
        if ((Id.Length > 0 || MyInvocation.ExpectingInput) && Name.Length > 0) ThrowTerminatingError(ErrorRecords.NameBesideId());
        await base.BeginAsync(cancel);
        await ReadConnectionsAsync(_connections, Source, Destination, cancel);
    }

    private protected override async Task ProcessAsync(Guid id, CancellationToken cancel)
    {
        var name = NewName;
        JsonObject changes;
        try
        {
            changes = BulkSyncInput.Read(name, MyInvocation.BoundParameters, Client.Hide);
            foreach (var connection in _connections) changes[connection.Key] = connection.Value!.DeepClone();
        }
        catch (ArgumentException wrong)
        {
            Fail(ErrorRecords.InvalidArgument(wrong.Message, id));
            return;
        }

        var step = await Client.Configurations.PlanCopyAsync(id, name, changes, SkipValidation, cancel);
        if (step.Kind == ConfigurationStepKind.Refuse)
        {
            foreach (var reason in step.Reasons) Fail(ErrorRecords.Refused(step, reason));
            return;
        }

        if (!MayProcess(step.What, Plan(step, changes), step)) return;
        var made = (await Client.Configurations.ApplyAsync(step, cancel))!.Sync;
        if (step.Actual!.LeftOut is { Count: > 0 } leftOut)
        {
            Warn($"Values that look like a secret were omitted from the copy of bulk sync '{step.Sync}': {string.Join(", ", leftOut)}. "
                + $"To set them, use Set-PolytomicBulkSync -Id {made.Id}.");
        }

        Write(made);
    }

    /// <summary>What would be other than in the original. Of settings, which may be secrets, only the names are said.</summary>
    private string Plan(ConfigurationStep step, JsonObject changes)
    {
        var words = step.Changes.ToList();
        foreach (var (name, word) in new[] { ("source_connection_id", "from"), ("destination_connection_id", "to") })
        {
            if (Guid.TryParse((string?)changes[name], out var id)) words.Add($"{word} {Client.ConnectionNames.InWords(id)}");
        }

        if (changes["destination_configuration"] is JsonObject { Count: > 0 } own)
            words.Add($"with its own {string.Join(", ", own.Select(setting => setting.Key))}");
        return string.Join(", ", words);
    }
}
