namespace PolytomicBulk.Commands;

/// <summary>Starts bulk syncs, and can wait until their executions end.</summary>
/// <remarks>
/// <para>This command starts one execution of each bulk sync and returns it at once. Use -Wait to return it when it has ended. You can also start a
/// paused bulk sync.</para>
/// <para>With -Wait, the command starts all bulk syncs and then waits for them together. If an execution fails, you get an error
/// (PolytomicExecutionFailed), and the execution is also returned. If you stop the command, the executions continue.</para>
/// <para>If a bulk sync is already running, you get an error (PolytomicConflict) with the id of the execution. The other bulk syncs are still
/// started.</para>
/// <para>The resync modes resync and rebuild replace data in the destination. They ask for confirmation unless you specify -Force or
/// -Confirm:$false.</para>
/// </remarks>
/// <notes>
/// <para>-WhatIf only reads. It shows the schemas that would be synced. You get an error if the bulk sync is already running, a schema does not exist or
/// is disabled, or the destination does not support the resync mode.</para>
/// <para>Requests: 1 for each bulk sync (API operation bulkSync_start), and 1 more if it is already running. -Wait adds 1 for each, and the status
/// checks of <see cref="WaitPolytomicBulkSyncCommand"/> for all together. -WhatIf takes 2 (bulkSync_getStatus and bulkSchemas_list), and with
/// -ResyncMode 2 more (bulkSync_get and bulkSync_getDestination). A request that is repeated after a lost answer never starts a second
/// execution.</para>
/// </notes>
/// <example>
/// <para>Start a bulk sync without waiting.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync -Name 'Stripe to BigQuery'
/// </code>
/// </example>
/// <example>
/// <para>Start two bulk syncs, wait for both, and stop the script if either fails. Do not use -ErrorAction Stop: it would end the wait at the first
/// failure.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync '*to Snowflake' -Active |
///     Start-PolytomicBulkSync -Wait -TimeoutSec 3600 -ErrorVariable failures
/// if ($failures) { throw "$($failures.Count) bulk syncs failed: $failures" }
/// </code>
/// </example>
/// <example>
/// <para>Test a bulk sync with a few records.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync -Name 'HubSpot to Snowflake' -Test
/// </code>
/// </example>
/// <example>
/// <para>Preview rebuilding two schemas.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync 'Stripe to BigQuery' -ResyncMode rebuild -Schema charges, refunds -WhatIf
/// </code>
/// </example>
/// <seealso cref="WaitPolytomicBulkSyncCommand"/>
/// <seealso cref="StopPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsLifecycle.Start, "PolytomicBulkSync", SupportsShouldProcess = true, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Start-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSyncExecution))]
public sealed class StartPolytomicBulkSyncCommand : WaitingCommand
{
    private const int MostNames = 10;

    private readonly AnswerToAll _toAll = new();

    /// <summary>Runs a test with a few records. You cannot combine it with -ResyncMode.</summary>
    [Parameter]
    public SwitchParameter Test { get; set; }

    /// <summary>
    /// Specifies what to sync again. refetch reads all data of the source again. resync also empties the tables of the destination first. rebuild
    /// drops the tables and creates them again.
    /// </summary>
    /// <value>No resync: only new and changed data is synced</value>
    [Parameter]
    [KnownValues("start", "resync_mode")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? ResyncMode { get; set; }

    /// <summary>
    /// Specifies what to read from the source. none lets the service choose for each schema. incremental reads what changed since the last execution.
    /// full reads everything.
    /// </summary>
    /// <value>The service chooses for each schema</value>
    [Parameter]
    [KnownValues("start", "fetch_mode")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? FetchMode { get; set; }

    /// <summary>Specifies the ids of the schemas to sync.</summary>
    /// <value>All enabled schemas</value>
    [Parameter]
    [Alias("SchemaId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string[] Schema { get; set; } = [];

    /// <summary>Waits until the executions end, and then returns them.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Starts a resync or rebuild without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Waits => Wait;

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        ResyncMode = ApiTables.Start["resync_mode"].Spell("-ResyncMode", ResyncMode);
        FetchMode = ApiTables.Start["fetch_mode"].Spell("-FetchMode", FetchMode);

        if (Test && ResyncMode is not null) Refuse("-Test and -ResyncMode cannot be used together, because a test does not resync. Specify one of them.");
    }

    private protected override Task ProcessAsync(Guid id, CancellationToken cancel) => TogetherAsync(id, async () =>
    {
        IReadOnlyList<string> schemas = IsWhatIf ? await Client.Starts.FindSchemasAsync(id, ResyncMode, Schema, cancel) : Schema;
        if (!await AskAsync(() => MayStart(id, schemas))) return;
        var execution = await Client.BulkSyncs.StartAsync(id, Test, ResyncMode, FetchMode, Schema, cancel);
        if (Wait) InOrder(() => Waiter.Add(new(id, execution.Id)));
        else Write(execution);
    });

    private bool MayStart(Guid id, IReadOnlyList<string> schemas)
    {
        var (target, action) = (InWords(id), Action(schemas));
        if (Effect() is not { } effect) return MayProcess(target, action, id);
        return MayProcess(target, $"{action}. {effect}", id) && MayGoOn($"{action} of {target}? {effect}", id, _toAll);
    }

    private string Action(IReadOnlyList<string> schemas)
    {
        var what = Test ? "Start a test" : ResyncMode is null ? "Start an execution" : $"Start a {ResyncMode}";
        if (schemas.Count == 0) return IsWhatIf ? $"{what} that syncs nothing, because no schema is enabled" : what;
        var more = schemas.Count > MostNames ? $" and {schemas.Count - MostNames} more" : "";
        return $"{what} of {string.Join(", ", schemas.Take(MostNames))}{more}";
    }

    /// <summary>What happens to the existing data; null if it is kept.</summary>
    private string? Effect() => ResyncMode switch
    {
        "resync" => "It empties the tables in the destination and fills them again.",
        "rebuild" => "It drops the tables in the destination, creates them again, and fills them.",
        _ => null,
    };
}
