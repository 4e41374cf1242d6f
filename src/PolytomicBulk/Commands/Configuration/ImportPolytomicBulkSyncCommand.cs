namespace PolytomicBulk.Commands;

/// <summary>Restores or creates bulk syncs from configuration files.</summary>
/// <remarks>
/// <para>The command creates bulk syncs that are missing and changes settings that differ. It changes nothing else, so a second run writes nothing.
/// -WhatIf shows the plan and only reads. Bulk syncs are found by name. A setting that a file omits does not change, or has its default in a new bulk
/// sync.</para>
/// <para>Connections and permission policies are found by id, or by name if this organization does not have the id. If several have the name, use
/// -ConnectionMap or -PolicyMap to choose (API operation policies_list).</para>
/// <para>A new bulk sync is created paused, checked, and activated last if the file says so. A schema or field that is off in the file or not in it
/// is never switched on.</para>
/// <para>-Prune also deletes bulk syncs that have no file. It asks once, with their names. It deletes nothing if a file cannot be imported or a
/// pattern matches nothing. A bulk sync that was renamed in the meantime is kept.</para>
/// </remarks>
/// <notes>
/// <para>A file is refused if it would create a second bulk sync that copies the same schemas to the same place, for example after a rename. To
/// rename a bulk sync, use Set-PolytomicBulkSync -NewName and export again.</para>
/// <para>A file is also refused if it has a property or value that neither this module nor the service knows, because it may be mistyped. The same
/// applies if the source does not have a schema or field, or if the destination does not support the mode or a setting (API operations
/// bulkSync_getSource and bulkSync_getDestination). -SkipValidation omits all of these checks; -Force does not. Other files are still imported.</para>
/// <para>Files contain no secrets, and secrets on the service do not change. A file is refused if a secret would be lost: if it is not clear which
/// item of a list the secret belongs to, or if the service shows a mask instead of it.</para>
/// <para>If a connection is new, the service may not have read its schemas yet. The command then waits up to 5 minutes and shows the progress (API
/// operation connectionSchemas_getStatus). If the schemas are still not there, you get an error for that file (PolytomicTimeout).</para>
/// <para>Requests: 1 for the connections (API operation connections_list); 1 for up to 50 bulk syncs, or 2 for every 50 if there are more
/// (bulkSync_list); and for each bulk sync that has a file 1 and 1 for each of its schemas (bulkSchemas_list and bulkSchemas_get). To change a bulk
/// sync with N schemas, 2 N + 7 to 2 N + 10 more (bulkSync_update and bulkSchemas_patch). To create one, N + 3 to N + 5 more (bulkSync_create and
/// bulkSync_activate). Each schema that is written by itself takes 2 more. To delete one, 2 (bulkSync_get and bulkSync_delete). Without
/// -SkipValidation, 1 for each connection of a bulk sync that is written.</para>
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
[Cmdlet(VerbsData.Import, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "Path",
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

    /// <summary>Writes and deletes without asking for confirmation. Files that may be wrong are still refused: see -SkipValidation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Imports files without checking for unknown properties and values, and without asking the connections whether the schemas, fields, mode and
    /// settings are valid. Creates a bulk sync even if one like it exists, with a warning. The service still checks what it can.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>
    /// Returns the bulk syncs that were created or changed. With -WhatIf, returns the plan: an object for each change and each refusal.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task EndAsync(CancellationToken cancel) =>
        ForEachStepAsync("Importing bulk syncs", new() { Prune = Prune, SkipValidation = SkipValidation }, ApplyAsync, cancel);

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
        if (await planner.ApplyAsync(step, cancel) is not { } update) return;
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
            var (yesToAll, noToAll) = (false, false);
            return MayGoOn($"{InWords(syncs)} Delete with schedules, schema settings and history?", item: null, ref yesToAll, ref noToAll);
        }
    }

    private static string InWords(IReadOnlyList<BulkSync> syncs)
    {
        var names = string.Join(", ", syncs.Take(MostNames).Select(sync => $"'{sync}' ({sync.Id})"));
        var more = syncs.Count > MostNames ? $" and {syncs.Count - MostNames} more" : "";
        return $"-Prune would delete {syncs.Count} bulk {(syncs.Count == 1 ? "sync that has" : "syncs that have")} no file: {names}{more}.";
    }
}
