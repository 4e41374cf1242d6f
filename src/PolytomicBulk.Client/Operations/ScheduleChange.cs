using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Json;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Operations;

/// <summary>What a schedule is to be, or what is to change in it. What is null stays as it is. Times are in UTC.</summary>
public sealed class ScheduleChange
{
    /// <summary>How often it fires.</summary>
    public string? Frequency { get; init; }

    /// <summary>The minute of the hour.</summary>
    public int? Minute { get; init; }

    /// <summary>The hour of the day.</summary>
    public int? Hour { get; init; }

    /// <summary>The day of the week, such as <c>monday</c>.</summary>
    public string? DayOfWeek { get; init; }

    /// <summary>The day of the month, or *.</summary>
    public string? DayOfMonth { get; init; }

    /// <summary>The month, or *.</summary>
    public string? Month { get; init; }

    /// <summary>Which fields a run syncs.</summary>
    public string? SelectiveMode { get; init; }

    /// <summary>What a schedule of this frequency needs and would not have.</summary>
    public IReadOnlyList<string> Missing => MissingIn(ToNewSchedule());

    /// <summary>The schedule in words, such as <c>daily 12:30 UTC</c>.</summary>
    public override string ToString() => ToNewSchedule().Deserialize(ApiJson.Default.BulkSyncSchedule)!.ToString();

    internal JsonObject ToNewSchedule()
    {
        var schedule = new JsonObject();
        ApplyTo(schedule, new JsonEdit());
        return schedule;
    }

    internal void ApplyTo(JsonObject schedule, JsonEdit edit)
    {
        Set("frequency", nameof(Frequency), Frequency);
        Set("minute", nameof(Minute), Text(Minute));
        Set("hour", nameof(Hour), Text(Hour));
        Set("dayOfWeek", nameof(DayOfWeek), DayOfWeek);
        Set("dayOfMonth", nameof(DayOfMonth), DayOfMonth);
        Set("month", nameof(Month), Month);
        Set("selectiveMode", nameof(SelectiveMode), SelectiveMode);

        void Set(string name, string label, string? value)
        {
            if (value is not null) edit.Set(schedule, name, label, value);
        }

        static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
    }

    internal static IReadOnlyList<string> MissingIn(JsonObject schedule)
    {
        // A schedule's own operations spell it otherwise than the sync's settings.
        return [.. ApiTables.NeedsOf(JsonWords.Text(schedule["frequency"])).Where(name => !Has(name) && !Has(ApiTables.CamelCase(name))).Select(JsonWords.Label)];

        bool Has(string name) => schedule[name]?.ToString() is { Length: > 0 };
    }
}
