namespace PolytomicBulk.Commands;

/// <summary>Backs up the configuration of bulk syncs to files, one for each bulk sync.</summary>
/// <remarks>
/// <para>Each file is a backup of one bulk sync. It contains the settings, schedules, schemas, fields, filters and connections, but no ids or times
/// that only the service sets. The same configuration always gives the same text, so you can keep the folder in version control. To find drift, use
/// Compare-PolytomicBulkSync. To restore, use Import-PolytomicBulkSync.</para>
/// <para>Without -Name or -Id, the command exports all bulk syncs and removes files of bulk syncs that no longer exist. Only files that an earlier
/// export wrote are removed or overwritten. Use -Force to overwrite other files. The file index.json lists which file belongs to which bulk
/// sync.</para>
/// <para>If another file in the folder describes the same bulk sync, you get a warning each time. It shows which file to delete. The command does not
/// delete it.</para>
/// <para>Values that look like a secret are omitted with a warning.</para>
/// </remarks>
/// <notes>
/// <para>If several bulk syncs have the same name, each keeps the file that it is most alike: the same destination first, and then the fewest differences.
/// If you export only some of them, the command also reads the others to find out which file belongs to which bulk sync. If a file can belong to several
/// bulk syncs, you get an error and the file does not change.</para>
/// <para>Requests: 1 for the connections (API operation connections_list); 1 for the policies, if a bulk sync has any (policies_list); 1 for up to 50 bulk
/// syncs, or 2 for every 50 if there are more (bulkSync_list); and for each exported bulk sync, 1 to list its schemas (bulkSchemas_list) and 1 for each
/// schema (bulkSchemas_get). With -Id, 1 for each bulk sync (bulkSync_get) instead of the list. The session's -ThrottleLimit limits how many run at a
/// time.</para>
/// </notes>
/// <example>
/// <para>Back up every bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./polytomic
/// </code>
/// </example>
/// <example>
/// <para>Back up some bulk syncs, and list the files.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./polytomic -Name '*Snowflake' -PassThru
/// </code>
/// </example>
/// <seealso cref="ImportPolytomicBulkSyncCommand"/>
/// <seealso cref="ComparePolytomicBulkSyncCommand"/>
/// <seealso cref="CopyPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsData.Export, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low, DefaultParameterSetName = ListSet,
    HelpUri = HelpPages.Cmdlets + "Export-PolytomicBulkSync.md")]
[OutputType(typeof(FileInfo))]
public sealed partial class ExportPolytomicBulkSyncCommand : SessionCommand
{
    private const string Doing = "Exporting bulk syncs";

    private readonly List<(SyncReference Sync, object?[]? Variables)> _given = [];
    private int _failures;
    private bool _hasWritten;
    private readonly Dictionary<(string Name, string Text), object?[]?> _variables = [];

    /// <summary>Specifies the destination folder. It is created if it does not exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Specifies names of bulk syncs. Wildcards are permitted. If a name without wildcards does not exist, you get an error.</summary>
    /// <value>All bulk syncs</value>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Specifies the ids of bulk syncs.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [SyncFrom(TakesParts = true, NameParameter = "-Name")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>
    /// Specifies bulk syncs, ids, names, or rows such as those of a CSV file. An execution, a status or another part of a bulk sync selects that bulk
    /// sync. A row needs an Id or SyncId column, or a Name column if it has no id.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object[] InputObject { get; set; } = [];

    /// <summary>Overwrites files that were not written by an export.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the files of the bulk syncs, including files that did not change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Files are not the service: what has been read goes on being written where an error ends the pipeline.</summary>
    private protected override bool Changes => false;

    /// <summary>Whether the list of bulk syncs decides. A pipeline without input selects none, and not all of them.</summary>
    private bool IsList => ParameterSetName == ListSet && (Name is not null || !MyInvocation.ExpectingInput);

    private protected override Task ProcessAsync(CancellationToken cancel)
    {
        var values = PipelineValues();
        _given.AddRange(Id.Select(id => new SyncReference(id)).Concat(ReadInput(InputObject, takesParts: true)).Select(sync => (sync, values)));
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        var folder = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            Fail(ErrorRecords.InvalidArgument($"-Path must be a folder of the file system, and '{Path}' is not.", Path));
            return;
        }

        if (File.Exists(folder))
        {
            Fail(ErrorRecords.InvalidArgument("-Path is a file. Specify a folder.", Path));
            return;
        }

        var readings = IsList ? await ListAsync(cancel) : await FindAsync(cancel);
        if (readings.Count == 0) return;
        var (target, isAll) = (new ConfigurationFolder(folder), IsList && Name is null);
        var named = readings.ToLookup(reading => reading.Sync.Name ?? "", StringComparer.Ordinal);
        var known = IsList ? [] : named.Select(own => own.Key).Where(target.Names.Contains).ToList();
        List<ConfigurationMatch> namesakes =
            known.Count > 0 ? [.. await Client.Configurations.ReadNamedAsync(known, readings.ConvertAll(reading => reading.Id), cancel)] : [];

        // Which of several of one name has which file is told by what is in them.
        var several = target.NamesOfSeveral;
        var twins = named
            .Where(own => own.Count() > 1 || several.Contains(own.Key) || namesakes.Exists(namesake => namesake.Sync!.Name == own.Key))
            .ToList();
        var configurations = await ReadTwinsAsync(twins.SelectMany(own => own), namesakes, cancel);
        var single = named.Where(own => !twins.Contains(own)).ToDictionary(own => own.Key, own => own.Single(), StringComparer.Ordinal);
        var plan = target.Begin(configurations, [.. single.Keys], isAll, overwritesForeign: Force, namesakes);
        if (plan.HasForeignIndex && !Force)
        {
            Fail(ErrorRecords.FileExists(
                System.IO.Path.Combine(folder, "index.json"),
                "It is not the index of an export, or it is damaged, for example by a merge conflict. Nothing was written. Restore it, use -Force to "
                    + "overwrite it, or use -Path to choose another folder."));
            return;
        }

        if (!IsWhatIf && !TryCreate(folder)) return;
        await WriteAsync(plan, single, isAll && _failures == 0, cancel);
        var surplus = plan.FindSurplus();
        foreach (var found in surplus)
        {
            var (files, written) = (InQuotes(found.Files), InQuotes(found.Written));
            Warn($"Several files in '{folder}' describe bulk sync '{found.Name}': {files}, {written}. Delete {files}, because exports write {written}.");
        }

        if (target.Ignored.Except(surplus.SelectMany(found => found.Files)).ToList() is { Count: > 0 } ignored)
        {
            Warn($"The index of '{folder}' listed files that are not the configuration of their bulk sync. They were not changed: {InQuotes(ignored)}. "
                + "Delete those that you do not need.");
        }

        static string InQuotes(IEnumerable<string> files) => string.Join(", ", files.Select(file => $"'{file}'"));
    }

    /// <summary>Creates the folder. Otherwise, each file would report the same failure.</summary>
    private bool TryCreate(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Fail(ErrorRecords.FolderFailed(folder, fault));
            return false;
        }
    }

    /// <summary>Writes each file as soon as its bulk sync has been read, in the order of their names, and the index last.</summary>
    private async Task WriteAsync(ConfigurationFolderPlan plan, Dictionary<string, Reading> single, bool isAll, CancellationToken cancel)
    {
        var (began, isWhole) = (Client.Clock.GetTimestamp(), false);
        try
        {
            for (var i = 0; i < plan.Files.Count; i++)
            {
                ShowProgress(Counted.Progress(Doing, i, plan.Files.Count, Client.Clock.GetElapsedTime(began)));
                var file = plan.Files[i];
                if (!file.IsAwaited) await TogetherAsync(file.Path, () => AsOfAsync(VariablesOf(file), () => WriteAsync(file)));
                else await ReadTogetherAsync(single[file.Name!], configuration => WriteAsync(plan.Fill(file, configuration)), cancel);
            }

            await FlushAsync();
            isWhole = true;
        }
        finally
        {
            // What has been written by a command that is stopped is an export's all the same.
            if (!isWhole && _hasWritten) await plan.Finish(isAll: false)[^1].ApplyAsync();
        }

        foreach (var file in plan.Finish(isAll && _failures == 0)) await WriteAsync(file);
        ShowProgress(new ProgressRecord(0, Doing, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private object?[]? VariablesOf(ConfigurationFile file) =>
        _variables.Count > 0 && file is { Name: { } name, Text: { } text } && _variables.TryGetValue((name, text), out var variables) ? variables : null;

    private async Task WriteAsync(ConfigurationFile file)
    {
        var isSame = file.IsSame;
        if (file.IsForeign && !Force && !isSame)
        {
            Fail(ErrorRecords.FileExists(
                file.Path,
                file.Damage is { } damage
                    ? $"The index lists it, but it is not a configuration any more: {damage} Restore it, or use -Force to overwrite it."
                    : "It was not written by an export. Use -Force to overwrite it, or -Path to choose another folder."));
            return;
        }

        if (file.IsUnclear)
        {
            Fail(ErrorRecords.FileExists(
                file.Path,
                $"It can belong to another bulk sync with the name '{file.Name}', so it was not overwritten. "
                    + "Give each bulk sync its own name, or export all with that name together with -Name."));
            return;
        }

        try
        {
            if (!isSame && await AskAsync(() => MayProcess(file.Path, Action(file), file.Path)))
            {
                await file.ApplyAsync();
                _hasWritten = true;
            }

            if (PassThru && file is { Name: not null, IsRemoved: false } && File.Exists(file.Path)) WriteFile(file.Path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Fail(ErrorRecords.FileFailed(file.Path, fault));
        }
    }

    private static string Action(ConfigurationFile file) => file switch
    {
        { Name: null } => "Write the index",
        { IsRemoved: true } => $"Remove the configuration of bulk sync '{file.Name}', which no longer exists",
        _ => $"Write the configuration of bulk sync '{file.Name}'",
    };
}
