using System.Collections;
using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Configuration;
using PolytomicBulk.Input;
using PolytomicBulk.Operations;
using PolytomicBulk.Updates;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that read configuration files.</summary>
public abstract class ConfigurationFilesCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> _files = [];
    private readonly Dictionary<BulkSyncConfiguration, string> _pathOf = [];
    private bool _hasOnlyFolders = true;
    private bool _lacksFiles;
    private bool _hasLooked;

    /// <summary>Configuration files, or folders of them, where wildcards work. Of a folder, every .json file but index.json is read; an index that Export-PolytomicBulkSync wrote is skipped among files, too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Configuration files, or folders of them, by their exact paths.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Connections in the place of those in the files: a hashtable from the id or name of a connection in the files to the id or name of one in this organization.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConnectionMapCompleter))]
    public IDictionary? ConnectionMap { get; set; }

    /// <summary>Whether only folders were given, and each of their files could be read, so that a sync without a file is one that nobody wants.</summary>
    private protected bool IsComplete => _hasOnlyFolders && !_lacksFiles;

    /// <summary>Whether that would be so, but for what could not be read.</summary>
    private protected bool IsCutShort => _hasOnlyFolders && _lacksFiles;

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel)
    {
        foreach (var path in ParameterSetName == PathSet ? Path : LiteralPath) Find(path);
        return Task.CompletedTask;
    }

    /// <summary>The file of a configuration; null where there is none.</summary>
    /// <param name="configuration">The configuration.</param>
    private protected string? PathOf(BulkSyncConfiguration? configuration) => configuration is not null && _pathOf.TryGetValue(configuration, out var path) ? path : null;

    /// <summary>Reads the files, and finds the syncs that they are of. What cannot be read is an error of its own.</summary>
    /// <param name="needsConnections">Whether a file whose connections are not there is of no use.</param>
    /// <param name="cancel">Ends the reading.</param>
    private protected async Task<IReadOnlyList<ConfigurationMatch>> MatchAsync(bool needsConnections, CancellationToken cancel)
    {
        var read = _files.Distinct().Select(Read).OfType<BulkSyncConfiguration>().ToList();
        if (read.Count == 0)
        {
            // With nothing to compare with, every sync would be one too many. Where no input could be bound, PowerShell has said why.
            if (_hasLooked && !_lacksFiles) Fail(ErrorRecords.InvalidArgument("There are no configuration files there. Export-PolytomicBulkSync writes them."));
            return [];
        }

        if (needsConnections || ConnectionMap is not null) read = [.. Connect(read, needsConnections, await Client.Configurations.ListConnectionsAsync(cancel))];
        return await Client.Configurations.MatchAsync(read, cancel);
    }

    /// <summary>Says that it is not clear which sync a file is of.</summary>
    /// <param name="match">The file, and the syncs that it may be of.</param>
    private protected void FailAmbiguous(ConfigurationMatch match)
    {
        var name = match.Configuration!.Name;
        var why = match.Candidates is [var only]
            ? $"one bulk sync of the name '{name}' is left without its file ({only.Id}), and several files are of none. Delete the files that are copies, or give each its own name."
            : $"several are named '{name}' ({string.Join(", ", match.Candidates!.Select(sync => sync.Id))}), and none or more than one fits. Give each its own name.";
        Fail(ErrorRecords.Refused($"It is not clear which bulk sync '{PathOf(match.Configuration)}' is of: {why}", name));
    }

    private void Find(string path)
    {
        _hasLooked = true;
        try
        {
            var found = ParameterSetName == PathSet
                ? SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider)
                : [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)];
            if (provider.Name != "FileSystem") throw new ItemNotFoundException($"'{path}' is not in the file system.");
            foreach (var file in found)
            {
                if (Directory.Exists(file)) _files.AddRange(ConfigurationFolder.FilesIn(file));
                else AddFile(file);
            }
        }
        catch (Exception fault) when (fault is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or IOException or UnauthorizedAccessException)
        {
            _lacksFiles = true;
            WriteError(ErrorRecords.NoSuchFile(path, fault));
        }
    }

    private void AddFile(string file)
    {
        _hasOnlyFolders = false;
        _files.Add(file);
    }

    private BulkSyncConfiguration? Read(string file)
    {
        var text = "";
        try
        {
            text = File.ReadAllText(file);
            var configuration = BulkSyncConfiguration.Parse(text);
            _pathOf[configuration] = file;
            if (configuration.LeftOut.Count > 0) Warn($"'{file}' holds what looks like a secret, which is left out: {string.Join(", ", configuration.LeftOut)}. Take it out of the file.");
            return configuration;
        }
        catch (FormatException) when (ConfigurationFolder.IsIndexText(text))
        {
            return null;
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            _lacksFiles = true;
            Fail(ErrorRecords.InvalidFile(file, fault));
            return null;
        }
    }

    private IEnumerable<BulkSyncConfiguration> Connect(IReadOnlyList<BulkSyncConfiguration> read, bool needsConnections, IReadOnlyList<Connection> connections)
    {
        ConnectionMap map;
        try
        {
            map = new(ConnectionMap, connections);
        }
        catch (ArgumentException wrong)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(wrong.Message));
            throw;
        }

        foreach (var configuration in read)
        {
            var file = PathOf(configuration)!;
            var connected = configuration.WithConnections(map.Map);
            _pathOf[connected] = file;
            var lost = connected.ConnectionIds.Values.Where(wanted => needsConnections && connections.All(connection => connection.Id != wanted.Id)).ToList();
            foreach (var (id, name) in lost)
            {
                var like = connections.FirstOrDefault(connection => connection.Name is not null && connection.Name == name);
                _lacksFiles = true;
                Fail(ErrorRecords.NoSuchConnection(file, id, name, like?.Id.ToString() ?? "the id of another"));
            }

            if (lost.Count == 0) yield return connected;
        }
    }
}
