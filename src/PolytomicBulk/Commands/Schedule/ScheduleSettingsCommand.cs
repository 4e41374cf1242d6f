using System.Globalization;
using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;
using PolytomicBulk.Operations;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that take a schedule's settings.</summary>
public abstract class ScheduleSettingsCommand : BelowBulkSyncCommand
{
    /// <summary>The minute of the hour.</summary>
    [Parameter]
    [ValidateApiRange("schedule", "minute")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Minute { get; set; }

    /// <summary>The hour of the day, in UTC.</summary>
    [Parameter]
    [ValidateApiRange("schedule", "hour")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Hour { get; set; }

    /// <summary>The day of the week, in UTC.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KnownValues("schedule", "day_of_week")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? DayOfWeek { get; set; }

    /// <summary>The day of the month, 1 to 31, or * for every day, for a custom schedule.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? DayOfMonth { get; set; }

    /// <summary>The month, 1 to 12, or * for every month, for a custom schedule.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Month { get; set; }

    /// <summary>Which fields a run of this schedule syncs: none singles no fields out, incrementalFields and nonincrementalFields only those that the source can or cannot read incrementally.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KnownValues("schedule", "selective_mode")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? SelectiveMode { get; set; }

    /// <summary>What the parameters say, as the service spells it.</summary>
    /// <param name="frequency">How often the schedule fires.</param>
    private protected ScheduleChange ReadSettings(string? frequency)
    {
        try
        {
            return new()
            {
                Frequency = ApiTables.Schedule["frequency"].Spell("-Frequency", frequency),
                Minute = Minute,
                Hour = Hour,
                DayOfWeek = ApiTables.Schedule["day_of_week"].Spell("-DayOfWeek", DayOfWeek),
                DayOfMonth = CheckNumber("-DayOfMonth", DayOfMonth, ApiTables.Schedule["day_of_month"]),
                Month = CheckNumber("-Month", Month, ApiTables.Schedule["month"]),
                SelectiveMode = ApiTables.Schedule["selective_mode"].Spell("-SelectiveMode", SelectiveMode),
            };
        }
        catch (ArgumentException wrong)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(wrong.Message));
            throw;
        }
    }

    private static string? CheckNumber(string name, string? text, ApiProperty property)
    {
        if (text is null or "*") return text;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && property.IsInRange(number)) return number.ToString(CultureInfo.InvariantCulture);
        throw new ArgumentException($"{name} is {property.Range}, or *, so it cannot be '{text}'.");
    }

    /// <summary>Says what a frequency needs and does not have.</summary>
    /// <param name="frequency">The frequency.</param>
    /// <param name="missing">The names of the parameters that are missing.</param>
    /// <param name="target">What the error is about.</param>
    private protected static ErrorRecord Incomplete(string? frequency, IReadOnlyList<string> missing, object? target = null) =>
        ErrorRecords.InvalidArgument($"A schedule that is {frequency} also needs {string.Join(" and ", missing.Select(name => $"-{name}"))}. Times of day are in UTC.", target);
}
