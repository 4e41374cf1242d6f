using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PolytomicBulk.Completion;
using PolytomicBulk.Operations;

namespace PolytomicBulk.Input;

/// <summary>A schedule as somebody gave it, checked and in the form that a bulk sync's body has for it.</summary>
internal static class ScheduleInput
{
    private static readonly string[] SetByService = ["sync_id", "created_at", "created_by", "updated_at", "updated_by"];

    private static readonly (string Name, string Words, int Least, int Most)[] Numbers =
    [
        ("minute", "The minute", 0, 59),
        ("hour", "The hour (UTC)", 0, 23),
        ("day_of_month", "The day of the month", 1, 31),
        ("month", "The month", 1, 12),
    ];

    /// <summary>The JSON of a schedule that is a hashtable, an object, words, JSON text, or what Get-PolytomicBulkSync gives; null where none was given.</summary>
    /// <param name="name">The parameter that it was given with, for messages.</param>
    /// <param name="schedule">What was given.</param>
    /// <param name="changes">What replaces properties of it, by the API's names; null and blank values replace nothing.</param>
    /// <exception cref="ArgumentException">It is none, or lacks what its frequency needs.</exception>
    public static JsonObject? ToJson(string name, object? schedule, params (string Name, object? Value)[] changes)
    {
        var bare = JsonInput.Unwrap(schedule);
        if (bare is null || (bare is string blank && string.IsNullOrWhiteSpace(blank))) return null;
        if (bare is string text) bare = IsJson(text) ? Entries(JsonInput.ToObject(name, text)!) : ScheduleWords.Read(name, text);
        var given = NamedValues.From(bare) ?? throw new ArgumentException($"{name} must be a hashtable, such as @{{frequency='daily'; hour=12; minute=30}}, words such as 'daily 12:30 UTC', a schedule of a bulk sync, or JSON text.");
        foreach (var change in changes)
        {
            if (change.Value is not (null or "")) given.Set(change.Name, change.Value);
        }

        return ToJson(given);
    }

    /// <summary>The JSON of single settings of a schedule; null where none were given.</summary>
    /// <param name="parts">The settings by the API's names; null and blank ones are not given.</param>
    /// <exception cref="ArgumentException">One of them cannot be.</exception>
    public static JsonObject? ToParts(params (string Name, object? Value)[] parts)
    {
        var given = NamedValues.From(parts.Where(part => part.Value is not (null or "")).ToDictionary(part => part.Name, part => part.Value))!;
        var frequency = KnownValues.Check("A schedule's frequency", given.TakeText("frequency"), KnownValues.Frequencies);
        var json = new JsonObject();
        Put(json, "frequency", frequency);
        PutTimes(json, given, frequency ?? "custom");
        return json.Count > 0 ? json : null;
    }

    /// <summary>The same schedule, with nothing left of the times of one whose place it takes.</summary>
    public static JsonObject InPlaceOfAnother(JsonObject schedule)
    {
        foreach (var name in Numbers.Select(number => number.Name).Append("day_of_week").Where(name => !schedule.ContainsKey(name))) schedule[name] = null;
        return schedule;
    }

    /// <summary>The JSON of a schedule beside the default one, of which words do not say which schemas it syncs, and how.</summary>
    /// <inheritdoc cref="ToJson(string, object?, ValueTuple{string, object?}[])"/>
    public static JsonObject? ToAdditionalJson(string name, object? schedule) =>
        JsonInput.Unwrap(schedule) is string text && !string.IsNullOrWhiteSpace(text) && !IsJson(text)
            ? throw new ArgumentException($"{name} '{text.Trim()}' does not say which schemas it syncs, and how. Give it as a hashtable, such as @{{frequency='daily'; hour=12; minute=30; schemas='a'}}, or as JSON text.")
            : ToJson(name, schedule);

    private static bool IsJson(string text) => text.TrimStart()[0] == '{';

    private static JsonObject ToJson(NamedValues given)
    {
        foreach (var property in SetByService) given.Take(property);
        var frequency = given.TakeText("frequency");
        // What the service itself sent may be of a kind that is newer than this list.
        if (!given.IsFromService) frequency = KnownValues.Check("A schedule's frequency", frequency, KnownValues.Frequencies);
        if (frequency is null) throw new ArgumentException($"A schedule needs a frequency, one of: {string.Join(", ", KnownValues.Split(KnownValues.Frequencies))}.");

        var json = new JsonObject { ["frequency"] = frequency };
        Put(json, "id", given.TakeText("id"));
        PutTimes(json, given, frequency);
        Put(json, "resync_mode", CheckUnlessAnswer(given, "resync_mode", KnownValues.ScheduleResyncModes));
        Put(json, "selective_mode", CheckUnlessAnswer(given, "selective_mode", KnownValues.SelectiveModes));
        PutRest(json, given);
        ThrowIfIncomplete(json, frequency);
        return json;
    }

    private static void PutTimes(JsonObject json, NamedValues given, string frequency)
    {
        foreach (var number in Numbers) Put(json, number.Name, CheckNumber(given.TakeText(number.Name), number, frequency));
        Put(json, "day_of_week", CheckDay(given.TakeText("day_of_week"), frequency));
    }

    private static void Put(JsonObject json, string name, string? value)
    {
        if (value is not null) json[name] = value;
    }

    /// <summary>What runs after another sync or a job says so in properties of its own; they go along as they are.</summary>
    private static void PutRest(JsonObject json, NamedValues given)
    {
        if (given.Take("schemas") is { } schemas) json["schemas"] = JsonInput.ToNode("schemas", schemas is string one ? new[] { one } : schemas);
        var unknown = given.IsFromService && given.Take("AdditionalProperties") is JsonMap map ? NamedValues.From(map)! : given;
        foreach (var (name, value) in unknown.Rest) json[name] = JsonInput.ToNode(name, value);
    }

    private static string? CheckUnlessAnswer(NamedValues given, string name, string known) =>
        given.IsFromService ? given.TakeText(name) : KnownValues.Check($"A schedule's {name}", given.TakeText(name), known);

    private static string? CheckNumber(string? text, (string Name, string Words, int Least, int Most) number, string frequency)
    {
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= number.Least && value <= number.Most) return text;
        if (frequency is "custom" or "builder" && IsPattern(text)) return text;
        throw new ArgumentException($"{number.Words} is from {number.Least} to {number.Most}, so it cannot be '{text}'.");
    }

    private static string? CheckDay(string? text, string frequency) =>
        text is not null && frequency is "custom" or "builder" && IsPattern(text!) ? text : KnownValues.Check("The day of the week", text, KnownValues.Days);

    /// <summary>The stars, ranges, steps and lists that custom schedules share with cron.</summary>
    public static bool IsPattern(string text) => Regex.IsMatch(text, @"^[0-9*][0-9*,/\-]*$") && !Regex.IsMatch(text, "^[0-9]+$");

    private static void ThrowIfIncomplete(JsonObject json, string frequency)
    {
        var needed = ScheduleChange.Needs(frequency);
        var missing = needed.Where(name => !json.ContainsKey(name)).Select(name => name.Replace('_', ' ')).ToArray();
        if (missing.Length > 0) throw new ArgumentException($"A schedule that is {frequency} needs {string.Join(" and ", needed.Select(name => name.Replace('_', ' ')))}; missing: {string.Join(", ", missing)}. Times of day are in UTC.");
    }

    private static Dictionary<string, object?> Entries(JsonObject json) => json.ToDictionary(property => property.Key, property => (object?)property.Value);
}
