namespace PolytomicBulk.Configuration;

/// <summary>A folder with one file for the configuration of each bulk sync, and an index that tells which file is whose.</summary>
/// <param name="path">The folder's full path. It need not exist.</param>
public sealed class ConfigurationFolder(string path)
{
    private const string IndexName = "index.json";
    private const string Extension = ".json";

    private readonly List<string> _ignored = [];

    /// <summary>
    /// What the index names and no export has written, as far as a plan has come across it: names that lead out of the folder, and files that are no
    /// configuration of the bulk sync that the index says. They are left as they are.
    /// </summary>
    public IReadOnlyList<string> Ignored => _ignored;

    /// <summary>The configuration files in a folder, in order.</summary>
    /// <param name="path">The folder's full path.</param>
    public static IReadOnlyList<string> FilesIn(string path) =>
    [
        .. Directory.GetFiles(path)
            // Systems differ in whether a pattern matches another case.
            .Where(file => IsSame(Path.GetExtension(file), Extension) && !IsIndex(Path.GetFileName(file)))
            .OrderBy(file => file, StringComparer.Ordinal),
    ];

    /// <summary>Whether a file is the index of a folder, and so of no bulk sync, wherever it is and whatever it is called.</summary>
    /// <param name="text">The file's text.</param>
    public static bool IsIndexText(string text) => ParseIndex(text) is not null;

    /// <summary>The names of the bulk syncs that the files in a folder are of, whoever wrote them. A file that cannot be read is of none.</summary>
    /// <param name="path">The folder's full path.</param>
    public static ISet<string> NamesIn(string path)
    {
        return new HashSet<string>(FilesIn(path).Select(NameIn).OfType<string>(), StringComparer.Ordinal);

        static string? NameIn(string file)
        {
            try
            {
                return BulkSyncConfiguration.Parse(ConfigurationReader.ReadText(file)).Name;
            }
            catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>The names of the bulk syncs that an export has written files for.</summary>
    public ISet<string> Names =>
        new HashSet<string>(ReadIndex().Where(entry => File.Exists(In(entry.File))).Select(entry => entry.Name), StringComparer.Ordinal);

    /// <summary>What the folder is to hold: the files to write, those to remove, and the index last.</summary>
    /// <param name="configurations">The configurations.</param>
    /// <param name="isAll">Whether there are no others, so that files of other bulk syncs are of none.</param>
    /// <param name="overwritesForeign">Whether files that no export has written are overwritten.</param>
    /// <param name="namesakes">Other bulk syncs with the names of these. A file that may be of one of them is not overwritten.</param>
    public IReadOnlyList<ConfigurationFile> Plan(
        IReadOnlyCollection<BulkSyncConfiguration> configurations,
        bool isAll,
        bool overwritesForeign = false,
        IReadOnlyCollection<ConfigurationMatch>? namesakes = null)
    {
        var plan = Begin(configurations, names: [], isAll, overwritesForeign, namesakes);
        return [.. plan.Files, .. plan.Finish(isAll)];
    }

    /// <summary>The same for configurations of which most are read later, one by one, since all of them take much memory.</summary>
    /// <param name="configurations">The configurations that are there: those whose name another has, too.</param>
    /// <param name="names">The names of those to come, each the only one of its name.</param>
    /// <param name="isAll">Whether there are no others, so that files of other bulk syncs are of none.</param>
    /// <param name="overwritesForeign">Whether files that no export has written are overwritten.</param>
    /// <param name="namesakes">Other bulk syncs with the names of these. A file that may be of one of them is not overwritten.</param>
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
        var taken = new HashSet<string>(kept.Select(entry => entry.File).Append(IndexName), FileNames.Comparer);

        var withoutFile = new List<string>();
        foreach (var namesake in namesakes ?? [])
        {
            var name = namesake.Sync!.Name!;
            if (namesake.Actual is { } actual && Take(name, actual.ToUtf8) is { } file) kept.Add((name, file));
            else withoutFile.Add(name);
        }

        // The same bulk syncs have the same files, in whatever order the service lists them.
        var written = configurations
            .GroupBy(configuration => configuration.Name, StringComparer.Ordinal)
            .SelectMany(InOrder)
            .Select(configuration => (configuration.Name, Text: (Func<byte[]>?)configuration.ToUtf8))
            .Concat(names.Select(name => (Name: name, Text: (Func<byte[]>?)null)))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            // Before any other is given a file, each that is as its file says has that one.
            .Select(file => (file.Name, file.Text, Own: withoutFile.Contains(file.Name) && file.Text is { } text ? Take(file.Name, text) : null))
            .ToList()
            .ConvertAll(file => ToFile(file.Name, file.Text, file.Own));
        return new(this, known, kept, taken, written, overwritesForeign);

        static IEnumerable<BulkSyncConfiguration> InOrder(IEnumerable<BulkSyncConfiguration> named) =>
            named.Count() == 1 ? named : named.OrderBy(configuration => configuration.ToText(), StringComparer.Ordinal);

        ConfigurationFile ToFile(string name, Func<byte[]>? text, string? own)
        {
            // Any other file of the name may be of the one that is not written.
            if (own is null && withoutFile.Contains(name) && FilesOf(name).FirstOrDefault() is { } unclear)
            {
                return new(In(unclear), name, text) { IsUnclear = true };
            }

            var file = new ConfigurationFile(In(own ?? FreeName(name, taken, known)), name, text);
            return text is null ? file with { IsAwaited = true } : file with { IsForeign = IsForeign(file, known) };
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

    /// <summary>Whether there is a file in the place of another that no export has written.</summary>
    internal bool IsForeign(ConfigurationFile file, List<(string Name, string File)> known)
    {
        var own = Path.GetFileName(file.Path);
        return File.Exists(file.Path) && !(known.Exists(entry => IsSame(entry.File, own)) && (file.IsSame || IsExport(own)));
    }

    /// <summary>The files of bulk syncs that are gone, and notes those that are left since they are no exports of them.</summary>
    internal List<ConfigurationFile> FindGone(List<(string Name, string File)> left)
    {
        var gone = left.FindAll(entry => File.Exists(In(entry.File)) && IsExport(entry.File, entry.Name));
        _ignored.AddRange(left.Except(gone).Select(entry => entry.File).Where(file => File.Exists(In(file))));
        return gone.ConvertAll(entry => new ConfigurationFile(In(entry.File), entry.Name, text: null));
    }

    /// <summary>The index, with what is to be in it.</summary>
    internal ConfigurationFile Index(IEnumerable<(string Name, string File)> entries)
    {
        var text = ToUtf8(entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenBy(entry => entry.File, StringComparer.Ordinal));
        return new ConfigurationFile(In(IndexName), name: null, () => text) { IsForeign = HasForeignIndex };
    }

    /// <summary>Whether a file is there in the index's place that no export has written.</summary>
    private bool HasForeignIndex => File.Exists(In(IndexName)) && TryRead(IndexName) is var text && (text is null || !IsIndexText(text));

    private List<(string Name, string File)> ReadIndex()
    {
        _ignored.Clear();
        // Without an index, no file in the folder is known to be one of a bulk sync.
        var entries = TryRead(IndexName) is { } text ? ParseIndex(text) ?? [] : [];
        _ignored.AddRange(entries.Select(entry => entry.File).Where(file => !IsWithin(file)));
        return entries.FindAll(entry => IsWithin(entry.File));

        // What the index says is only believed of files in its own folder.
        static bool IsWithin(string file) => SafeFileName.IsFit(file) && IsSame(Path.GetExtension(file), Extension) && !IsIndex(file);
    }

    /// <summary>The entries of an index; null where a text is none.</summary>
    private static List<(string Name, string File)>? ParseIndex(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement is not { ValueKind: JsonValueKind.Object } root) return null;
            if (root.EnumerateObject().ToList() is not [{ Name: "syncs", Value.ValueKind: JsonValueKind.Array } syncs]) return null;
            var entries = syncs.Value.EnumerateArray().Select(ToEntry).ToList();
            return entries.Contains(null) ? null : entries.ConvertAll(entry => entry!.Value);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair is no text, which the reader says in another way than all else.
            return null;
        }

        static (string Name, string File)? ToEntry(JsonElement entry) =>
            entry.ValueKind == JsonValueKind.Object && entry.EnumerateObject().Count() == 2
                && entry.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                && entry.TryGetProperty("file", out var file) && file.ValueKind == JsonValueKind.String
                ? (name.GetString()!, file.GetString()!)
                : null;
    }

    /// <summary>Whether a file is by its shape one that an export has written.</summary>
    private bool IsExport(string file, string? sync = null)
    {
        try
        {
            if ((File.GetAttributes(In(file)) & FileAttributes.ReparsePoint) != 0 || TryRead(file) is not { } text) return false;
            var name = BulkSyncConfiguration.Parse(text).Name;
            return sync is null || name == sync;
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string? TryRead(string file)
    {
        try
        {
            return ConfigurationReader.ReadText(In(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private string In(string file) => Path.Combine(path, file);

    /// <summary>A name that no other file has. A file that is there keeps its own, since systems differ in whether another case makes another file.</summary>
    private static string FreeName(string name, HashSet<string> taken, List<(string Name, string File)> known)
    {
        var plain = SafeFileName.From(name, "bulk-sync") + ".json";
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
