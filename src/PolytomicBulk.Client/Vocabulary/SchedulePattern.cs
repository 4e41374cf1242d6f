namespace PolytomicBulk.Vocabulary;

/// <summary>The stars, ranges, steps and lists that custom schedules share with cron.</summary>
public static class SchedulePattern
{
    /// <summary>Whether a text is a pattern, and not a single number.</summary>
    /// <param name="text">The text.</param>
    public static bool Is(string? text) => text is not null && Regex.IsMatch(text, @"^[0-9*][0-9*,/\-]*$") && !Regex.IsMatch(text, "^[0-9]+$");
}
