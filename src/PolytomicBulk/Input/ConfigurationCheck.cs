using PolytomicBulk.Configuration;
using PolytomicBulk.Operations;
using PolytomicBulk.Updates;

namespace PolytomicBulk.Input;

/// <summary>Tells what in a configuration file may be mistyped.</summary>
internal static class ConfigurationCheck
{
    private const int MostDoubts = 5;

    /// <summary>Why a file should be looked at before it is imported, in sentences; null where nothing is odd about it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configuration">What it says.</param>
    /// <param name="service">What the service has. What it sent itself is never mistyped, however new it is.</param>
    public static string? Doubt(string path, BulkSyncConfiguration configuration, ConfigurationVocabulary service)
    {
        var doubts = configuration.DoubtsBeside(service).Select(InWords).ToList();
        if (doubts.Count == 0) return null;
        var more = doubts.Count > MostDoubts ? $" And {doubts.Count - MostDoubts} more." : "";
        return $"'{path}' may be mistyped. {string.Join(" ", doubts.Take(MostDoubts))}{more}";
    }

    private static string InWords(ConfigurationDoubt doubt)
    {
        var near = Likeness.Nearest(doubt.Text, doubt.Known);
        var meant = near.Length > 0 ? Likeness.DidYouMean(near) : null;
        return doubt.IsValue
            ? $"'{doubt.Property}' cannot be '{doubt.Text}'. {meant ?? $"It is one of: {string.Join(", ", doubt.Known)}."}"
            : $"'{doubt.Property}' is no property that this version or the service knows. {meant}".TrimEnd();
    }
}
