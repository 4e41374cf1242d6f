namespace PolytomicBulk.Configuration;

/// <summary>Configuration files that were specified as files or folders. Together, they describe the wanted bulk syncs.</summary>
public sealed class ConfigurationSet
{
    private readonly List<string> _files = [];
    private readonly List<BulkSyncConfiguration> _configurations = [];
    private readonly List<string> _unmatched = [];
    private readonly HashSet<string> _links = new(StringComparer.Ordinal);
    private bool _hasOnlyFolders = true;

    /// <summary>The configurations that have been read.</summary>
    public IReadOnlyList<BulkSyncConfiguration> Configurations => _configurations;

    /// <summary>Whether something that was specified does not exist or cannot be used. The wanted bulk syncs are then not completely known.</summary>
    public bool LacksFiles { get; private set; }

    /// <summary>Whether only folders were specified, and all of their files can be used. A bulk sync without a file is then not wanted.</summary>
    public bool IsComplete => _hasOnlyFolders && !IsLacking;

    /// <summary>Whether only folders were specified, but something is missing or cannot be used.</summary>
    public bool IsCutShort => _hasOnlyFolders && IsLacking;

    /// <summary>The patterns that matched nothing. Their files may have been deleted.</summary>
    public IReadOnlyList<string> Unmatched => _unmatched;

    private bool IsLacking => LacksFiles || _unmatched.Count > 0;

    /// <summary>Adds a file, or all configuration files in a folder.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>The full paths of the files.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public IReadOnlyList<string> Add(string path)
    {
        var isFolder = Directory.Exists(path);
        _hasOnlyFolders &= isFolder;
        List<string> files = isFolder ? [.. ConfigurationFolder.FilesIn(path)] : [path];
        _files.AddRange(files);
        if (isFolder) _links.UnionWith(files.Where(LeadsOut));
        return files;
    }

    /// <summary>Whether a file is a link to a file outside its folder. Somebody else may control that file.</summary>
    private static bool LeadsOut(string file)
    {
#if NET
        if (File.ResolveLinkTarget(file, returnFinalTarget: true) is not { } target) return false;
        var folder = Path.GetDirectoryName(file)!;
        var real = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        return !new[] { folder, real }.Contains(Path.GetDirectoryName(target.FullName));
#else
        return false;
#endif
    }

    /// <summary>Records that something is missing.</summary>
    public void NoteLack() => LacksFiles = true;

    /// <summary>Records a pattern that matched nothing.</summary>
    /// <param name="pattern">The pattern.</param>
    public void NoteUnmatched(string pattern) => _unmatched.Add(pattern);

    /// <summary>Reads each file once. The index of a folder is skipped, wherever it is.</summary>
    public IEnumerable<ConfigurationSource> Read()
    {
        var files = _files.Distinct().ToList();
        // Parsing takes most of the time, so several processors share it.
        var ahead = new ReadAhead<string, ConfigurationSource?>(
            files, (file, cancel) => Task.Run(() => _links.Contains(file) ? Refuse(file) : Read(file), cancel), 2 * Environment.ProcessorCount, default);
        try
        {
            for (var i = 0; i < files.Count; i++)
            {
                if (ahead.NextAsync().GetAwaiter().GetResult() is not { } source) continue;
                if (source.Configuration is { } configuration) _configurations.Add(configuration);
                else NoteLack();
                yield return source;
            }
        }
        finally
        {
            ahead.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static ConfigurationSource Refuse(string file) =>
        new(file, Configuration: null, new(file, new InvalidConfigurationException("it is a link to a file outside the folder, and was not read.")));

    private static ConfigurationSource? Read(string file)
    {
        var text = Array.Empty<byte>();
        try
        {
            text = ConfigurationReader.ReadUtf8(file);
            return new(file, BulkSyncConfiguration.FromFile(text, file), Fault: null);
        }
        catch (FormatException) when (ConfigurationFolder.IsIndexText(Encoding.UTF8.GetString(text)))
        {
            return null;
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return new(file, Configuration: null, new(file, fault));
        }
    }
}
