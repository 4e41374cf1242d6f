namespace PolytomicBulk.Configuration;

/// <summary>What a folder of configurations is to hold, as far as it is known before all of them have been read.</summary>
public sealed class ConfigurationFolderPlan
{
    private readonly ConfigurationFolder _folder;
    private readonly List<(string Name, string File)> _known;
    private readonly List<(string Name, string File)> _kept;
    private readonly HashSet<string> _taken;
    private readonly bool _overwritesForeign;
    private readonly HashSet<string> _awaited;
    private readonly List<(string Name, string File)> _own = [];

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

    /// <summary>The files to write, in the order of the names of their bulk syncs.</summary>
    public IReadOnlyList<ConfigurationFile> Files { get; }

    /// <summary>Whether a file is in the place of the index that no export has written.</summary>
    public bool HasForeignIndex => _folder.Index([]).IsForeign;

    /// <summary>A file of which now is known what is to be in it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="configuration">What is to be in it.</param>
    public ConfigurationFile Fill(ConfigurationFile file, BulkSyncConfiguration configuration)
    {
        var filled = new ConfigurationFile(file.Path, file.Name, configuration.ToUtf8) { IsUnclear = file.IsUnclear };
        filled = filled with { IsForeign = !filled.IsUnclear && _folder.IsForeign(filled, _known) };
        _awaited.Remove(file.Name!);
        Note(filled);
        return filled;
    }

    /// <summary>The files to remove, and the index.</summary>
    /// <param name="isAll">Whether there are no other bulk syncs, so that files of others are of none.</param>
    public IReadOnlyList<ConfigurationFile> Finish(bool isAll)
    {
        var left = _known.Where(entry => !_taken.Contains(entry.File)).ToList();
        var gone = isAll ? _folder.FindGone(left) : [];
        // What was not read has the file that it had.
        var unread = _known.Where(entry => _taken.Contains(entry.File) && _awaited.Contains(entry.Name));
        return [.. gone, _folder.Index(_kept.Concat(isAll ? [] : left).Concat(unread).Concat(_own))];
    }

    /// <summary>A file that stays somebody else's must not be taken for an export's the next time.</summary>
    private void Note(ConfigurationFile file)
    {
        if (!file.IsUnclear && (_overwritesForeign || !file.IsForeign || file.IsSame)) _own.Add((file.Name!, Path.GetFileName(file.Path)));
    }
}
