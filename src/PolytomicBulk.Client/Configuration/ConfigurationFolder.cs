namespace PolytomicBulk.Configuration;

/// <summary>A folder with one configuration file for each bulk sync, and an index with the names of the bulk syncs and their files.</summary>
/// <param name="path">The full path of the folder. It need not exist.</param>
public sealed class ConfigurationFolder(string path)
{
    private const string IndexName = "index.json";
    private const string Extension = ".json";

    private readonly List<string> _ignored = [];

    /// <summary>
    /// Files that are in the index although no export wrote them, as far as a plan has found them: names that lead out of the folder, and files that
    /// are not a configuration of their bulk sync. They are left unchanged.
    /// </summary>
    public IReadOnlyList<string> Ignored => _ignored;

    /// <summary>Returns the configuration files in a folder, sorted by name.</summary>
    /// <param name="path">The folder's full path.</param>
    public static IReadOnlyList<string> FilesIn(string path) =>
    [
        .. Directory.GetFiles(path)
            // Whether a search pattern ignores case depends on the system.
            .Where(file => IsSame(Path.GetExtension(file), Extension) && !IsIndex(Path.GetFileName(file)))
            .OrderBy(file => file, StringComparer.Ordinal),
    ];

    /// <summary>Whether a text is the index of a folder, wherever the file is and whatever its name is.</summary>
    /// <param name="text">The text of the file.</param>
    public static bool IsIndexText(string text) => ParseIndex(text) is not null;

    /// <summary>
    /// Returns the names of the bulk syncs in the files of a folder, without blanks around them, even if no export wrote a file. Files that cannot be
    /// read are skipped.
    /// </summary>
    /// <param name="path">The folder's full path.</param>
    public static ISet<string> NamesIn(string path) =>
        new HashSet<string>(FilesIn(path).Select(file => NameIn(file, _ => true)).OfType<string>(), StringComparer.Ordinal);

    /// <summary>The name in a file without blanks around it, if it is wanted and the file is a configuration.</summary>
    private static string? NameIn(string file, Predicate<string> isWanted)
    {
        try
        {
            var text = ConfigurationReader.ReadText(file);
            return ConfigurationReader.NameIn(text) is { } name && isWanted(name.Trim()) ? BulkSyncConfiguration.Parse(text).Name.Trim() : null;
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names of the bulk syncs in the index whose files exist.</summary>
    public ISet<string> Names =>
        new HashSet<string>(ReadIndex().Where(entry => File.Exists(In(entry.File))).Select(entry => entry.Name), StringComparer.Ordinal);

    /// <summary>The names of bulk syncs for which the index lists several files that exist.</summary>
    public ISet<string> NamesOfSeveral => new HashSet<string>(
        ReadIndex().Where(entry => File.Exists(In(entry.File))).GroupBy(entry => entry.Name).Where(same => same.Count() > 1).Select(same => same.Key));

    /// <summary>Plans the content of the folder: the files to write, then the files to remove, and the index last.</summary>
    /// <param name="configurations">The configurations.</param>
    /// <param name="isAll">Whether these are all bulk syncs. The files of other bulk syncs are then removed.</param>
    /// <param name="overwritesForeign">Whether to overwrite files that no export wrote.</param>
    /// <param name="namesakes">Other bulk syncs with the same names. A file that may belong to one of them is not overwritten.</param>
    public IReadOnlyList<ConfigurationFile> Plan(
        IReadOnlyCollection<BulkSyncConfiguration> configurations,
        bool isAll,
        bool overwritesForeign = false,
        IReadOnlyCollection<ConfigurationMatch>? namesakes = null)
    {
        var plan = Begin(configurations, names: [], isAll, overwritesForeign, namesakes);
        return [.. plan.Files, .. plan.Finish(isAll)];
    }

    /// <summary>Begins a plan whose configurations are mostly read later, one at a time, because all of them together take much memory.</summary>
    /// <param name="configurations">The configurations that are known now. They include those whose name is not unique.</param>
    /// <param name="names">The names of the configurations that follow. Each name is unique.</param>
    /// <param name="isAll">Whether these are all bulk syncs. The files of other bulk syncs are then removed.</param>
    /// <param name="overwritesForeign">Whether to overwrite files that no export wrote.</param>
    /// <param name="namesakes">Other bulk syncs with the same names. A file that may belong to one of them is not overwritten.</param>
    public ConfigurationFolderPlan Begin(
        IReadOnlyCollection<BulkSyncConfiguration> configurations,
        IReadOnlyCollection<string> names,
        bool isAll,
        bool overwritesForeign = false,
        IReadOnlyCollection<ConfigurationMatch>? namesakes = null)
    {
        var known = ReadIndex();
        var all = new HashSet<string>(configurations.Select(configuration => configuration.Name).Concat(names), StringComparer.Ordinal);
        var kept = known.Where(entry => !isAll && !all.Contains(entry.Name)).ToList();
        var taken = new HashSet<string>(kept.Select(entry => entry.File), FileNames.Comparer) { IndexName };

        var withoutFile = new List<string>();
        foreach (var namesake in namesakes ?? [])
        {
            var name = namesake.Sync!.Name!;
            if (namesake.Actual is { } actual && Take(name, actual.ToUtf8) is { } file) kept.Add((name, file));
            else withoutFile.Add(name);
        }

        // Each bulk sync keeps its file, in whatever order the service lists them.
        var groups = configurations.GroupBy(configuration => configuration.Name, StringComparer.Ordinal).Select(InOrder).ToList();
        var owned = groups.SelectMany(FindFiles).ToList();
        taken.UnionWith(owned.Select(pair => FileOf(pair)!));
        var written = groups
            .SelectMany(named => named)
            .Select(one => (one.Name, Text: (Func<byte[]>?)one.ToUtf8, Own: FileOf(owned.Find(pair => pair.One == one))))
            .Concat(names.Select(name => (Name: name, Text: (Func<byte[]>?)null, Own: (string?)null)))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            // A configuration that is equal to an existing file gets this file, before any other file is assigned.
            .Select(file => file with { Own = withoutFile.Contains(file.Name) && file.Text is { } text ? Take(file.Name, text) : file.Own })
            .ToList()
            .ConvertAll(file => ToFile(file.Name, file.Text, file.Own));
        return new(this, known, kept, taken, written, overwritesForeign);

        static List<BulkSyncConfiguration> InOrder(IEnumerable<BulkSyncConfiguration> named) =>
            [.. named.OrderBy(configuration => configuration.ToText(), StringComparer.Ordinal)];

        // Of several files with the same name, each bulk sync keeps the one that it is most alike.
        IEnumerable<(BulkSyncConfiguration One, BulkSyncConfiguration Other)> FindFiles(List<BulkSyncConfiguration> named)
        {
            var (name, files) = (named[0].Name, FilesOf(named[0].Name).OrderBy(file => file, StringComparer.Ordinal).ToList());
            return withoutFile.Contains(name) || named.Count + files.Count <= 2
                ? []
                : ConfigurationPairs.Find(named, [.. files.Select(TryParse).OfType<BulkSyncConfiguration>().Where(file => file.Name == name)]);
        }

        static string? FileOf((BulkSyncConfiguration, BulkSyncConfiguration Other) pair) => Path.GetFileName(pair.Other?.Path);

        ConfigurationFile ToFile(string name, Func<byte[]>? text, string? own)
        {
            // Any other file with this name may belong to the bulk sync that is not written.
            if (own is null && withoutFile.Contains(name) && FilesOf(name).FirstOrDefault() is { } unclear)
            {
                return new(In(unclear), name, text) { IsUnclear = true };
            }

            var file = new ConfigurationFile(In(own ?? FreeName(name, FilesOf(name), taken, known)), name, text);
            return text is null ? file with { IsAwaited = true } : Check(file, known);
        }

        string? Take(string name, Func<byte[]> text)
        {
            var file = FilesOf(name).FirstOrDefault(file => new ConfigurationFile(In(file), name, text).IsSame);
            if (file is not null) taken.Add(file);
            return file;
        }

        IEnumerable<string> FilesOf(string name) =>
            known.Where(entry => entry.Name == name && !taken.Contains(entry.File) && File.Exists(In(entry.File))).Select(entry => entry.File);
    }

    /// <summary>The file, with whether a file exists at the same path that no export wrote.</summary>
    internal ConfigurationFile Check(ConfigurationFile file, List<(string Name, string File)> known)
    {
        if (!File.Exists(file.Path)) return file;
        var own = Path.GetFileName(file.Path);
        if (!known.Exists(entry => IsSame(entry.File, own))) return file with { IsForeign = true };
        return file.IsSame || FaultOf(own) is not { } fault ? file : file with { IsForeign = true, Damage = fault };
    }

    /// <summary>Returns the files of bulk syncs that no longer exist. Files that no export wrote are added to <see cref="Ignored"/>.</summary>
    internal List<ConfigurationFile> FindGone(List<(string Name, string File)> left)
    {
        var gone = left.FindAll(entry => File.Exists(In(entry.File)) && FaultOf(entry.File, entry.Name) is null);
        _ignored.AddRange(left.Except(gone).Select(entry => entry.File).Where(file => File.Exists(In(file))));
        return gone.ConvertAll(entry => new ConfigurationFile(In(entry.File), entry.Name, text: null));
    }

    /// <summary>Returns the files that describe a bulk sync with another file in the index.</summary>
    /// <param name="entries">The entries of the index.</param>
    /// <param name="own">The files that this export wrote. They are not read again.</param>
    internal IReadOnlyList<ConfigurationSurplus> FindSurplus(IReadOnlyList<(string Name, string File)> entries, IReadOnlyList<string> own)
    {
        if (!Directory.Exists(path)) return [];
        var written = entries.Where(entry => File.Exists(In(entry.File))).ToLookup(entry => entry.Name.Trim(), entry => entry.File, StringComparer.Ordinal);
        var files = FilesIn(path).Select(file => Path.GetFileName(file)).ToList();
        var spelled = new HashSet<string>(files, StringComparer.Ordinal);
        var skipped = new HashSet<string>(own.Select(AsInFolder), StringComparer.Ordinal);
        return
        [
            .. files
                .Where(file => !skipped.Contains(file))
                .Select(file => (Name: NameIn(In(file), written.Contains) ?? "", File: file))
                .Where(found => written.Contains(found.Name) && !written[found.Name].Select(AsInFolder).Contains(found.File))
                .GroupBy(found => found.Name, found => found.File, StringComparer.Ordinal)
                .Select(found => new ConfigurationSurplus(found.Key, [.. written[found.Key]], [.. found])),
        ];

        // The folder can have two files whose names differ only in case. If it has one, it can be spelled differently than in the index.
        string AsInFolder(string file) => spelled.Contains(file) ? file : files.Find(other => IsSame(other, file)) ?? file;
    }

    /// <summary>The index with its intended content.</summary>
    internal ConfigurationFile Index(IEnumerable<(string Name, string File)> entries)
    {
        var text = ToUtf8(entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenBy(entry => entry.File, StringComparer.Ordinal));
        return new ConfigurationFile(In(IndexName), name: null, () => text) { IsForeign = HasForeignIndex };
    }

    /// <summary>Whether a file exists at the path of the index that no export wrote.</summary>
    private bool HasForeignIndex => File.Exists(In(IndexName)) && TryRead(IndexName) is var text && (text is null || !IsIndexText(text));

    private List<(string Name, string File)> ReadIndex()
    {
        _ignored.Clear();
        // Without an index, no file in the folder is known to belong to a bulk sync.
        var entries = TryRead(IndexName) is { } text ? ParseIndex(text) ?? [] : [];
        _ignored.AddRange(entries.Select(entry => entry.File).Where(file => !IsWithin(file)));
        return entries.FindAll(entry => IsWithin(entry.File));

        // The index is trusted only for files in its own folder.
        static bool IsWithin(string file) => SafeFileName.IsFit(file) && IsSame(Path.GetExtension(file), Extension) && !IsIndex(file);
    }

    /// <summary>The entries of an index. Null if the text is not an index.</summary>
    private static List<(string Name, string File)>? ParseIndex(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement is not { ValueKind: JsonValueKind.Object } root) return null;
            if (root.EnumerateObject().ToList() is not [{ Name: "syncs", Value.ValueKind: JsonValueKind.Array } syncs]) return null;
            var entries = syncs.Value.EnumerateArray().Select(ToEntry).OfType<(string Name, string File)>().ToList();
            return entries.Count == syncs.Value.GetArrayLength() ? entries : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // For half of a surrogate pair, the reader throws an InvalidOperationException.
            return null;
        }

        static (string Name, string File)? ToEntry(JsonElement entry) =>
            entry.ValueKind == JsonValueKind.Object && entry.EnumerateObject().Count() == 2
                && entry.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                && entry.TryGetProperty("file", out var file) && file.ValueKind == JsonValueKind.String
                ? (name.GetString()!, file.GetString()!)
                : null;
    }

    /// <summary>Why a file is not as an export writes it: it is not a configuration, or it is a link. Null if an export can have written it.</summary>
    private string? FaultOf(string file, string? sync = null)
    {
        try
        {
            if ((File.GetAttributes(In(file)) & FileAttributes.ReparsePoint) != 0) return "it is a link.";
            var name = BulkSyncConfiguration.Parse(ConfigurationReader.ReadText(In(file))).Name;
            return sync is null || name == sync ? null : $"it describes bulk sync '{name}'.";
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    /// <summary>The configuration in a file. Null if it contains none.</summary>
    private BulkSyncConfiguration? TryParse(string file) => Try(() => BulkSyncConfiguration.Parse(ConfigurationReader.ReadText(In(file)), In(file)));

    private string? TryRead(string file) => Try(() => ConfigurationReader.ReadText(In(file)));

    private static T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private string In(string file) => Path.Combine(path, file);

    /// <summary>A file name that is not in use, or the own one. A file in the index keeps its spelling, because some file systems ignore case.</summary>
    private string FreeName(string name, IEnumerable<string> own, HashSet<string> taken, List<(string Name, string File)> known)
    {
        var plain = SafeFileName.From(name, "bulk-sync") + Extension;
        // It has a number if another bulk sync had the same name. Earlier versions did not replace a dot at the start of a name.
        if (!own.Contains(plain, FileNames.Comparer)) plain = own.FirstOrDefault(file => FaultOf(file, name) is null) ?? plain;
        var free = AsKnown(plain);
        for (var number = 2; !taken.Add(free); number++) free = AsKnown(SafeFileName.Numbered(plain, number));
        return free;

        string AsKnown(string file) => known.Find(entry => IsSame(entry.File, file)).File ?? file;
    }

    private static byte[] ToUtf8(IEnumerable<(string Name, string File)> entries)
    {
        var index = new JsonObject { ["syncs"] = new JsonArray([.. entries.Select(entry => new JsonObject { ["name"] = entry.Name, ["file"] = entry.File })]) };
        return ConfigurationText.Write(index);
    }

    private static bool IsIndex(string file) => IsSame(file, IndexName);

    private static bool IsSame(string file, string other) => FileNames.Comparer.Equals(file, other);
}
