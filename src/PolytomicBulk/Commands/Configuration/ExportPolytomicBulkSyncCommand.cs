using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Configuration;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Backs up the configuration of bulk syncs to files, one for each bulk sync.</summary>
/// <remarks>
/// <para>Each file is a backup of one bulk sync. It contains the settings, schedules, schemas, fields, filters and connections, but no ids or times
/// that only the service sets. The same configuration always gives the same text, so you can keep the folder in version control. To find drift, use
/// Compare-PolytomicBulkSync. To restore, use Import-PolytomicBulkSync.</para>
/// <para>Without -Name or -Id, the command exports all bulk syncs and removes files of bulk syncs that no longer exist. Only files that an earlier
/// export wrote are removed or overwritten. Use -Force to overwrite other files. The file index.json lists which file belongs to which bulk
/// sync.</para>
/// <para>Values that look like a secret are omitted with a warning.</para>
/// </remarks>
/// <notes>
/// <para>If several bulk syncs have the same name and you export only some of them, the others are read too, to find out which file belongs to which.
/// If a file can belong to several bulk syncs, you get an error and the file does not change.</para>
/// <para>Requests: 1 for the connections (API operation connections_list); 1 for the policies, if a bulk sync has any (policies_list); 1 for up to
/// 50 bulk syncs, or 2 for every 50 if there are more (bulkSync_list); and for each exported bulk sync 1 and 1 for each of its schemas
/// (bulkSchemas_list and bulkSchemas_get). With -Id, 1 for each bulk sync (bulkSync_get) instead of the list. The session's -ThrottleLimit sets how
/// many run at a time.</para>
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
public sealed class ExportPolytomicBulkSyncCommand : SessionCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";
    private const string ObjectSet = "InputObject";

    private readonly List<(SyncReference Sync, object?[]? Variables)> _given = [];
    private readonly Dictionary<(string Name, string Text), object?[]?> _variables = [];

    /// <summary>Specifies the destination folder. It is created if it does not exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Specifies names of bulk syncs. Wildcards are permitted. A name without wildcards that does not exist is an error.</summary>
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

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel)
    {
        var values = PipelineValues();
        _given.AddRange(Id.Select(id => new SyncReference(id)).Concat(ReadInput(InputObject, takesParts: true)).Select(sync => (sync, values)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        var folder = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            Fail(ErrorRecords.InvalidArgument($"-Path must be a folder of the file system, and '{Path}' is not.", Path));
            return;
        }

        var reads = ParameterSetName == ListSet ? await ListAsync(cancel) : await FindAsync(cancel);
        var configurations = new List<BulkSyncConfiguration>();
        var progress = new ProgressRecord(0, "Exporting bulk syncs", "Reading");
        for (var i = 0; i < reads.Count; i++)
        {
            progress.StatusDescription = $"{i} of {reads.Count}";
            progress.PercentComplete = 100 * i / reads.Count;
            ShowProgress(progress);
            var (_, item, read, variables) = reads[i];
            await AsOfAsync(variables, () => ForEachAsync([item], async (_, _) => Add(await read, variables), cancel));
        }

        ShowProgress(new ProgressRecord(0, progress.Activity, "Done") { RecordType = ProgressRecordType.Completed });
        foreach (var configuration in configurations.Where(configuration => configuration.LeftOut.Count > 0))
        {
            Warn($"Values that look like a secret were omitted from the file of bulk sync '{configuration.Name}': {string.Join(", ", configuration.LeftOut)}.");
        }

        if (configurations.Count == 0) return;
        var (target, isWhole) = (new ConfigurationFolder(folder), ParameterSetName == ListSet && configurations.Count == reads.Count);
        var known = isWhole ? [] : configurations.Select(configuration => configuration.Name).Where(target.Names.Contains).ToList();
        var done = reads.Where(item => item.Read.Status == TaskStatus.RanToCompletion).Select(item => item.Id).ToList();
        var namesakes = known.Count > 0 ? await Client.Configurations.ReadNamedAsync(known, done, cancel) : [];
        var plan = target.Plan(configurations, isAll: isWhole && Name is null, overwritesForeign: Force, namesakes);
        if (target.Ignored is { Count: > 0 } ignored)
        {
            var names = string.Join(", ", ignored.Select(file => $"'{file}'"));
            Warn($"The index of '{folder}' lists files that no export has written. They were not changed: {names}.");
        }

        if (plan.FirstOrDefault(file => file is { Name: null, IsForeign: true }) is { } index && !Force)
        {
            Fail(ErrorRecords.FileExists(
                index.Path, "It is not the index of an export. Nothing was written. Use -Force to overwrite it, or -Path to choose another folder."));
            return;
        }

        foreach (var file in plan)
        {
            object?[]? variables = null;
            if (_variables.Count > 0 && file is { Name: { } name, Text: { } text }) _variables.TryGetValue((name, text), out variables);
            await AsOfAsync(variables, () => WriteAsync(file));
        }

        void Add(BulkSyncConfiguration configuration, object?[]? variables)
        {
            configurations.Add(configuration);
            if (variables is not null) _variables[(configuration.Name, configuration.ToText())] = variables;
        }
    }

    private async Task<List<Reading>> FindAsync(CancellationToken cancel)
    {
        var reads = new List<Reading>();
        var named = new NamedSyncs(this, Client, takesWildcards: true);
        foreach (var (sync, variables) in _given) await AsOfAsync(variables, () => ReadAllAsync(sync, variables));
        return reads;

        async Task ReadAllAsync(SyncReference sync, object?[]? variables)
        {
            foreach (var id in (await named.FindAsync([sync], cancel)).Select(found => found.Id!.Value))
            {
                if (!reads.Exists(read => read.Id == id)) reads.Add(new(id, id, ReadAsync(id, cancel), variables));
            }
        }
    }

    private async Task<List<Reading>> ListAsync(CancellationToken cancel)
    {
        var reads = new List<Reading>();
        await ForEachNamedAsync(
            ListAllAsync(),
            sync => sync.Name,
            Name,
            "bulk sync",
            sync => reads.Add(new(sync.Id ?? Guid.Empty, sync, Client.Configurations.ReadAsync(sync, cancel: cancel))),
            cancel);
        return reads;

        // The files of a sync that the list hides would be removed.
        async IAsyncEnumerable<BulkSync> ListAllAsync()
        {
            foreach (var sync in await Client.BulkSyncs.ListCertainAsync(cancel)) yield return sync;
        }
    }

    private async Task<BulkSyncConfiguration> ReadAsync(Guid id, CancellationToken cancel) =>
        await Client.Configurations.ReadAsync(await Client.BulkSyncs.GetAsync(id, cancel: cancel), cancel: cancel);

    private async Task WriteAsync(ConfigurationFile file)
    {
        var isSame = file.IsSame;
        if (file.IsForeign && !Force && !isSame)
        {
            Fail(ErrorRecords.FileExists(file.Path, "No export has written it. Use -Force to overwrite it, or -Path to choose another folder."));
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
            if (!isSame && MayProcess(file.Path, Action(file), file.Path)) await file.ApplyAsync();
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

    /// <summary>The configuration of a sync that is being read, and what the pipeline variables held with the input that named it.</summary>
    private sealed record Reading(Guid Id, object Item, Task<BulkSyncConfiguration> Read, object?[]? Variables = null);
}
