namespace PolytomicBulk.Configuration;

/// <summary>The intended content of a folder of configurations, while some of them are not read yet.</summary>
public sealed class ConfigurationFolderPlan
{
    private readonly ConfigurationFolder _folder;
    private readonly List<(string Name, string File)> _known;
    private readonly List<(string Name, string File)> _kept;
    private readonly HashSet<string> _taken;
    private readonly bool _overwritesForeign;
    private readonly HashSet<string> _awaited;
    private readonly List<(string Name, string File)> _own = [];
    private List<(string Name, string File)> _entries = [];

    internal ConfigurationFolderPlan(
        ConfigurationFolder folder,
        List<(string Name, string File)> known,
        List<(string Name, string File)> kept,
        HashSet<string> taken,
        IReadOnlyList<ConfigurationFile> files,
        bool overwritesForeign)
    {
        (_folder, _known, _kept, _taken, Files, _overwritesForeign) = (folder, known, kept, taken, files, overwritesForeign);
        _awaited = new(files.Where(file => file.IsAwaited).Select(file => file.Name!), StringComparer.Ordinal);
        foreach (var file in files.Where(file => !file.IsAwaited)) Note(file);
    }

    /// <summary>The files to write, sorted by the names of their bulk syncs.</summary>
    public IReadOnlyList<ConfigurationFile> Files { get; }

    /// <summary>Whether a file exists at the path of the index that no export wrote.</summary>
    public bool HasForeignIndex => _folder.Index([]).IsForeign;

    /// <summary>Returns a file with its content, after its configuration was read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="configuration">The configuration for the file.</param>
    public ConfigurationFile Fill(ConfigurationFile file, BulkSyncConfiguration configuration)
    {
        var filled = _folder.Check(new(file.Path, file.Name, configuration.ToUtf8), _known);
        _awaited.Remove(file.Name!);
        Note(filled);
        return filled;
    }

    /// <summary>Returns the files to remove, and the index.</summary>
    /// <param name="isAll">Whether these are all bulk syncs. The files of other bulk syncs are then removed.</param>
    public IReadOnlyList<ConfigurationFile> Finish(bool isAll)
    {
        var left = _known.Where(entry => !_taken.Contains(entry.File)).ToList();
        var gone = isAll ? _folder.FindGone(left) : [];
        // A bulk sync that was not read keeps its file.
        var unread = _known.Where(entry => _taken.Contains(entry.File) && _awaited.Contains(entry.Name));
        _entries = [.. _kept, .. isAll ? [] : left, .. unread, .. _own];
        return [.. gone, _folder.Index(_entries)];
    }

    /// <summary>
    /// Returns the files in the folder that describe a bulk sync with another file in the index. If both remain, an import cannot use them. Call
    /// <see cref="Finish"/> first.
    /// </summary>
    public IReadOnlyList<ConfigurationSurplus> FindSurplus() => _folder.FindSurplus(_entries, _own.ConvertAll(entry => entry.File));

    /// <summary>
    /// Adds a file to the index, unless it keeps content that no export wrote. Otherwise the next export would overwrite it. A damaged file stays in the
    /// index, because it can be restored.
    /// </summary>
    private void Note(ConfigurationFile file)
    {
        var isKept = _overwritesForeign || !file.IsForeign || file.Damage is not null || file.IsSame;
        if (!file.IsUnclear && isKept) _own.Add((file.Name!, Path.GetFileName(file.Path)));
    }
}
