namespace PolytomicBulk.Commands;

/// <summary>Saves the log files of executions to a folder.</summary>
/// <remarks>
/// <para>Specify a bulk sync to save the logs of its last execution, or pipe executions to this command. The command returns the saved files. Use -Archive
/// to get one file for each execution. The service can take a while to prepare it.</para>
/// <para>If a file exists, it is not overwritten and you get an error for the execution. Use -Force to overwrite files, or -SkipExisting to keep them
/// without an error. Within one run, files of one execution never overwrite files of another. Use a script block for -Path to give each execution its own
/// folder.</para>
/// </remarks>
/// <notes>
/// <para>If a download is interrupted, the command continues it, as often as the session's -MaxRetry allows. Until a file is complete, it has a temporary
/// name, such as ~k3f09ab.tmp. If a run is killed, the next run removes its temporary files. The storage host that sends the files never receives your
/// key.</para>
/// <para>Requests: 1 for each execution (API operation executions_getLogs), and 1 for each file. With -Archive, 3 for each execution
/// (executions_exportLogs, jobs_get and the file), and 1 for each further check of the archive.</para>
/// </notes>
/// <example>
/// <para>Save the log files of the last execution.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Save-PolytomicBulkSyncLog -SyncName 'Salesforce to Snowflake' -Path logs
/// </code>
/// </example>
/// <example>
/// <para>Save the log files as one archive, and overwrite an older one.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Save-PolytomicBulkSyncLog -SyncName 'Salesforce to Snowflake' -Path logs -Archive -Force
/// </code>
/// </example>
/// <example>
/// <para>Save only the files that an earlier run did not save.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Save-PolytomicBulkSyncLog -SyncName 'Salesforce to Snowflake' -Path logs -SkipExisting
/// </code>
/// </example>
/// <example>
/// <para>Save the logs of several executions, each to its own folder.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' |
///     Get-PolytomicBulkSyncExecution -Completed -First 3 |
///     Save-PolytomicBulkSyncLog -Path { "logs/$($_.Id)" }
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncLogCommand"/>
[Cmdlet(VerbsData.Save, "PolytomicBulkSyncLog", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = HelpPages.Cmdlets + "Save-PolytomicBulkSyncLog.md")]
[OutputType(typeof(FileInfo))]
public sealed class SavePolytomicBulkSyncLogCommand : ExecutionLogCommand
{
    private const string Activity = "Saving logs";

    private readonly HashSet<string> _saved = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Path, string Advice)> _taken = [];

    /// <summary>
    /// Specifies the destination folder. It is created if it does not exist. Use a script block to give each execution from the pipeline its own
    /// folder: -Path { "logs/$($_.Id)" }.
    /// </summary>
    /// <value>.</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Saves the files of each execution as one archive that the service prepares.</summary>
    [Parameter]
    public SwitchParameter Archive { get; set; }

    /// <summary>Specifies how long to wait for the archive of an execution, in seconds. 0 means no limit. When the time is over, you get an error.</summary>
    /// <value>1800</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int TimeoutSec { get; set; } = 1800;

    /// <summary>Overwrites existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Skips existing files without an error. Existing files are always complete, so you can run the command again to finish an interrupted run.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        if (Force && SkipExisting) Refuse("-Force and -SkipExisting cannot be used together. Specify one of them.");

        if (!Archive && MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)))
        {
            Refuse("-TimeoutSec limits the wait for an archive. Add -Archive, or omit -TimeoutSec.");
        }
    }

    private protected override Task ReadAsync(Guid syncId, Guid? executionId, CancellationToken cancel) =>
        ForEachAsync([executionId ?? syncId], async (_, cancel) => await SaveAllAsync(syncId, await FindAsync(syncId, executionId, cancel), cancel), cancel);

    private async Task SaveAllAsync(Guid syncId, Guid executionId, CancellationToken cancel)
    {
        if (FileSystemPath(Path, "-Path must be a folder of the file system") is not { } folder) return;

        if (Archive)
        {
            if (!MayProcess($"execution {executionId}", $"Save the archive of the logs to {folder}", executionId)) return;
            if (await ExportAsync(syncId, executionId, cancel) is { } archive) await SaveAsync(archive, folder, cancel);
            FailForTaken(folder);
            return;
        }

        var files = await Client.Logs.ListFilesAsync(syncId, executionId, cancel);
        if (files.Count == 0) Warn($"Execution {executionId} of {InWords(syncId)} has no log files.");
        await ForEachAsync(files, async (file, cancel) =>
        {
            var path = System.IO.Path.Combine(folder, file.Name);
            if (IsSkipped(path) || MayProcess(path, "Save log file", path)) await SaveAsync(file, folder, cancel);
        }, cancel);
        FailForTaken(folder);
    }

    /// <summary>The archive of an execution's logs; null if it is not ready in time.</summary>
    private async Task<BulkSyncLogFile?> ExportAsync(Guid syncId, Guid executionId, CancellationToken cancel)
    {
        try
        {
            return await Client.Waits.ExportLogsAsync(syncId, executionId, Progress(), TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null, cancel);
        }
        catch (TimeoutException)
        {
            Fail(ErrorRecords.WaitedTooLong(
                $"The archive of the logs of execution {executionId} of {InWords(syncId)} was not ready after {TimeoutSec} s. "
                    + "To wait longer, use a larger -TimeoutSec. To save the files one by one, omit -Archive.",
                executionId));
            return null;
        }
    }

    private async Task SaveAsync(BulkSyncLogFile file, string folder, CancellationToken cancel)
    {
        var path = System.IO.Path.Combine(folder, file.Name);
        if (IsSkipped(path))
        {
            LogOperations.DeleteLeftovers(path);
            Say($"'{path}' already exists.");
            return;
        }

        if (IsTaken(path) is { } advice)
        {
            _taken.Add((path, advice));
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            await Client.Logs.SaveAsync(file, path, Force, Progress(), cancel);
            _saved.Add(path);
            WriteFile(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Fail(ErrorRecords.FileFailed(path, fault));
        }
        finally
        {
            ShowProgress(new ProgressRecord(0, Activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Reports files that already exist after the others are saved, with one error for each advice.</summary>
    private void FailForTaken(string folder)
    {
        var taken = _taken.ToLookup(file => file.Advice, file => file.Path);
        _taken.Clear();
        foreach (var files in taken) Fail(ErrorRecords.FilesExist(folder, [.. files], files.Key));
    }

    /// <summary>Whether to skip a file. A file that this run saved from another execution is not skipped.</summary>
    private bool IsSkipped(string path) => SkipExisting && File.Exists(path) && !_saved.Contains(path);

    /// <summary>What to do about a file that already exists; null if there is none.</summary>
    private string? IsTaken(string path) =>
        _saved.Contains(path)
            ? "These files were just saved from another execution. To give each execution its own folder, use -Path { \"logs/$($_.Id)\" }."
        : Directory.Exists(path) ? "A folder with this name exists. Use -Path to save to another folder."
        : File.Exists(path) && !Force ? "Use -Force to overwrite it, -SkipExisting to skip it, or -Path to save to another folder."
        : null;

    private Progress<LogTransfer> Progress() =>
        new(transfer => ShowProgress(new ProgressRecord(0, Activity, Describe(transfer)) { PercentComplete = Percent(transfer) }));

    private static string Describe(LogTransfer transfer) => transfer switch
    {
        { Bytes: null } => transfer.What,
        { Total: { } total } => $"{transfer.What}: {Megabytes(transfer.Bytes.Value)} of {Megabytes(total)} MB",
        _ => $"{transfer.What}: {Megabytes(transfer.Bytes.Value)} MB",
    };

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);

    private static int Percent(LogTransfer transfer) => transfer is { Bytes: { } bytes, Total: > 0 and { } total } ? (int)(100 * bytes / total) : -1;
}
