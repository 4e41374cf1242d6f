namespace PolytomicBulk;

/// <summary>Describes schedules, and calculates when they run.</summary>
internal static class ScheduleTimes
{
    /// <summary>February 29 can be eight years away.</summary>
    private const int YearsAhead = 8;

    /// <summary>The schedule in words, such as <c>daily 12:30 UTC</c>.</summary>
    public static string Describe(IScheduleTimes schedule) => PlainText.Line(InWords(schedule));

    private static string InWords(IScheduleTimes schedule) => schedule.Frequency switch
    {
        null => "",
        "hourly" when schedule.Minute is { Length: > 0 } minute => $"hourly at :{TwoDigits(minute)}",
        "daily" when TimeOfDay(schedule) is { } time => $"daily {time}",
        "weekly" => Words("weekly", schedule.DayOfWeek, TimeOfDay(schedule)),
        "custom" or "builder" => Words(
            schedule.Frequency,
            Only("month ", schedule.Month),
            Only("day ", schedule.DayOfMonth),
            Only("", schedule.DayOfWeek),
            TimeOfDay(schedule)),
        "runafter" => "after another sync",
        "dbtcloud" => "after a dbt Cloud job",
        var other => other,
    };

    /// <summary>The next time when the schedule runs, in UTC. Null if its frequency does not define it.</summary>
    public static DateTime? Next(IScheduleTimes schedule, DateTime now)
    {
        if (Read(schedule) is not { } pattern) return null;
        for (var date = now.Date; date <= now.Date.AddYears(YearsAhead); date = date.AddDays(1))
        {
            foreach (var at in pattern.TimesOn(date)) if (at > now) return at;
        }

        return null;
    }

    /// <summary>The last time in a range when the schedule was due, in UTC. Null if there is none, or if its frequency does not define it.</summary>
    public static DateTime? Last(IScheduleTimes schedule, DateTime until, DateTime from)
    {
        if (Read(schedule) is not { } pattern) return null;
        for (var date = until.Date; date >= from.Date; date = date.AddDays(-1))
        {
            foreach (var at in pattern.TimesOn(date).Reverse()) if (at <= until) return at >= from ? at : null;
        }

        return null;
    }

    /// <summary>The times in a range when the schedule runs, in UTC and in order. Empty if its frequency does not define them.</summary>
    public static IEnumerable<DateTime> Between(IScheduleTimes schedule, DateTime from, DateTime to)
    {
        if (Read(schedule) is not { } pattern) yield break;
        for (var date = from.Date; date <= to.Date; date = date.AddDays(1))
        {
            foreach (var at in pattern.TimesOn(date)) if (at > from && at <= to) yield return at;
        }
    }

    private static Pattern? Read(IScheduleTimes schedule)
    {
        const int Any = Pattern.Any;
        var (month, day, weekday, hour, minute) = schedule.Frequency switch
        {
            "hourly" => (Any, Any, Any, Any, Number(schedule.Minute, 0, 59)),
            "daily" => (Any, Any, Any, Number(schedule.Hour, 0, 23), MinuteOrZero()),
            "weekly" => (Any, Any, Weekday(schedule.DayOfWeek), Number(schedule.Hour, 0, 23), MinuteOrZero()),
            "custom" => (
                NumberOrAny(schedule.Month, 1, 12),
                NumberOrAny(schedule.DayOfMonth, 1, 31),
                IsAny(schedule.DayOfWeek) ? Any : Weekday(schedule.DayOfWeek),
                schedule.Hour == "*" ? Any : Number(schedule.Hour, 0, 23),
                schedule.Minute == "*" ? Any : Number(schedule.Minute, 0, 59)),
            _ => default((int?, int?, int?, int?, int?)),
        };

        // Values that this version cannot read, such as steps and lists, have no known times. A day of the month with a day of the week means "either"
        // in some systems and "both" in others.
        if (month is null || day is null || weekday is null || hour is null || minute is null || (day != Any && weekday != Any)) return null;
        return new(month.Value, day.Value, weekday.Value, hour.Value, minute.Value);

        int? MinuteOrZero() => string.IsNullOrEmpty(schedule.Minute) ? 0 : Number(schedule.Minute, 0, 59);
        static bool IsAny(string? text) => text is null or "" or "*";
        static int? NumberOrAny(string? text, int least, int most) => IsAny(text) ? Any : Number(text, least, most);
    }

    private static int? Number(string? text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    /// <summary>A day of the week from its name, its three-letter abbreviation, or its number. Both 0 and 7 are Sunday.</summary>
    private static int? Weekday(string? text)
    {
        if (Number(text, 0, 7) is { } number) return number % 7;
        var names = CultureInfo.InvariantCulture.DateTimeFormat;
        for (var day = 0; day < 7; day++)
        {
            if (Is(names.DayNames[day]) || Is(names.AbbreviatedDayNames[day])) return day;
        }

        return null;

        bool Is(string name) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase);
    }

    private static string? TimeOfDay(IScheduleTimes schedule) => schedule.Hour is { Length: > 0 } hour
        ? $"{TwoDigits(hour)}:{TwoDigits(schedule.Minute is { Length: > 0 } minute ? minute : "0")} UTC"
        : null;

    /// <summary>A part that limits the schedule. A star does not.</summary>
    private static string? Only(string label, string? value) => value is null or "" or "*" ? null : label + value;

    private static string Words(params string?[] words) => string.Join(" ", words.Where(word => !string.IsNullOrEmpty(word)));

    private static string TwoDigits(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value.ToString("00", CultureInfo.InvariantCulture) : number;

    /// <summary>The parts of the times of a schedule. Each part can be <see cref="Any"/>.</summary>
    private readonly record struct Pattern(int Month, int Day, int Weekday, int Hour, int Minute)
    {
        public const int Any = -1;

        /// <summary>The times on a date when the schedule runs, in order.</summary>
        public IEnumerable<DateTime> TimesOn(DateTime date)
        {
            if (!Fits(Month, date.Month) || !Fits(Day, date.Day) || !Fits(Weekday, (int)date.DayOfWeek)) yield break;
            foreach (var hour in Values(Hour, 24))
            {
                foreach (var minute in Values(Minute, 60)) yield return date.AddHours(hour).AddMinutes(minute);
            }
        }

        private static bool Fits(int wanted, int value) => wanted == Any || wanted == value;

        private static IEnumerable<int> Values(int wanted, int count) => wanted == Any ? Enumerable.Range(0, count) : [wanted];
    }
}
