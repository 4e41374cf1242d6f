namespace PolytomicBulk.Commands;

/// <summary>Writes a report on bulk syncs as a web page or in Markdown.</summary>
/// <remarks>
/// <para>The report shows what needs attention, how executions went, which schemas are late, what runs next and what changed. It is one file that
/// opens in every browser, prints on A4 and loads nothing from the network. It contains names and numbers, but no ids, settings, email addresses or
/// records. The end of the report explains each number. An existing file is overwritten.</para>
/// </remarks>
/// <notes>
/// <para>Executions are counted from the beginning of the day of -Since. The charts show 14 and 30 days, and the calendar shows the next 48 hours. If a
/// bulk sync cannot be read, you get an error, and the report shows the reason. Markdown has the same content, with charts made of text characters.</para>
/// <para>Requests: 3 (API operations identity_get, connections_list and executions_listStatus), and 1 for every 50 bulk syncs (bulkSync_list), or 1 for
/// each bulk sync from the pipeline (bulkSync_get). For each bulk sync, 1 for its schemas (bulkSchemas_list) and 1 for every 100 executions of the last 30
/// days (executions_list). If a schema had no success in that time, more to find its last success. -ChangesSince adds the requests of
/// Compare-PolytomicBulkSync.</para>
/// </notes>
/// <example>
/// <para>Write a report on the last week.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSyncReport ./report.html
/// </code>
/// </example>
/// <example>
/// <para>Write a report on the bulk syncs of one destination.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync -Destination BigQuery | Export-PolytomicBulkSyncReport ./bigquery.html
/// </code>
/// </example>
/// <example>
/// <para>Show what changed since the last export, and list the bulk syncs that need attention.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./polytomic
/// $report = Export-PolytomicBulkSyncReport ./report.html -ChangesSince ./polytomic -PassThru
/// $report.Syncs | Where-Object NeedsAttention | Select-Object SyncName, State, Since, Problem
/// </code>
/// </example>
/// <example>
/// <para>Fail a job if a schema is older than its schedule allows.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $options = @{ Name = 'Stripe*'; PassThru = $true; ErrorAction = 'Stop' }
/// $report = Export-PolytomicBulkSyncReport ./report.md @options
/// if ($report.LateSchemaCount) { throw $report.Verdict }
/// </code>
/// </example>
/// <seealso cref="MeasurePolytomicBulkSyncExecutionCommand"/>
/// <seealso cref="ExportPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsData.Export, "PolytomicBulkSyncReport", SupportsShouldProcess = true, DefaultParameterSetName = ListSet,
    HelpUri = HelpPages.Cmdlets + "Export-PolytomicBulkSyncReport.md")]
[OutputType(typeof(BulkSyncReport))]
public sealed class ExportPolytomicBulkSyncReportCommand : SessionCommand
{
    private static readonly TimeOrAge Week = new(TimeSpan.FromDays(7));

    private readonly List<SyncReference> _given = [];

    /// <summary>Specifies the file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// Specifies the first day of the report. Specify a time or an age: a TimeSpan, or a whole number of minutes, hours, days or weeks such as 24h,
    /// 7d or 4w. Executions are counted from the beginning of that day.
    /// </summary>
    /// <value>7d</value>
    [Parameter]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public TimeOrAge? Since { get; set; }

    /// <summary>Specifies names of bulk syncs. Wildcards are permitted. If a name without wildcards does not exist, you get an error.</summary>
    /// <value>All bulk syncs</value>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// Specifies bulk syncs, ids, names, or rows such as those of a CSV file. An execution, a status or another part of a bulk sync selects that bulk
    /// sync. If the pipeline is empty, no report is written.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object[] InputObject { get; set; } = [];

    /// <summary>Specifies a folder that Export-PolytomicBulkSync wrote. The report shows what changed since then.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ChangesSince { get; set; }

    /// <summary>Specifies the time zone of all days and times in the report, such as Europe/Berlin.</summary>
    /// <value>The time zone of this computer</value>
    [Parameter]
    [TimeZone]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public TimeZoneInfo? TimeZone { get; set; }

    /// <summary>Specifies the format: Html or Markdown.</summary>
    /// <value>Markdown if the file name ends in .md, otherwise Html</value>
    [Parameter]
    [ValidateSet("Html", "Markdown", IgnoreCase = true)]
    public string? As { get; set; }

    /// <summary>Returns the numbers of the report as objects.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    // It writes a file, and nothing else.
    private protected override bool Changes => false;

    private bool IsMarkdown => As is { } form
        ? string.Equals(form, "Markdown", StringComparison.OrdinalIgnoreCase)
        : System.IO.Path.GetExtension(Path).ToUpperInvariant() is ".MD" or ".MARKDOWN";

    /// <summary>Whether the list of bulk syncs decides. A pipeline without input selects none, and not all of them.</summary>
    private bool IsList => ParameterSetName == ListSet && (Name is not null || !MyInvocation.ExpectingInput);

    private protected override Task ProcessAsync(CancellationToken cancel)
    {
        _given.AddRange(ReadInput(InputObject, takesParts: true));
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        if (!IsList && _given.Count == 0) return;
        var since = (Since ?? Week).On(Client.Clock);
        if (since.ToUniversalTime() > Client.Clock.GetUtcNow().UtcDateTime)
        {
            Fail("-Since is in the future. Specify a time that has passed, or an age such as 7d.", Since);
            return;
        }

        if (FileSystemPath(Path, "-Path must be in the file system") is not { } path) return;
        ConfigurationSet? files = null;
        if (ChangesSince is not null && (files = ReadFiles(ChangesSince)) is null) return;
        if (!MayProcess(path, "Write a report on bulk syncs", path)) return;
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
        var syncs = await FindAsync(cancel);
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
        var changes = files is null ? null : await Client.Reports.CompareAsync(files, name => (IsList && Name is null) || names.Contains(name), cancel);
        return reading.Finish(parts, changes);
    }

    private async Task<List<BulkSync>> FindAsync(CancellationToken cancel)
    {
        var syncs = new List<BulkSync>();
        if (IsList)
        {
            await ForEachNamedAsync(Client.BulkSyncs.ListAsync(cancel: cancel), sync => sync.Name, Name, "bulk sync", syncs.Add, cancel);
            return syncs;
        }

        var found = await new NamedSyncs(this, Client, takesWildcards: true).FindAsync(_given, cancel);
        await SendAsync(found.Select(sync => sync.Id!.Value), id => Client.BulkSyncs.GetAsync(id, cancel: cancel), async (_, sync) => syncs.Add(await sync));
        await FlushAsync();
        return syncs;
    }

    private ConfigurationSet? ReadFiles(string folder)
    {
        if (FileSystemPath(folder, "-ChangesSince must be in the file system") is not { } path) return null;
        if (!Directory.Exists(path))
        {
            Fail($"-ChangesSince: there is no folder '{folder}'. Export-PolytomicBulkSync writes one.", folder);
            return null;
        }

        var files = new ConfigurationSet();
        files.Add(path);
        foreach (var source in files.Read()) if (source.Fault is { } fault) Fail(ErrorRecords.InvalidFile(fault));
        if (files.Configurations.Count > 0) return files;
        Fail($"-ChangesSince: there are no configuration files in '{folder}'. Export-PolytomicBulkSync writes them.", folder);
        return null;
    }
}
