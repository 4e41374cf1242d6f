namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that read configuration files.</summary>
public abstract class ConfigurationFilesCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ConfigurationSet _files = new();
    private readonly Dictionary<string, object?[]?> _variables = new(StringComparer.Ordinal);
    private bool _hasLooked;

    /// <summary>Specifies configuration files or folders. Wildcards are permitted. In a folder, the command reads every .json file except
    /// index.json.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Specifies configuration files or folders by their exact paths. Wildcards are not expanded.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// Specifies which connections to use instead of the connections in the files. In the hashtable, each key is the id or name of a connection in the
    /// files. Each value is the id or name of a connection in this organization.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConnectionMapCompleter))]
    public IDictionary? ConnectionMap { get; set; }

    /// <summary>
    /// Specifies which permission policies to use instead of the policies in the files. In the hashtable, each key is the id or name of a policy in the
    /// files. Each value is the id or name of a policy in this organization.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(PolicyMapCompleter))]
    public IDictionary? PolicyMap { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancel)
    {
        foreach (var path in ParameterSetName == PathSet ? Path : LiteralPath) Find(path, _files, ParameterSetName == PathSet);
        return Task.CompletedTask;
    }

    /// <summary>Reads the files, and does something with each step of what makes the service match them. What cannot be read is an error of its own.</summary>
    private protected async Task ForEachStepAsync(
        string doing, ConfigurationPlanOptions options, Func<ConfigurationPlanner, ConfigurationStep, CancellationToken, Task> action, CancellationToken cancel)
    {
        var files = await ReadFilesAsync();
        var planner = Client.Configurations.Planner(files, options with
        {
            Connections = await ReadMapAsync(
                ConnectionMap,
                "connection",
                async () => (await Client.Configurations.ListConnectionsAsync(cancel)).Select(one => (one.Id ?? Guid.Empty, one.Name)),
                file => file.ConnectionIds.Values,
                "-ConnectionMap: {0} Get-PolytomicConnection lists the connections."),
            Policies = await ReadMapAsync(
                PolicyMap,
                "policy",
                async () => (await Client.Configurations.ListPoliciesAsync(cancel)).Select(one => (one.Id ?? Guid.Empty, one.Name)),
                file => file.PolicyIds,
                "-PolicyMap: {0} Get-PolytomicPolicy lists the policies."),
        });
        var (began, done) = (Client.Clock.GetTimestamp(), 0);
        await foreach (var step in planner.PlanAsync(FlushAsync, cancel))
        {
            ShowProgress(Counted.Progress(doing, done++, Math.Max(done, planner.Total), Client.Clock.GetElapsedTime(began)));
            await TogetherAsync(
                step, () => AsOfAsync(ValuesOf(step.Path), () => ForEachAsync([step], (step, cancel) => action(planner, step, cancel), cancel)));
        }

        await FlushAsync();
        if (done > 0) ShowProgress(new ProgressRecord(0, doing, "Done") { RecordType = ProgressRecordType.Completed });
    }

    /// <summary>Reads the files. What cannot be read is an error of its own.</summary>
    private protected async Task<ConfigurationSet> ReadFilesAsync()
    {
        await ReadAsync(_files);
        // Where no input could be bound, PowerShell has said why.
        if (_files.Configurations.Count == 0 && _hasLooked && !_files.LacksFiles)
        {
            Fail(ErrorRecords.InvalidArgument("No configuration files were found. To create them, use Export-PolytomicBulkSync."));
        }

        return _files;
    }

    /// <summary>Reads files. What cannot be read is an error of its own.</summary>
    private protected async Task ReadAsync(ConfigurationSet files)
    {
        foreach (var source in files.Read()) AsOf(ValuesOf(source.Path), () => Show(source));
    }

    /// <summary>What the pipeline variables held with the input that a file came by.</summary>
    private protected object?[]? ValuesOf(string? file) => file is not null && _variables.TryGetValue(file, out var values) ? values : null;

    /// <summary>Shows a fault of a file in addition to the error.</summary>
    private protected virtual void ShowFault(ConfigurationFault fault)
    {
    }

    private void Show(ConfigurationSource source)
    {
        if (source.Fault is { } fault)
        {
            ShowFault(fault);
            Fail(ErrorRecords.InvalidFile(fault));
        }

        if (source.Configuration is { LeftOut: { Count: > 0 } leftOut })
        {
            Warn($"'{source.Path}' contains values that look like a secret. They were omitted: {string.Join(", ", leftOut)}. Remove them from the file.");
        }
    }

    private async Task<NameMap?> ReadMapAsync(
        IDictionary? map,
        string what,
        Func<Task<IEnumerable<(Guid Id, string? Name)>>> list,
        Func<BulkSyncConfiguration, IEnumerable<(Guid Id, string? Name)>> inFile,
        string message)
    {
        if (map is null || _files.Configurations.Count == 0) return null;
        var things = (await list()).ToList();
        try
        {
            var read = new NameMap(what, NameMapInput.Read(map), things);
            read.ThrowIfUnused(_files.Configurations.SelectMany(inFile));
            return read;
        }
        catch (ArgumentException wrong)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(string.Format(CultureInfo.InvariantCulture, message, wrong.Message)));
            throw;
        }
    }

    /// <summary>Finds files. What is not there is an error of its own.</summary>
    private protected void Find(string path, ConfigurationSet files, bool takesWildcards)
    {
        _hasLooked = true;
        try
        {
            var found = takesWildcards
                ? SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider)
                : [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)];
            if (provider.Name != "FileSystem") throw new ItemNotFoundException($"'{path}' is not in the file system.");
            if (found.Count == 0) files.NoteUnmatched(path);
            var values = PipelineValues();
            foreach (var file in found.SelectMany(files.Add))
            {
                if (!_variables.ContainsKey(file)) _variables[file] = values;
            }
        }
        catch (Exception fault)
            when (fault is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or IOException or UnauthorizedAccessException)
        {
            files.NoteLack();
            WriteError(ErrorRecords.NoSuchFile(path, fault));
        }
    }
}
