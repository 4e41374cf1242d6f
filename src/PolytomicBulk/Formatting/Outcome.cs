using System.ComponentModel;
using System.Globalization;

namespace PolytomicBulk.Formatting;

/// <summary>Says in tables what came of a run. For the views, which are scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Outcome
{
    /// <summary>
    /// What the service says of the run, and how many warnings and errors there were, if any: two columns of zeros would leave a message no room.
    /// </summary>
    /// <param name="message">What the service says.</param>
    /// <param name="warnings">How many warnings there were.</param>
    /// <param name="errors">How many errors there were.</param>
    public static string InWords(string? message, long? warnings, long? errors)
    {
        var counts = ExecutionStates.Describe(status: null, records: null, warnings, errors);
        return string.IsNullOrEmpty(message) ? counts : counts.Length == 0 ? message! : $"{message} ({counts})";
    }

    /// <summary>How long the run took, in hours, minutes and seconds; null while it is under way.</summary>
    /// <param name="start">When it began.</param>
    /// <param name="end">When it ended.</param>
    public static string? Duration(DateTime? start, DateTime? end) =>
        Duration(end?.ToUniversalTime() - start?.ToUniversalTime());

    /// <summary>A duration in hours, minutes and seconds; null where there is none.</summary>
    /// <param name="duration">The duration.</param>
    public static string? Duration(TimeSpan? duration) =>
        duration is { } time
            ? $"{Math.Floor(time.TotalHours).ToString("00", CultureInfo.InvariantCulture)}:{time.ToString(@"mm\:ss", CultureInfo.InvariantCulture)}"
            : null;
}
