namespace PolytomicBulk.Commands;

/// <summary>Restores or creates bulk syncs from configuration files.</summary>
/// <remarks>
/// <para>The command creates bulk syncs that are missing and changes settings that differ. It changes nothing else, so a second run writes nothing. -WhatIf
/// shows the plan and only reads. The command finds bulk syncs by name. If a file omits a setting, the setting does not change. A new bulk sync gets the
/// default.</para>
/// <para>The command finds connections and permission policies by id, or by name if this organization does not have the id. If several have the name,
/// choose one with -ConnectionMap or -PolicyMap.</para>
/// <para>The command creates a bulk sync paused, checks it, and then activates it if it is active in the file. The command never enables a schema or field
/// that the file disables or omits. If it pauses or deletes a bulk sync, a running execution is canceled.</para>
/// <para>With -Prune, the command also deletes bulk syncs that have no file. It shows their names and asks once. If a file cannot be imported or a pattern
/// matches nothing, it deletes nothing. If somebody renamed a bulk sync in the meantime, it keeps the bulk sync.</para>
/// </remarks>
/// <notes>
/// <para>To let a running execution finish before a file pauses the bulk sync, run Disable-PolytomicBulkSync -WaitForIdle first.</para>
/// <para>The command refuses a file that would create a second bulk sync with some of the same schemas and the same destination, for example after a
/// rename, or if the file is a copy. To rename a bulk sync, use Set-PolytomicBulkSync -NewName and export again.</para>
/// <para>It also refuses a file with an unknown property or value, which may be a typo. It refuses a file with a schema or field that the source does not
/// have, also in a schedule, or with a mode or setting that the destination does not support (API operations bulkSync_getSource and
/// bulkSync_getDestination). If you change the source, also replace the schemas in the file. It refuses a file without a setting that the service
/// requires, such as the hour of a daily schedule, or with an enabled schema whose fields are not listed. -SkipValidation skips all of these checks, but
/// -Force does not. Other files are still imported.</para>
/// <para>Files contain no secrets, and secrets on the service do not change. The command refuses a file if a secret would be lost. This happens if the
/// service shows a mask instead of the secret, or if it is not clear which item of a list the secret belongs to.</para>
/// <para>If a connection is new, the service may not have read its schemas yet. The command then waits up to 5 minutes and shows the progress (API
/// operation connectionSchemas_getStatus). If the schemas are still not available, you get an error for that file (PolytomicTimeout).</para>
/// <para>Requests: 1 for the connections (API operation connections_list); 1 for up to 50 bulk syncs, or 2 for every 50 if there are more (bulkSync_list);
/// 1 for the policies, if policies must be found by name (policies_list); and for each bulk sync that has a file, 1 to list its schemas (bulkSchemas_list)
/// and 1 for each schema (bulkSchemas_get). To change a bulk sync with N schemas, 2 N + 7 to 2 N + 10 more (bulkSync_update and bulkSchemas_patch). To
/// create one, N + 3 to N + 5 more (bulkSync_create and bulkSync_activate). Each schema that must be written separately takes 2 more. To delete one, 2
/// (bulkSync_get and bulkSync_delete). Without -SkipValidation, 1 for each connection of a bulk sync that is written. To create a bulk sync with disabled
/// schemas or fields, 1 for its source also with -SkipValidation, because only existing ones can be sent.</para>
/// </notes>
/// <example>
/// <para>Preview the changes, and then make them.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./polytomic
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' | Set-PolytomicBulkSync -Mode snapshot
/// Import-PolytomicBulkSync ./polytomic -WhatIf
/// Import-PolytomicBulkSync ./polytomic
/// </code>
/// </example>
/// <example>
/// <para>Use another connection, or import into another organization.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' | Export-PolytomicBulkSync ./moving
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' | Remove-PolytomicBulkSync -Force
/// Import-PolytomicBulkSync ./moving -ConnectionMap @{ Snowflake = 'Orders database' } -PassThru
/// </code>
/// </example>
/// <seealso cref="ExportPolytomicBulkSyncCommand"/>
/// <seealso cref="ComparePolytomicBulkSyncCommand"/>
/// <seealso cref="SetPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsData.Import, "PolytomicBulkSync", SupportsShouldProcess = true, DefaultParameterSetName = "Path",
    HelpUri = HelpPages.Cmdlets + "Import-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync), typeof(BulkSyncPlan))]
public sealed class ImportPolytomicBulkSyncCommand : ConfigurationFilesCommand
{
    /// <summary>So many names are told one by one.</summary>
    private const int MostNames = 50;

    private bool _hasAnnounced;
    private bool? _mayDelete;

    /// <summary>Deletes bulk syncs that have no file. You must specify folders only, and all their files must be imported.</summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>Writes and deletes without asking for confirmation. The files are still checked. To skip the checks, use -SkipValidation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Skips the checks of properties, values, schemas, fields, mode and settings. If a similar bulk sync exists, the command still creates the new one,
    /// with a warning. The service still checks some values.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>
    /// Returns the bulk syncs that were created or changed, and with -Prune an object with the action Delete for each bulk sync that was deleted. With
    /// -WhatIf, returns the plan: an object for each change and for each file that would be refused, including files that cannot be read.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task EndAsync(CancellationToken cancel) =>
        ForEachStepAsync("Importing bulk syncs", new() { Prune = Prune, SkipValidation = SkipValidation }, ApplyAsync, cancel);

    private protected override void ShowFault(ConfigurationFault fault)
    {
        if (PassThru && IsWhatIf) Write(fault.Plan);
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
            Say($"Bulk sync '{step.Name}' ({step.Sync?.Id}) already matches its file. Nothing was written.");
            return;
        }

        if (!await AskAsync(() => step.Kind == ConfigurationStepKind.Delete ? MayDelete(step, planner.Deletions) : MayApply(step))) return;
        var update = await planner.ApplyAsync(step, cancel);
        if (step.Kind == ConfigurationStepKind.Delete)
        {
            Say($"Deleted {step.What}.");
            if (PassThru) foreach (var plan in step.Plan) Write(plan);
        }

        if (update is null) return;
        foreach (var warning in update.Warnings.Concat(UndoCommands.For(update.Sync.Id ?? Guid.Empty, update.Left))) Warn(warning);
        if (PassThru) Write(update.Sync);
    }

    private bool MayApply(ConfigurationStep step) => MayProcess(step.What, string.Join("; ", step.Changes), step);

    /// <summary>Whether a bulk sync may be deleted. The warning comes before the first question, which is for all of them.</summary>
    private bool MayDelete(ConfigurationStep step, IReadOnlyList<BulkSync> syncs)
    {
        if (!_hasAnnounced) WarnNow(InWords(syncs));
        _hasAnnounced = true;
        return MayApply(step) && (_mayDelete ??= Ask());

        bool Ask()
        {
            return MayGoOn($"{InWords(syncs)} Delete with schedules, schema settings and history?", item: null, new());
        }
    }

    private string InWords(IReadOnlyList<BulkSync> syncs)
    {
        var names = string.Join(", ", syncs.Take(MostNames).Select(sync => $"'{sync}' ({sync.Id})"));
        var more = syncs.Count > MostNames ? $" and {syncs.Count - MostNames} more" : "";
        var deletes = IsWhatIf ? "would delete" : "deletes";
        return $"-Prune {deletes} {syncs.Count} bulk {(syncs.Count == 1 ? "sync that has" : "syncs that have")} no file: {names}{more}.";
    }
}
