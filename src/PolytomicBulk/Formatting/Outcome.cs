using System.ComponentModel;

namespace PolytomicBulk.Formatting;

/// <summary>The result of an execution in views.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Outcome
{
    /// <summary>
    /// What the service says of the run, what kind of run it is, and how many warnings and errors there were, if any: columns of zeros would leave a
    /// message no room.
    /// </summary>
    public static string InWords(string? message, bool isTest, bool isPartial, long? warnings, long? errors)
    {
        var kind = string.Join(", ", new[] { isTest ? "test" : null, isPartial ? "partial" : null }.Where(word => word is not null));
        var counts = ExecutionStates.Describe(status: null, records: null, warnings, errors);
        var said = string.IsNullOrEmpty(message) ? counts : counts.Length == 0 ? message! : $"{message} ({counts})";
        return kind.Length == 0 ? said : said.Length == 0 ? kind : $"{kind}: {said}";
    }

    /// <summary>A duration in hours, minutes and seconds.</summary>
    public static string? Duration(TimeSpan? duration) =>
        duration is { } time
            ? $"{Math.Floor(time.TotalHours).ToString("00", CultureInfo.InvariantCulture)}:{time.ToString(@"mm\:ss", CultureInfo.InvariantCulture)}"
            : null;
}
