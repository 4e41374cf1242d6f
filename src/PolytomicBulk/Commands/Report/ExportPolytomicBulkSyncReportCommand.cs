using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Configuration;
using PolytomicBulk.Input;
using PolytomicBulk.Report;

namespace PolytomicBulk.Commands;

/// <summary>Writes a report on bulk syncs, as a web page or in Markdown: what needs a person, how runs went, how fresh tables are, what runs next.</summary>
/// <remarks>
/// <para>The page is one file of at most a few hundred kilobytes. It opens in every browser, from a mail or a build's artifacts, light or dark as the
/// system is, and prints on A4. It loads nothing from elsewhere; its own script only sorts and filters. It holds names and numbers: no ids, no settings
/// of connections, no e-mail addresses, and no records. What each number means stands at its end.</para>
/// <para>In Markdown it is the same without pictures, as GitHub shows it in a job's summary.</para>
/// <para>Runs are counted from the beginning of the day of -Since. The pictures show 14 and 30 days, the calendar the next 48 hours. A sync that
/// cannot be read is an error, and the report says so; the others are in it.</para>
/// <para>An existing file is overwritten. With -PassThru the numbers come as objects, too: the report with its syncs, tables and collisions.</para>
/// <para>Requests: 3 (API operations identity_get, connections_list and executions_listStatus), 1 for every 50 bulk syncs (API operation
/// bulkSync_list), and for each sync 1 for its schemas (API operation bulkSchemas_list) and 1 for every 100 executions of the last 30 days, or as far
/// back as it takes to find when each table last succeeded (API operation executions_list). With -ChangesSince also those of
/// Compare-PolytomicBulkSync.</para>
/// </remarks>
/// <example>
/// <para>Write a page for the last week.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSyncReport ./report.html
/// </code>
/// </example>
/// <example>
/// <para>Say what has changed since the last export, and keep the numbers.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./polytomic
/// $report = Export-PolytomicBulkSyncReport ./report.html -Since 30d -ChangesSince ./polytomic -TimeZone UTC -PassThru
/// $report.Syncs | Where-Object NeedsPerson | Select-Object SyncName, State, Since, Problem
/// </code>
/// </example>
/// <example>
/// <para>Fail a job where a table is older than its schedule allows.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $report = Export-PolytomicBulkSyncReport ./report.md -Name 'Stripe*' -PassThru
/// if ($report.LateTableCount) { throw $report.Verdict }
/// </code>
/// </example>
/// <seealso cref="MeasurePolytomicBulkSyncExecutionCommand"/>
/// <seealso cref="ExportPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsData.Export, "PolytomicBulkSyncReport", SupportsShouldProcess = true,
    HelpUri = HelpPages.Cmdlets + "Export-PolytomicBulkSyncReport.md")]
[OutputType(typeof(BulkSyncReport))]
public sealed class ExportPolytomicBulkSyncReportCommand : SessionCommand
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// From when on runs are counted: from the beginning of the day of this time, or of an age, which is a TimeSpan or a whole number of minutes, hours,
    /// days or weeks such as 24h, 7d or 4w.
    /// </summary>
    /// <value>7d</value>
    [Parameter]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Since { get; set; }

    /// <summary>Names of syncs, with wildcards. A name without wildcards that no sync has is an error.</summary>
    /// <value>All syncs</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>A folder that Export-PolytomicBulkSync wrote: the report says what has changed since.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ChangesSince { get; set; }

    /// <summary>The time zone of all days and times in the report, by its name, such as Europe/Berlin.</summary>
    /// <value>This machine's</value>
    [Parameter]
    [TimeZone]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public TimeZoneInfo? TimeZone { get; set; }

    /// <summary>What is written: Html, which is a page, or Markdown.</summary>
    /// <value>Markdown where the file ends in .md, else Html</value>
    [Parameter]
    [ValidateSet("Html", "Markdown", IgnoreCase = true)]
    public string? As { get; set; }

    /// <summary>Emits the numbers of the report.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    // It writes a file, and nothing else.
    private protected override bool Changes => false;

    private bool IsMarkdown => As is { } form
        ? string.Equals(form, "Markdown", StringComparison.OrdinalIgnoreCase)
        : System.IO.Path.GetExtension(Path).ToUpperInvariant() is ".MD" or ".MARKDOWN";

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        var since = Since ?? Client.Clock.GetUtcNow().LocalDateTime - Week;
        // An age was reckoned by this machine's clock, which need not be the session's.
        if (since.ToUniversalTime() > Client.Clock.GetUtcNow().UtcDateTime && since.ToUniversalTime() > DateTime.UtcNow)
        {
            Fail(ErrorRecords.InvalidArgument("-Since is in the future. Specify a time that has passed, or an age such as 7d.", Since));
            return;
        }

        if (FileSystemPath(Path, "-Path") is not { } path) return;
        ConfigurationSet? files = null;
        if (ChangesSince is not null && (files = ReadFiles(ChangesSince)) is null) return;
        if (!MayProcess(path, "Write a report on bulk syncs")) return;
        var report = await ReadAsync(since, files, cancel);
        try
        {
            await ReportFile.WriteAsync(path, IsMarkdown ? ReportFile.ToMarkdown(report) : ReportFile.ToHtml(report));
            report.Path = path;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Fail(ErrorRecords.FileFailed(path, fault));
            return;
        }

        if (PassThru) Write(report);
    }

    private async Task<BulkSyncReport> ReadAsync(DateTime since, ConfigurationSet? files, CancellationToken cancel)
    {
        var reading = await Client.Reports.BeginAsync(TimeZone ?? TimeZoneInfo.Local, since, cancel);
        var (parts, names, total) = (new List<ReportPart>(), new HashSet<string>(StringComparer.Ordinal), 0);
        var syncs = new List<BulkSync>();
        await ForEachNamedAsync(Client.BulkSyncs.ListAsync(cancel: cancel), sync => sync.Name, Name, "bulk sync", syncs.Add, cancel);
        await SendAsync(syncs, sync => Client.Reports.ReadAsync(reading, sync, cancel), async (sync, read) =>
        {
            ShowProgress(new(0, "Reading bulk syncs", $"{total} of {syncs.Count}") { PercentComplete = 100 * total++ / syncs.Count });
            names.Add(sync.Name ?? "");
            try
            {
                parts.Add(await read);
            }
            catch (PolytomicApiException failure)
            {
                parts.Add(reading.Fail(sync, failure.Message));
                throw;
            }
        });
        await FlushAsync();
        ShowProgress(new(0, "Reading bulk syncs", "Done") { RecordType = ProgressRecordType.Completed });
        var changes = files is null ? null : await Client.Reports.CompareAsync(files, name => Name is null || names.Contains(name), cancel);
        return reading.Finish(parts, changes);
    }

    private ConfigurationSet? ReadFiles(string folder)
    {
        if (FileSystemPath(folder, "-ChangesSince") is not { } path) return null;
        if (!Directory.Exists(path))
        {
            Fail(ErrorRecords.InvalidArgument($"-ChangesSince: there is no folder '{folder}'. Export-PolytomicBulkSync writes one.", folder));
            return null;
        }

        var files = new ConfigurationSet();
        files.Add(path);
        foreach (var source in files.Read()) if (source.Fault is { } fault) Fail(ErrorRecords.InvalidFile(fault));
        if (files.Configurations.Count > 0) return files;
        Fail(ErrorRecords.InvalidArgument($"-ChangesSince: there are no configuration files in '{folder}'. Export-PolytomicBulkSync writes them.", folder));
        return null;
    }

    private string? FileSystemPath(string path, string parameter)
    {
        var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name == "FileSystem") return full;
        Fail(ErrorRecords.InvalidArgument($"{parameter} must be in the file system, and '{path}' is not.", path));
        return null;
    }
}
