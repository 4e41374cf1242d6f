using System.Globalization;
using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Operations;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that take a schedule's settings.</summary>
public abstract class ScheduleSettingsCommand : BelowBulkSyncCommand
{
    /// <summary>The minute of the hour.</summary>
    [Parameter]
    [ValidateRange(0, 59)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Minute { get; set; }

    /// <summary>The hour of the day, in UTC.</summary>
    [Parameter]
    [ValidateRange(0, 23)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Hour { get; set; }

    /// <summary>The day of the week, in UTC.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KnownValues(KnownValues.Days)]
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
    [KnownValues(KnownValues.SelectiveModes)]
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
                Frequency = KnownValues.Check("-Frequency", frequency, KnownValues.Frequencies),
                Minute = Minute,
                Hour = Hour,
                DayOfWeek = KnownValues.Check("-DayOfWeek", DayOfWeek, KnownValues.Days),
                DayOfMonth = CheckNumber("-DayOfMonth", DayOfMonth, 31),
                Month = CheckNumber("-Month", Month, 12),
                SelectiveMode = KnownValues.Check("-SelectiveMode", SelectiveMode, KnownValues.SelectiveModes),
            };
        }
        catch (ArgumentException wrong)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(wrong.Message));
            throw;
        }
    }

    private static string? CheckNumber(string name, string? text, int most)
    {
        if (text is null or "*") return text;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most) return number.ToString(CultureInfo.InvariantCulture);
        throw new ArgumentException($"{name} is from 1 to {most}, or *, so it cannot be '{text}'.");
    }

    /// <summary>Says what a frequency needs and does not have.</summary>
    /// <param name="frequency">The frequency.</param>
    /// <param name="missing">The names of the parameters that are missing.</param>
    /// <param name="target">What the error is about.</param>
    private protected static ErrorRecord Incomplete(string? frequency, IReadOnlyList<string> missing, object? target = null) =>
        ErrorRecords.InvalidArgument($"A schedule that is {frequency} also needs {string.Join(" and ", missing.Select(name => $"-{name}"))}. Times of day are in UTC.", target);
}
