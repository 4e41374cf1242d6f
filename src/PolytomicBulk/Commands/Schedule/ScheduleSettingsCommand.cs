namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets that take the settings of a schedule.</summary>
public abstract class ScheduleSettingsCommand : BelowBulkSyncCommand
{
    /// <summary>Specifies the minute of the hour, from 0 to 59.</summary>
    [Parameter]
    [ValidateApiRange("schedule", "minute")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Minute { get; set; }

    /// <summary>Specifies the hour of the day in UTC, from 0 to 23.</summary>
    [Parameter]
    [ValidateApiRange("schedule", "hour")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Hour { get; set; }

    /// <summary>Specifies the day of the week, in UTC.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KnownValues("schedule", "day_of_week")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? DayOfWeek { get; set; }

    /// <summary>Specifies the day of the month for a custom schedule, from 1 to 31, or * for every day.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? DayOfMonth { get; set; }

    /// <summary>Specifies the month for a custom schedule, from 1 to 12, or * for every month.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Month { get; set; }

    /// <summary>
    /// Specifies which fields the schedule syncs. none syncs all fields. incrementalFields syncs only fields that the source can read incrementally.
    /// nonincrementalFields syncs only the others.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KnownValues("schedule", "selective_mode")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? SelectiveMode { get; set; }

    /// <summary>The parameters as JSON.</summary>
    private protected JsonObject ReadSettings(string? frequency)
    {
        return JsonInput.WithoutNulls(new()
        {
            ["frequency"] = ApiTables.Schedule["frequency"].Spell("-Frequency", frequency),
            ["minute"] = Minute?.ToString(CultureInfo.InvariantCulture),
            ["hour"] = Hour?.ToString(CultureInfo.InvariantCulture),
            ["day_of_week"] = ApiTables.Schedule["day_of_week"].Spell("-DayOfWeek", DayOfWeek),
            ["day_of_month"] = CheckNumber("-DayOfMonth", DayOfMonth, ApiTables.Schedule["day_of_month"]),
            ["month"] = CheckNumber("-Month", Month, ApiTables.Schedule["month"]),
            ["selective_mode"] = ApiTables.Schedule["selective_mode"].Spell("-SelectiveMode", SelectiveMode),
        });
    }

    private static string? CheckNumber(string name, string? text, ApiProperty property)
    {
        if (text is null or "*") return text;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && property.IsInRange(number))
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        throw new ArgumentException($"{name} must be {property.Range}, or *, not '{text}'.");
    }
}
