namespace PolytomicBulk.Sandbox;

/// <summary>When a schedule runs. All times are in UTC, which has no daylight saving time, so each day has 24 hours.</summary>
internal sealed class SandboxSchedule
{
    // Long enough to find a February 29 on a given day of the week.
    private const int MostDays = 366 * 40;

    private readonly HashSet<int> _minutes;
    private readonly HashSet<int> _hours;
    private readonly HashSet<int> _days;
    private readonly HashSet<int> _months;
    private readonly HashSet<int> _weekdays;
    private readonly bool _eitherDay;

    public SandboxSchedule(JsonObject schedule)
    {
        Frequency = (string?)schedule["frequency"] ?? "manual";
        Id = (string?)schedule["id"] ?? "";
        CreatedAt = (string?)schedule["created_at"] is { } created ? DateTimeOffset.Parse(created, CultureInfo.InvariantCulture) : null;
        ResyncMode = (string?)schedule["resync_mode"] is { } mode and not "normal" ? mode : null;
        var used = Frequency switch
        {
            "hourly" => ["minute"],
            "daily" => ["minute", "hour"],
            "weekly" => ["minute", "hour", "day_of_week"],
            "custom" or "builder" => ["minute", "hour", "day_of_month", "month", "day_of_week"],
            _ => Array.Empty<string>(),
        };
        string? Text(string setting) => used.Contains(setting) ? (string?)schedule[setting] : null;

        // Without a minute or an hour, the schedule runs at the beginning of the hour or day.
        var hasDay = used.Skip(2).Any(setting => !string.IsNullOrEmpty(Text(setting)));
        var hour = Text("hour") is { Length: > 0 } given ? given : hasDay ? "0" : null;
        var minute = Text("minute") is { Length: > 0 } said ? said : Frequency == "continuous" ? "*/15" : "0";
        _minutes = SandboxScheduleRules.Values("minute", minute);
        _hours = SandboxScheduleRules.Values("hour", hour);
        _days = SandboxScheduleRules.Values("day_of_month", Text("day_of_month"));
        _months = SandboxScheduleRules.Values("month", Text("month"));
        _weekdays = [.. SandboxScheduleRules.Values("day_of_week", Text("day_of_week")).Select(day => day % 7)];
        // As in cron, either the day of the month or the day of the week must match.
        _eitherDay = _days.Count < 31 && _weekdays.Count < 7;
    }

    public string Frequency { get; }

    public string Id { get; }

    public DateTimeOffset? CreatedAt { get; }

    public string? ResyncMode { get; }

    /// <summary>The schedules of a bulk sync, beginning with the default schedule.</summary>
    public static IEnumerable<SandboxSchedule> Of(JsonObject sync) => All(sync).Select(schedule => new SandboxSchedule(schedule));

    /// <summary>The next scheduled execution of a bulk sync, or null if it is paused or has only manual schedules.</summary>
    public static DateTimeOffset? Next(JsonObject sync, DateTimeOffset now) =>
        (bool)sync["active"]! ? Of(sync).Select(schedule => schedule.Next(now)).Min() : null;

    /// <summary>The next time at which the schedule runs.</summary>
    public DateTimeOffset? Next(DateTimeOffset now) =>
        Days(now, 1).SelectMany(day => Times(day)).Where(time => time > now).Select(time => (DateTimeOffset?)time).FirstOrDefault();

    /// <summary>The last time at which the schedule ran, up to and including the given time.</summary>
    public DateTimeOffset? Last(DateTimeOffset until) =>
        Days(until, -1).SelectMany(day => Times(day).Reverse()).Where(time => time <= until).Select(time => (DateTimeOffset?)time).FirstOrDefault();

    /// <summary>The times at which the schedule ran up to the given time, newest first.</summary>
    public IEnumerable<DateTimeOffset> Firings(DateTimeOffset until)
    {
        for (var fired = Last(until); fired is { } time; fired = Last(time.AddTicks(-1))) yield return time;
    }

    private static IEnumerable<JsonObject> All(JsonObject sync) =>
        [sync["default_schedule"]?.AsObject() ?? [], .. (sync["additional_schedules"] as JsonArray ?? []).Select(schedule => schedule!.AsObject())];

    private IEnumerable<DateTimeOffset> Days(DateTimeOffset from, int step)
    {
        if (Frequency == "manual") yield break;
        var day = new DateTimeOffset(from.UtcDateTime.Date, TimeSpan.Zero);
        for (var number = 0; number < MostDays; number++, day = day.AddDays(step))
        {
            var (isDay, isWeekday) = (_days.Contains(day.Day), _weekdays.Contains((int)day.DayOfWeek));
            if (_months.Contains(day.Month) && (_eitherDay ? isDay || isWeekday : isDay && isWeekday)) yield return day;
        }
    }

    private IEnumerable<DateTimeOffset> Times(DateTimeOffset day) =>
        _hours.OrderBy(hour => hour).SelectMany(hour => _minutes.OrderBy(minute => minute).Select(minute => day + new TimeSpan(hour, minute, 0)));
}
