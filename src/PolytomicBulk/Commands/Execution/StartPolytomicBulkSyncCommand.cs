using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Commands;

/// <summary>Starts bulk syncs, and waits for their executions to end if asked to.</summary>
/// <remarks>
/// <para>Starts one execution of each sync (API operation bulkSync_start) and emits it as it begins; with -Wait as it ends. A sync that is paused can
/// be started too. A retry after a lost answer never starts a second execution.</para>
/// <para>A sync that is already running is an error (PolytomicConflict) that names its execution; the other syncs are still started.</para>
/// <para>With -Wait all syncs are started first and then waited for together, as Wait-PolytomicBulkSync does: an execution that fails is an error
/// (PolytomicExecutionFailed) as soon as it is known and is emitted too, and stopping the command leaves the executions running.</para>
/// <para>The resync modes resync and rebuild replace what is in the destination, and ask for confirmation unless -Force or -Confirm:$false is given.</para>
/// <para>-WhatIf only reads. It names the schemas that would be synced, and what the service would refuse is an error as it is without -WhatIf: a
/// sync that is already running, a schema that is not there or not enabled, and a resync mode that the destination does not take.</para>
/// <para>Requests for each sync: 1 to start it; with -Wait 1 more when it ends, and the looks of <see cref="WaitPolytomicBulkSyncCommand"/> for all
/// together. A sync that is already running takes 1 more. With -WhatIf: 1 for the status and 1 for the schemas (API operations bulkSync_getStatus and
/// bulkSchemas_list), and with -ResyncMode 1 for the sync and 1 for its destination (bulkSync_get and bulkSync_getDestination).</para>
/// </remarks>
/// <example>
/// <para>Start a sync and go on at once.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync -Name 'Stripe to BigQuery'
/// </code>
/// </example>
/// <example>
/// <para>Start two syncs, wait for both, and fail the runbook if either does. -ErrorAction Stop would end the wait with the first that fails.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync '*to Snowflake' -Active | Start-PolytomicBulkSync -Wait -TimeoutSec 3600 -ErrorVariable failures
/// if ($failures) { throw "$($failures.Count) bulk syncs failed: $failures" }
/// </code>
/// </example>
/// <example>
/// <para>Try a sync out with few records.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync -Name 'HubSpot to Snowflake' -Test
/// </code>
/// </example>
/// <example>
/// <para>See what rebuilding two tables would do.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Start-PolytomicBulkSync -Name 'Stripe to BigQuery' -ResyncMode rebuild -Schema charges, refunds -WhatIf
/// </code>
/// </example>
/// <seealso cref="WaitPolytomicBulkSyncCommand"/>
/// <seealso cref="StopPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsLifecycle.Start, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Start-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSyncExecution))]
public sealed class StartPolytomicBulkSyncCommand : WaitingCommand
{
    private const int MostNames = 10;

    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>Tries the syncs out with few records. It excludes -ResyncMode.</summary>
    [Parameter]
    public SwitchParameter Test { get; set; }

    /// <summary>
    /// What is done over again: refetch reads all of the source anew; resync also empties the destination's tables first; rebuild drops and creates
    /// them.
    /// </summary>
    /// <value>Nothing: only what is new is synced</value>
    [Parameter]
    [KnownValues("start", "resync_mode")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? ResyncMode { get; set; }

    /// <summary>What is read of the source: nothing, what changed since the last execution, or everything.</summary>
    /// <value>What the service finds right for each schema</value>
    [Parameter]
    [KnownValues("start", "fetch_mode")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? FetchMode { get; set; }

    /// <summary>Ids of the schemas to sync.</summary>
    /// <value>All that are enabled</value>
    [Parameter]
    [Alias("SchemaId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string[] Schema { get; set; } = [];

    /// <summary>Waits until the executions have ended, and emits them then.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Does not ask before a resync or rebuild.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Waits => Wait;

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        try
        {
            ResyncMode = ApiTables.Start["resync_mode"].Spell("-ResyncMode", ResyncMode);
            FetchMode = ApiTables.Start["fetch_mode"].Spell("-FetchMode", FetchMode);
        }
        catch (ArgumentException fault)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(fault.Message));
        }

        if (Test && ResyncMode is not null) ThrowTerminatingError(ErrorRecords.InvalidArgument(
            "-Test and -ResyncMode exclude each other: a test does nothing over again. Leave one of them out."));
        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(Guid id, CancellationToken cancel)
    {
        IReadOnlyList<string> schemas = IsWhatIf ? await Client.Starts.FindSchemasAsync(id, ResyncMode, Schema, cancel) : Schema;
        if (MayStart(id, schemas)) await SendAsync([id], id => StartAsync(id, cancel), TellAsync);
    }

    private Task<BulkSyncExecution> StartAsync(Guid id, CancellationToken cancel) =>
        Client.BulkSyncs.StartAsync(id, Test, ResyncMode, FetchMode, Schema, cancel);

    private async Task TellAsync(Guid id, Task<BulkSyncExecution> started)
    {
        var execution = await started;
        if (Wait) Await(new(id, execution.Id));
        else Write(execution);
    }

    private bool MayStart(Guid id, IReadOnlyList<string> schemas)
    {
        var (target, action) = (InWords(id), Action(schemas));
        if (Effect() is not { } effect) return MayProcess(target, action);
        return MayProcess(target, $"{action}. {effect}", Force) && (Force || MayGoOn($"{action} of {target}? {effect}", ref _yesToAll, ref _noToAll));
    }

    private string Action(IReadOnlyList<string> schemas)
    {
        var what = Test ? "Start a test" : ResyncMode is null ? "Start an execution" : $"Start a {ResyncMode}";
        if (schemas.Count == 0) return IsWhatIf ? $"{what} that syncs nothing, since no schema is enabled" : what;
        var more = schemas.Count > MostNames ? $" and {schemas.Count - MostNames} more" : "";
        return $"{what} of {string.Join(", ", schemas.Take(MostNames))}{more}";
    }

    /// <summary>What becomes of the data that there is, or null where it stays.</summary>
    private string? Effect() => ResyncMode switch
    {
        "resync" => "It empties the tables in the destination and fills them again.",
        "rebuild" => "It drops the tables in the destination, and creates and fills them again.",
        _ => null,
    };
}
