namespace PolytomicBulk.Input;

/// <summary>A time, or an age that counts back from the time at which a command begins.</summary>
public sealed class TimeOrAge
{
    /// <summary>Some 2,000 years. A longer age is a mistake, and would begin before the calendar does.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(730_000);

    private readonly DateTime _time;
    private readonly TimeSpan? _age;

    /// <summary>Creates a time.</summary>
    /// <param name="time">The time. A time without a zone is local.</param>
    public TimeOrAge(DateTime time) => _time = time;

    /// <summary>Creates an age.</summary>
    /// <param name="age">The age, which is not negative.</param>
    /// <exception cref="ArgumentException">The age is negative or too large.</exception>
    public TimeOrAge(TimeSpan age) => _age = age >= TimeSpan.Zero && age <= Longest
        ? age
        : throw new ArgumentException($"The age {age} is negative or too large. For one day ago, use 1d or [timespan]::FromDays(1).");

    /// <summary>The time. An age counts back from the time of a clock.</summary>
    internal DateTime On(TimeProvider clock) => _age is { } age ? (clock.GetUtcNow() - age).LocalDateTime : _time;

    /// <summary>The time or the age.</summary>
    public override string ToString() => _age?.ToString() ?? _time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
