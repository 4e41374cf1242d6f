namespace PolytomicBulk.Configuration;

/// <summary>Describes the reasons of steps in sentences.</summary>
internal static class ConfigurationWords
{
    private const int MostFaults = 5;

    public static ConfigurationReason Ambiguous(BulkSyncConfiguration wanted, IReadOnlyList<BulkSync> candidates)
    {
        var why = candidates is [var only]
            ? $"one bulk sync named '{wanted.Name}' ({only.Id}) has no file of its own, and several files match it. "
                + "Delete the copies, or give each file its own name."
            : $"several bulk syncs have the name '{wanted.Name}' ({string.Join(", ", candidates.Select(sync => sync.Id))}), and it is not clear which matches. "
                + "Give each bulk sync its own name.";
        return new(ConfigurationReasonKind.Ambiguous, $"It is not clear which bulk sync '{wanted.Path}' belongs to: {why}");
    }

    /// <summary>The line of a fault, to put after its description.</summary>
    public static string At(long? line) => line is null ? "" : $" (line {line})";

    public static ConfigurationReason Mistyped(BulkSyncConfiguration wanted, IReadOnlyList<ConfigurationDoubt> doubts)
    {
        var lines = ConfigurationLines.Read(wanted.Path);
        return new(
            ConfigurationReasonKind.MayBeMistyped,
            $"'{wanted.Path}' may be mistyped. {First(doubts.Select(doubt => doubt.InWords(doubt.LineIn(lines))), doubts.Count)}")
        {
            Property = doubts[0].Property,
            Line = doubts[0].LineIn(lines),
        };
    }

    public static ConfigurationReason SecondSync(BulkSyncConfiguration wanted, BulkSync like, Guid id, string? itsPath)
    {
        var its = itsPath is null ? "" : $", whose file is '{itsPath}',";
        return new(
            ConfigurationReasonKind.SecondSync,
            $"'{wanted.Path}' would create a second bulk sync, '{wanted.Name}'. Bulk sync '{like}' ({id}){its} already copies some of its schemas "
                + "to the same place. If the file is a copy, delete it, or give it its own name and destination.",
            id);
    }

    public static ConfigurationReason SecondFile(BulkSyncConfiguration wanted, string? otherPath) => new(
        ConfigurationReasonKind.SecondSync,
        $"'{wanted.Path}' and '{otherPath}' would create two bulk syncs that copy some of the same schemas to the same place. "
            + "If one file is a copy, delete it, or give it its own name and destination.");

    public static ConfigurationReason SameSync(BulkSyncConfiguration wanted, Guid id, string? itsPath) => new(
        ConfigurationReasonKind.Ambiguous,
        $"'{wanted.Path}' and {(itsPath is null ? "another file" : $"'{itsPath}'")} describe the same bulk sync, '{wanted.Name}' ({id}). "
            + "Keep one of them, and delete the other.",
        id);

    public static ConfigurationReason MayBeRenamed(BulkSyncConfiguration wanted, BulkSync like, Guid id) => new(
        ConfigurationReasonKind.MayBeRenamed,
        $"'{wanted.Path}' would create bulk sync '{wanted.Name}'. Bulk sync '{like}' ({id}) already copies to the same place and has no file.",
        id);

    public static ConfigurationReason SaysTheSame(BulkSyncConfiguration wanted) => new(
        ConfigurationReasonKind.SaysTheSame,
        $"'{wanted.Path}' is the same as another file, and would create the same bulk sync twice. Delete the copy.");

    public static ConfigurationReason MayHaveFile(ConfigurationStep deletion, Guid id) => new(
        ConfigurationReasonKind.MayHaveFile,
        $"Bulk sync '{deletion.Sync}' ({id}) was not deleted, because a file that created another bulk sync may belong to it.",
        id);

    public static ConfigurationReason LosesSecret(BulkSyncConfiguration wanted, BulkSync sync, IReadOnlyList<string> places) => new(
        ConfigurationReasonKind.LosesSecret,
        $"'{wanted.Path}' cannot be imported: bulk sync '{sync}' ({sync.Id}) has secrets that would be lost ({string.Join(", ", places)}), "
            + "because the service masks them, or because several items of their list have changed.",
        sync.Id)
    {
        Property = places[0],
        Line = ConfigurationLines.Read(wanted.Path)?.Find(places[0]),
    };

    public static ConfigurationReason DoesNotFit(string what, IReadOnlyList<SettingsFault> faults, string? path)
    {
        var lines = ConfigurationLines.Read(path);
        return new(
            ConfigurationReasonKind.DoesNotFit,
            $"{what} does not fit its connections. {First(faults.Select(fault => fault.InWords(At(LineOf(fault)))), faults.Count)}")
        {
            Property = faults[0].Property,
            Line = LineOf(faults[0]),
        };

        long? LineOf(SettingsFault fault) => lines?.Find(
            fault.Property, part => JsonWords.Text(part["field_id"]) == fault.Value || Choices.IdsIn(part["schemas"]).Contains(fault.Value));
    }

    public static ConfigurationReason LacksTimes(
        BulkSyncConfiguration wanted, string place, string? frequency, IReadOnlyList<string> missing, bool isAny)
    {
        var names = string.Join(isAny ? ", " : " and ", missing.Select(name => $"'{place}.{name}'"));
        return Lacks(
            wanted,
            $"{place}.{missing[0]}",
            at => isAny ? $"A schedule with the frequency '{frequency}' needs at least one of {names}{at}. Add one."
                : frequency is null ? $"A schedule needs {names}{at}. Add it."
                : $"A schedule with the frequency '{frequency}' needs {names}{at}. Add {(missing.Count == 1 ? "it" : "them")}. Times of day are in UTC.",
            schedule => JsonWords.Text(schedule["frequency"]) == frequency && JsonWords.IsEmpty(schedule[missing[0]]));
    }

    public static ConfigurationReason LacksFields(BulkSyncConfiguration wanted, string schemaId) => Lacks(
        wanted,
        $"schemas.{schemaId}.fields",
        at => $"Schema '{schemaId}' is enabled, but 'schemas.{schemaId}.fields' is missing{at}, so no field would be synced. "
            + """List the fields to sync, for example: "fields": [{"id": "name", "enabled": true}].""");

    public static ConfigurationReason LacksFunction(BulkSyncConfiguration wanted, string schemaId) => Lacks(
        wanted,
        $"schemas.{schemaId}.filters.function",
        at => $"A filter of schema '{schemaId}' needs 'schemas.{schemaId}.filters.function'{at}. Add it, for example: \"function\": \"Equality\".",
        filter => JsonWords.IsEmpty(filter["function"]));

    /// <summary>A reason about a missing property. The words have a place for the line. Of several schedules or filters, one lacks the property.</summary>
    private static ConfigurationReason Lacks(
        BulkSyncConfiguration wanted, string property, Func<string, string> words, Func<JsonObject, bool>? isIt = null)
    {
        var line = ConfigurationLines.Read(wanted.Path)?.Find(property, isIt);
        return new(ConfigurationReasonKind.LacksSetting, $"'{wanted.Path}' is not complete. {words(At(line))}") { Property = property, Line = line };
    }

    /// <summary>The first sentences of many.</summary>
    private static string First(IEnumerable<string> sentences, int count) =>
        string.Join(" ", sentences.Take(MostFaults)) + (count > MostFaults ? $" And {count - MostFaults} more." : "");

    public static ConfigurationReason NeedsName(BulkSync original) =>
        new(ConfigurationReasonKind.NeedsName, $"A copy of bulk sync '{original}' ({original.Id}) needs another name.", original.Id);

    public static ConfigurationReason Incomplete(bool onlyCompares, int withoutFile, IReadOnlyList<string> unmatched)
    {
        var why = unmatched.Count > 0 ? $" Nothing matched {string.Join(", ", unmatched.Select(pattern => $"'{pattern}'"))}." : "";
        return new(
            ConfigurationReasonKind.Incomplete,
            onlyCompares
                ? $"Bulk syncs without a readable file ({withoutFile}) are not reported as Extra, because an unreadable file may belong to them.{why}"
                : $"Nothing was deleted, because it is not certain which bulk syncs have no file. "
                    + $"Some files were not specified, not readable or not imported.{why}");
    }
}
