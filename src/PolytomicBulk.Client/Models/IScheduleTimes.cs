namespace PolytomicBulk;

/// <summary>The times of a schedule, as text and in UTC.</summary>
internal interface IScheduleTimes
{
    string? Frequency { get; }

    string? Minute { get; }

    string? Hour { get; }

    string? DayOfWeek { get; }

    string? DayOfMonth { get; }

    string? Month { get; }
}
