namespace PolytomicBulk;

/// <summary>When a schedule fires, wherever it comes from. All are text on the wire, and in UTC.</summary>
internal interface IScheduleTimes
{
    string? Frequency { get; }

    string? Minute { get; }

    string? Hour { get; }

    string? DayOfWeek { get; }

    string? DayOfMonth { get; }

    string? Month { get; }
}
