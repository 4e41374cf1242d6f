namespace PolytomicBulk.Configuration;

/// <summary>Configuration files that were given one by one or by their folders, and that say together what there is to be.</summary>
public sealed class ConfigurationSet
{
    private readonly List<string> _files = [];
    private readonly List<BulkSyncConfiguration> _configurations = [];
    private readonly List<string> _unmatched = [];
    private readonly HashSet<string> _links = new(StringComparer.Ordinal);
    private bool _hasOnlyFolders = true;

    /// <summary>The configurations that have been read.</summary>
    public IReadOnlyList<BulkSyncConfiguration> Configurations => _configurations;

    /// <summary>Whether something that was given is not there, cannot be read or is of no use, so that it is not known what there is to be.</summary>
    public bool LacksFiles { get; private set; }

    /// <summary>Whether only folders were given, and each of their files is of use, so that a sync without a file is one that nobody wants.</summary>
    public bool IsComplete => _hasOnlyFolders && !IsLacking;

    /// <summary>Whether that would be so, but for what is lacking.</summary>
    public bool IsCutShort => _hasOnlyFolders && IsLacking;

    /// <summary>The patterns that matched nothing, where there may have been files before.</summary>
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

    /// <summary>Whether a file of a folder is a link out of it, where somebody else says what is in it.</summary>
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

    /// <summary>Notes that something is lacking.</summary>
    public void NoteLack() => LacksFiles = true;

    /// <summary>Notes a pattern that matched nothing.</summary>
    /// <param name="pattern">The pattern.</param>
    public void NoteUnmatched(string pattern) => _unmatched.Add(pattern);

    /// <summary>Reads the files, each once. An index of a folder is none of them, wherever it comes from.</summary>
    public IEnumerable<ConfigurationSource> Read()
    {
        foreach (var file in _files.Distinct())
        {
            if ((_links.Contains(file) ? Refuse(file) : Read(file)) is not { } source) continue;
            if (source.Configuration is { } configuration) _configurations.Add(configuration);
            else NoteLack();
            yield return source;
        }
    }

    private static ConfigurationSource Refuse(string file) =>
        new(file, Configuration: null, new(file, new InvalidConfigurationException("it is a link to a file outside the folder, and was not read.")));

    private static ConfigurationSource? Read(string file)
    {
        var text = "";
        try
        {
            text = ConfigurationReader.ReadText(file);
            return new(file, BulkSyncConfiguration.FromFile(text, file), Fault: null);
        }
        catch (FormatException) when (ConfigurationFolder.IsIndexText(text))
        {
            return null;
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return new(file, Configuration: null, new(file, fault));
        }
    }
}
