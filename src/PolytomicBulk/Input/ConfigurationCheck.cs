using System.Text.Json.Nodes;
using PolytomicBulk.Completion;
using PolytomicBulk.Operations;

namespace PolytomicBulk.Input;

/// <summary>Tells what in a configuration file may be mistyped.</summary>
internal static class ConfigurationCheck
{
    private const int MostDoubts = 5;

    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["mode"] = KnownValues.Split(KnownValues.Modes),
        ["automatically_add_new_objects"] = KnownValues.Split(KnownValues.Discovery),
        ["automatically_add_new_fields"] = KnownValues.Split(KnownValues.Discovery),
        ["normalize_names"] = KnownValues.Split(KnownValues.NameNormalizations),
        ["frequency"] = KnownValues.Split(KnownValues.Frequencies),
        ["day_of_week"] = KnownValues.Split(KnownValues.Days),
        ["resync_mode"] = KnownValues.Split(KnownValues.ScheduleResyncModes),
        ["selective_mode"] = KnownValues.Split(KnownValues.SelectiveModes),
        ["function"] = KnownValues.Split(KnownValues.FilterFunctions),
    };

    /// <summary>Why a file should be looked at before it is imported, in sentences; null where nothing is odd about it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configuration">What it says.</param>
    /// <param name="service">What the service has. What it sent itself is never mistyped, however new it is.</param>
    public static string? Doubt(string path, BulkSyncConfiguration configuration, ConfigurationVocabulary service)
    {
        var doubts = configuration.DoubtsBeside(service, ValuesOf).Select(InWords).ToList();
        if (doubts.Count == 0) return null;
        var more = doubts.Count > MostDoubts ? $" And {doubts.Count - MostDoubts} more." : "";
        return $"'{path}' may be mistyped. {string.Join(" ", doubts.Take(MostDoubts))}{more}";
    }

    private static string[]? ValuesOf(JsonObject json, string name)
    {
        var isPattern = name == "day_of_week" && json["frequency"]?.ToString() is "custom" or "builder" && ScheduleInput.IsPattern((string)json[name]!);
        return !isPattern && Values.TryGetValue(name, out var known) ? known : null;
    }

    private static string InWords(ConfigurationDoubt doubt)
    {
        var near = Likeness.Nearest(doubt.Text, doubt.Known);
        var meant = near.Length > 0 ? ErrorRecords.DidYouMean(near) : null;
        return doubt.IsValue
            ? $"'{doubt.Property}' cannot be '{doubt.Text}'. {meant ?? $"It is one of: {string.Join(", ", doubt.Known)}."}"
            : $"'{doubt.Property}' is no property that this version or the service knows. {meant}".TrimEnd();
    }
}
