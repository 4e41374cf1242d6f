namespace PolytomicBulk.Vocabulary;

/// <summary>The patterns of custom schedules, as in cron: stars, ranges, steps and lists.</summary>
public static class SchedulePattern
{
    /// <summary>Whether a text is a pattern instead of a single number.</summary>
    /// <param name="text">The text.</param>
    public static bool Is(string? text) => text is not null && Regex.IsMatch(text, @"^[0-9*][0-9*,/\-]*$") && !Regex.IsMatch(text, "^[0-9]+$");
}
