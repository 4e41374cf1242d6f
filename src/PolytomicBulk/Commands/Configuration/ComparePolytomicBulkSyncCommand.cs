namespace PolytomicBulk.Commands;

/// <summary>Finds drift: what differs between bulk syncs and their configuration files.</summary>
/// <remarks>
/// <para>The command returns one object for each difference, and nothing if there is no drift. The property Change is Changed, Missing (in the file but
/// not on the service) or Extra (on the service but not in the file). The command only reads.</para>
/// <para>With -ReferencePath, the command compares two exports without the service and without a session. Expected is the value in the reference, and
/// Actual is the value in -Path. Use it to see what changed between two dates.</para>
/// </remarks>
/// <notes>
/// <para>The command finds bulk syncs by name. It does not compare settings that a file omits. The following are not differences: a different order in a
/// list whose order does not matter, a disabled schema or field that the file omits, and a different form of the same value. If two files describe the
/// same bulk sync, you get an error.</para>
/// <para>To see bulk syncs that have no file (Extra), specify only folders. If you specify single files or a pattern such as ./polytomic/*.json, the
/// command compares only the bulk syncs in these files. If you specify folders and a file cannot be read, bulk syncs without a file are not listed, and
/// you get a warning. With -ReferencePath, if one side has single files and the other only folders, the command compares only the bulk syncs in the
/// single files.</para>
/// <para>Requests: none with -ReferencePath. Otherwise 1 for up to 50 bulk syncs, or 2 for every 50 if there are more (API operation bulkSync_list). For
/// each bulk sync that has a file, 1 to list its schemas (bulkSchemas_list) and 1 for each schema (bulkSchemas_get). With -ConnectionMap, 1 more
/// (connections_list).</para>
/// </notes>
/// <example>
/// <para>Show what somebody changed since the export.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./polytomic
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' | Set-PolytomicBulkSync -Mode snapshot
/// Compare-PolytomicBulkSync ./polytomic
/// </code>
/// </example>
/// <example>
/// <para>Fail a CI job if there is drift. Export once, and keep the files in version control.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// if (-not (Test-Path ./polytomic)) { Export-PolytomicBulkSync ./polytomic }
/// $drift = Compare-PolytomicBulkSync ./polytomic -ErrorAction Stop
/// if ($drift) { throw "$(@($drift).Count) differences from the files" }
/// </code>
/// </example>
/// <example>
/// <para>Show what changed between two exports, without the service.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./old
/// $change = @{ Email = @{ Obfuscated = $false } }
/// Set-PolytomicBulkSyncSchema 'Salesforce to Snowflake' Contact -Field $change
/// Export-PolytomicBulkSync ./new
/// Compare-PolytomicBulkSync ./new -ReferencePath ./old |
///     Format-Table SyncName, Property, Expected, Actual
/// </code>
/// </example>
/// <seealso cref="ExportPolytomicBulkSyncCommand"/>
/// <seealso cref="ImportPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsData.Compare, "PolytomicBulkSync", DefaultParameterSetName = "Path",
    HelpUri = HelpPages.Cmdlets + "Compare-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSyncDrift))]
public sealed class ComparePolytomicBulkSyncCommand : ConfigurationFilesCommand
{
    /// <summary>Specifies files or folders of another export. The command compares with them instead of with the service. Wildcards are permitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? ReferencePath { get; set; }

    private protected override Task BeginAsync(CancellationToken cancel)
    {
        if (ReferencePath is null) return base.BeginAsync(cancel);
        if (ConnectionMap is not null || PolicyMap is not null)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(
                "-ConnectionMap and -PolicyMap cannot be used with -ReferencePath, because that compares files without the service. Omit them."));
        }

        return Task.CompletedTask;
    }

    private protected override Task EndAsync(CancellationToken cancel) =>
        ReferencePath is null ? CompareWithServiceAsync(cancel) : CompareFilesAsync(ReferencePath);

    private async Task CompareFilesAsync(string[] paths)
    {
        var (files, reference) = (await ReadFilesAsync(), new ConfigurationSet());
        foreach (var path in paths) Find(path, reference, takesWildcards: true);
        await ReadAsync(reference);
        // A sync whose file could not be read would look like one that is gone.
        if (files.LacksFiles || reference.LacksFiles) Warn("Some files could not be read, so nothing was compared. Correct the files in the errors.");
        else
        {
            foreach (var drift in ConfigurationExports.Compare(reference.Configurations, files.Configurations))
            {
                // A user who specifies single files does not ask about the rest of a folder.
                var isOfRest = drift.Property is null && (drift.Path is null ? IsRest(reference, files) : IsRest(files, reference));
                if (!isOfRest) WriteAsOf(drift);
            }
        }

        static bool IsRest(ConfigurationSet folders, ConfigurationSet singles) => HasOnlyFolders(folders) && !HasOnlyFolders(singles);

        static bool HasOnlyFolders(ConfigurationSet set) => set.IsComplete || set.IsCutShort;
    }

    private void WriteAsOf(BulkSyncDrift drift) => AsOf(ValuesOf(drift.Path), () => Write(drift));

    private Task CompareWithServiceAsync(CancellationToken cancel) =>
        ForEachStepAsync("Comparing bulk syncs", new() { OnlyCompares = true }, (_, step, _) => ShowAsync(step), cancel);

    private Task ShowAsync(ConfigurationStep step)
    {
        if (step.Kind != ConfigurationStepKind.Refuse) foreach (var drift in step.Drift) Write(drift);
        else
        {
            foreach (var reason in step.Reasons)
            {
                if (reason.Kind == ConfigurationReasonKind.Incomplete) Warn($"{reason.Words} Correct the files in the errors, and compare again.");
                else Fail(ErrorRecords.Refused(step, reason));
            }
        }

        return Task.CompletedTask;
    }
}
