using System.Management.Automation;
using PolytomicBulk.Configuration;

namespace PolytomicBulk.Commands;

/// <summary>Makes bulk syncs what configuration files say: creates what is missing, and changes only what differs.</summary>
/// <remarks>
/// <para>Syncs are found by their names. A file without a sync creates one (API operation bulkSync_create): paused, then checked to copy what the
/// file says and nothing else, and activated last where the file says so (API operation bulkSync_activate). A sync that differs from its file is
/// changed (API operations bulkSync_update and bulkSchemas_patch) with the care of Set-PolytomicBulkSync: what is off in the file or not in it is
/// never switched on. A sync that is as its file says is not written, so a second run writes nothing.</para>
/// <para>A file is refused that would create a second sync beside one that copies some of the same schemas to the same place: one of the same name,
/// as where a file was copied; or one without a file, as where a sync was renamed, or the name in its file. It is an error for that file, under
/// -WhatIf too, and -Force creates the sync all the same. To rename a sync, use Set-PolytomicBulkSync -NewName and export again.</para>
/// <para>A file that may be mistyped is refused as a whole in the same way: where it has a property of a sync, schedule, schema, field or filter, or
/// a value of a mode, frequency, day, filter's function or the like, that neither this version knows nor the service itself sent at that place. With
/// -SkipValidation it is written as it is. A file is refused, too, where the source does not have a table, field or filtered field that would be
/// written, or the destination does not take the mode or a setting (API operations bulkSync_getSource and bulkSync_getDestination). A new sync is
/// paused where its file does not say that it is active.</para>
/// <para>-WhatIf shows the plan, and only reads: the connections (API operation connections_list), the syncs (API operation bulkSync_list), and the
/// schemas of those that have a file, or may have one under another name (API operations bulkSchemas_list and bulkSchemas_get). -Prune deletes syncs
/// (API operation bulkSync_delete): it says first how many there are, asks once with their names, and leaves a sync that has been renamed meanwhile
/// (API operation bulkSync_get). One file that cannot be imported is an error for that file; the others go on, and -Prune deletes nothing then, nor
/// where a pattern matched nothing.</para>
/// <para>Where the service has not read the schemas of a source yet, as right after its connection was made, the command waits until it has, for 5
/// minutes at most, and shows the progress (API operation connectionSchemas_getStatus). A file that could not be imported by then is an error
/// (PolytomicTimeout); the others go on.</para>
/// <para>Connections and permission policies go by their ids, or, where this organization has no such id, by their names; where several have the
/// name, -ConnectionMap and -PolicyMap tell which is meant (API operation policies_list).</para>
/// <para>Only what a file names is changed; what it leaves out is unchanged, or has its default in a new sync.</para>
/// <para>What looks like a secret is not in the files, and stays on the service as it is. A file is refused where a secret would be lost: where it is
/// not clear which item of a list it belongs to, or where the service shows a mask in its place.</para>
/// <para>Requests: 1 for the connections, 1 for up to 50 bulk syncs of the organization, else 2 for every 50, since a list of several pages is read
/// until two readings agree; and for each sync that has a file 1 and 1 for each of its schemas. A sync with N schemas that is changed takes 2 N + 7 to
/// 2 N + 10 more, and one that is created N + 3 to N + 5 more; each schema that is written by itself takes 2 more. A sync that is deleted takes 2.
/// Each connection that something is written to or from takes 1, unless -SkipValidation.</para>
/// </remarks>
/// <example>
/// <para>See what would change, and then change it.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./polytomic
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' | Set-PolytomicBulkSync -Mode snapshot
/// Import-PolytomicBulkSync ./polytomic -WhatIf
/// Import-PolytomicBulkSync ./polytomic
/// </code>
/// </example>
/// <example>
/// <para>Move a sync to another connection, or to another organization with its own.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' | Export-PolytomicBulkSync ./moving
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' | Remove-PolytomicBulkSync -Force
/// $warehouse = Get-PolytomicConnection 'Orders database'
/// Import-PolytomicBulkSync ./moving -ConnectionMap @{ 'df17031c-7e75-5a8c-84e0-086692c1ac52' = $warehouse.Id } -PassThru
/// </code>
/// </example>
/// <seealso cref="ExportPolytomicBulkSyncCommand"/>
/// <seealso cref="ComparePolytomicBulkSyncCommand"/>
/// <seealso cref="SetPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsData.Import, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "Path",
    HelpUri = HelpPages.Cmdlets + "Import-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync), typeof(BulkSyncPlan))]
public sealed class ImportPolytomicBulkSyncCommand : ConfigurationFilesCommand
{
    /// <summary>So many names are told one by one.</summary>
    private const int MostNames = 50;

    private bool _hasAnnounced;
    private bool? _mayDelete;

    /// <summary>Also deletes syncs that have no file. Only where nothing but folders was given, and each of their files could be read and imported.</summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>
    /// Deletes without asking, and imports what is refused otherwise, with a warning. To delete without asking and do no more, use -Confirm:$false.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Leaves it to the service whether it knows what this version does not, such as a new property or mode, and whether the source has the tables and
    /// fields, and the destination takes the mode and settings.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>Emits the syncs that were created or changed; with -WhatIf the plan, an object for each change and each refusal.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        var (progress, done) = (new ProgressRecord(0, "Importing bulk syncs", "Writing what differs"), 0);
        await ForEachStepAsync(
            new() { Force = Force, Prune = Prune, SkipValidation = SkipValidation },
            (planner, step, cancel) =>
            {
                progress.StatusDescription = $"{done} of {planner.Total}";
                progress.PercentComplete = 100 * done / Math.Max(1, planner.Total);
                ShowProgress(progress);
                done++;
                return ApplyAsync(planner, step, cancel);
            },
            cancel);
        if (done > 0) ShowProgress(new ProgressRecord(0, progress.Activity, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private async Task ApplyAsync(ConfigurationPlanner planner, ConfigurationStep step, CancellationToken cancel)
    {
        if (PassThru && IsWhatIf) foreach (var plan in step.Plan) Write(plan);
        foreach (var reason in step.Reasons)
        {
            if (step.Kind == ConfigurationStepKind.Refuse) Fail(ErrorRecords.Refused(step, reason));
            else Warn(ErrorRecords.InWords(step, reason));
        }

        if (step.Kind == ConfigurationStepKind.Refuse) return;
        if (step.Kind == ConfigurationStepKind.Nothing)
        {
            Say($"Bulk sync '{step.Name}' ({step.Sync?.Id}) is as its file says: nothing is written.");
            return;
        }

        var deletes = step.Kind == ConfigurationStepKind.Delete;
        if (deletes && !_hasAnnounced) Warn(InWords(planner.Deletions));
        _hasAnnounced |= deletes;
        if (!MayProcess(step.What, string.Join("; ", step.Changes))) return;
        if (deletes && !(_mayDelete ??= MayDelete(planner.Deletions))) return;
        if (await planner.ApplyAsync(step, cancel) is not { } update) return;
        foreach (var warning in update.Warnings.Concat(UndoCommands.For(update.Sync.Id ?? Guid.Empty, update.Left))) Warn(warning);
        if (PassThru) Write(update.Sync);
    }

    /// <summary>Asks once for all of them.</summary>
    private bool MayDelete(IReadOnlyList<BulkSync> syncs)
    {
        var (yesToAll, noToAll) = (false, false);
        return Force || MayGoOn($"{InWords(syncs)} Delete with schedules, schema settings and history?", ref yesToAll, ref noToAll);
    }

    private static string InWords(IReadOnlyList<BulkSync> syncs)
    {
        var names = string.Join(", ", syncs.Take(MostNames).Select(sync => $"'{sync}' ({sync.Id})"));
        var more = syncs.Count > MostNames ? $" and {syncs.Count - MostNames} more" : "";
        return $"-Prune is to delete {syncs.Count} bulk {(syncs.Count == 1 ? "sync that has" : "syncs that have")} no file: {names}{more}.";
    }
}
