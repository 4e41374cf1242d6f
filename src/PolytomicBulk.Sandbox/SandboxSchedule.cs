using System.Globalization;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

/// <summary>When a sync's default schedule fires.</summary>
internal sealed class SandboxSchedule(JsonObject sync)
{
    private readonly JsonObject _schedule = sync["default_schedule"]?.AsObject() ?? [];

    public string Frequency => (string?)_schedule["frequency"] ?? "manual";

    public bool IsManual => Frequency == "manual";

    /// <summary>The time from one firing to the next. By hand, about once a month.</summary>
    public TimeSpan Interval => Frequency switch
    {
        "continuous" => TimeSpan.FromMinutes(15),
        "hourly" => TimeSpan.FromHours(1),
        "weekly" => TimeSpan.FromDays(7),
        "manual" => TimeSpan.FromDays(30),
        _ => TimeSpan.FromDays(1),
    };

    /// <summary>The next firing; none while the sync is paused, or where nobody but a person starts it.</summary>
    public DateTimeOffset? Next(DateTimeOffset now) => IsManual || !(bool)sync["active"]! ? null : Last(now) + Interval;

    /// <summary>The last firing up to a point in time.</summary>
    public DateTimeOffset Last(DateTimeOffset until)
    {
        // The schedule's week, day and hour all begin at a full hour in UTC; counting intervals from a Monday finds each.
        var monday = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var first = monday + Frequency switch
        {
            "continuous" => TimeSpan.Zero,
            "hourly" => TimeSpan.FromMinutes(Number("minute")),
            "weekly" => TimeSpan.FromDays(DaysAfterMonday) + TimeOfDay,
            "manual" => TimeSpan.FromHours(9.3),
            _ => TimeOfDay,
        };
        return first + TimeSpan.FromTicks((until - first).Ticks / Interval.Ticks * Interval.Ticks);
    }

    private TimeSpan TimeOfDay => new(Number("hour"), Number("minute"), 0);

    private int DaysAfterMonday => Enum.TryParse<DayOfWeek>((string?)_schedule["day_of_week"], ignoreCase: true, out var day) ? ((int)day + 6) % 7 : 0;

    private int Number(string property) => int.TryParse((string?)_schedule[property], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
