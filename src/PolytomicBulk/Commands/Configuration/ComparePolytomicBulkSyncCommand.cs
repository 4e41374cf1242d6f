using System.Management.Automation;
using PolytomicBulk.Configuration;

namespace PolytomicBulk.Commands;

/// <summary>Finds where bulk syncs are not as their configuration files say, or what has changed between two exports.</summary>
/// <remarks>
/// <para>Emits one object for each difference: a property that was Changed, a sync, schema or property that is Missing on the service, and one that
/// is Extra there. Where nothing differs it emits nothing.</para>
/// <para>Only reads: the list of syncs (API operation bulkSync_list), and for each that has a file its schemas (API operations bulkSchemas_list and
/// bulkSchemas_get); with -ConnectionMap also the connections (API operation connections_list). Syncs are found by their names. A sync without a file
/// is reported as Extra where only folders were given and each of their files could be read; where one could not, a warning says that such syncs are
/// not reported. What a file leaves out makes no difference, nor does a schema or field that is off and not in the file, the order of a set, or the
/// form that the service stores a value in.</para>
/// <para>With -ReferencePath it compares the files of two exports, without the service and without a session: Expected is the value in the reference,
/// and Actual the value in -Path. So it tells what is sent where since, sync by sync and table by table.</para>
/// <para>Requests: none with -ReferencePath. Otherwise
/// 1 for up to 50 bulk syncs of the organization, else 2 for every 50, since a list of several pages is read until two readings
/// agree; and for each sync that has a file 1 and 1 for each of its schemas; with
/// -ConnectionMap 1 more.</para>
/// </remarks>
/// <example>
/// <para>Find what somebody has changed since the export.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./polytomic
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' | Set-PolytomicBulkSync -Mode snapshot
/// Compare-PolytomicBulkSync ./polytomic
/// </code>
/// </example>
/// <example>
/// <para>Fail a pipeline when there is drift. The export is made once, and kept in version control.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// if (-not (Test-Path ./polytomic)) { Export-PolytomicBulkSync ./polytomic }
/// $drift = Compare-PolytomicBulkSync ./polytomic -ErrorAction Stop
/// if ($drift) { throw "$(@($drift).Count) differences from the files" }
/// </code>
/// </example>
/// <example>
/// <para>Tell what has changed between two exports, without the service.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./old
/// Set-PolytomicBulkSyncSchema 'Salesforce to Snowflake' Contact -Field @{ Email = @{ Obfuscated = $false } }
/// Export-PolytomicBulkSync ./new
/// Compare-PolytomicBulkSync ./new -ReferencePath ./old | Format-Table SyncName, Property, Expected, Actual
/// </code>
/// </example>
/// <seealso cref="ExportPolytomicBulkSyncCommand"/>
/// <seealso cref="ImportPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsData.Compare, "PolytomicBulkSync", DefaultParameterSetName = "Path",
    HelpUri = HelpPages.Cmdlets + "Compare-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSyncDrift))]
public sealed class ComparePolytomicBulkSyncCommand : ConfigurationFilesCommand
{
    /// <summary>Configuration files of another export, or folders of them, in place of the service. Wildcards work.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? ReferencePath { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        if (ReferencePath is null) return base.BeginAsync(cancel);
        if (ConnectionMap is not null || PolicyMap is not null)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(
                "-ConnectionMap and -PolicyMap are for files of another organization than the session's, and -ReferencePath compares without the service. "
                    + "Leave one of them out."));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task EndAsync(CancellationToken cancel) =>
        ReferencePath is null ? CompareWithServiceAsync(cancel) : CompareFilesAsync(ReferencePath);

    private async Task CompareFilesAsync(string[] paths)
    {
        var (files, reference) = (await ReadFilesAsync(), new ConfigurationSet());
        foreach (var path in paths) Find(path, reference, takesWildcards: true);
        await ReadAsync(reference);
        // A sync whose file could not be read would look like one that is gone.
        if (files.LacksFiles || reference.LacksFiles) Warn("Some files could not be read, so that nothing was compared. Repair what the errors name.");
        else foreach (var drift in ConfigurationExports.Compare(reference.Configurations, files.Configurations)) await WriteAsync(drift);
    }

    private Task WriteAsync(BulkSyncDrift drift) => AsOfAsync(ValuesOf(drift.Path), () => Write(drift));

    private Task CompareWithServiceAsync(CancellationToken cancel) =>
        ForEachStepAsync(new() { OnlyCompares = true }, (_, step, _) => ShowAsync(step), cancel);

    private Task ShowAsync(ConfigurationStep step)
    {
        if (step.Kind != ConfigurationStepKind.Refuse) foreach (var drift in step.Drift) Write(drift);
        else
        {
            foreach (var reason in step.Reasons)
            {
                if (reason.Kind == ConfigurationReasonKind.Incomplete) Warn($"{reason.Words} Repair what the errors name, and compare again.");
                else Fail(ErrorRecords.Refused(step, reason));
            }
        }

        return Task.CompletedTask;
    }
}
