namespace PolytomicBulk.Sandbox;

/// <summary>Checks the settings of a schedule for its frequency.</summary>
internal static class SandboxScheduleRules
{
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly (string Name, int Least, int Most, string[] Words)[] Settings =
    [
        ("minute", 0, 59, []),
        ("hour", 0, 23, []),
        ("day_of_month", 1, 31, []),
        ("month", 1, 12, Months),
        ("day_of_week", 0, 7, Days),
    ];

    /// <summary>Refuses a schedule that can never run.</summary>
    public static void Check(JsonObject schedule, Func<string, string> name)
    {
        var frequency = (string)schedule["frequency"]!;
        if (frequency is "runafter" or "dbtcloud" or "multi") throw SandboxError.Invalid(name("frequency"), $"is '{frequency}', which a bulk sync cannot have");
        string[] needed = frequency switch
        {
            "hourly" => ["minute"],
            "daily" => ["hour", "minute"],
            "weekly" => ["day_of_week", "hour", "minute"],
            _ => [],
        };
        foreach (var (setting, least, most, words) in Settings)
        {
            var text = (string?)schedule[setting] ?? "";
            var isNeeded = needed.Contains(setting);
            if (text.Length == 0 && isNeeded) throw SandboxError.Invalid(name(setting), $"is required where frequency is {frequency}");
            if (text.Length > 0 && !(isNeeded ? IsOne(text, least, most, words) : text.Split(',').All(part => IsPart(part, least, most, words))))
            {
                throw SandboxError.Invalid(name(setting), words == Days ? "must be a day of the week" : $"must be from {least} to {most}");
            }
        }

        if (frequency is "custom" or "builder" && Array.TrueForAll(Settings, setting => string.IsNullOrEmpty((string?)schedule[setting.Name])))
        {
            throw SandboxError.Invalid(name("minute"), $"or another part of the time is required where frequency is {frequency}");
        }
    }

    /// <summary>The values of a part of a schedule. An empty part stands for all values.</summary>
    public static HashSet<int> Values(string setting, string? text)
    {
        var (_, least, most, words) = Array.Find(Settings, known => known.Name == setting);
        return [.. (string.IsNullOrEmpty(text) ? "*" : text!).Split(',').SelectMany(part => Part(part, least, most, words))];
    }

    private static IEnumerable<int> Part(string text, int least, int most, string[] words)
    {
        var part = PartOf(text);
        var step = part.Groups[6].Success ? int.Parse(part.Groups[6].Value, CultureInfo.InvariantCulture) : 1;
        var from = part.Groups[2].Success ? Number(part.Groups[2].Value, least, words) : least;
        var to = part.Groups[4].Success ? Number(part.Groups[4].Value, least, words) : part.Groups[2].Success && !part.Groups[6].Success ? from : most;
        for (var value = from; value <= to; value += step) yield return value;
    }

    private static int Number(string text, int least, string[] words) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : least + Array.FindIndex(words, word => word.StartsWith(text, StringComparison.OrdinalIgnoreCase));

    private static bool IsOne(string text, int least, int most, string[] words) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number >= least && number <= most
            : text.Length >= 3
                && Array.Exists(words, word => word.StartsWith(text, StringComparison.OrdinalIgnoreCase) && (text.Length == 3 || text.Length == word.Length));

    /// <summary>Whether text is one item of a cron list: <c>*</c>, a value or a range, with or without a step.</summary>
    private static bool IsPart(string text, int least, int most, string[] words) =>
        PartOf(text) is { Success: true } part
        && (!part.Groups[2].Success || IsOne(part.Groups[2].Value, least, most, words))
        && (!part.Groups[4].Success || IsOne(part.Groups[4].Value, least, most, words))
        && part.Groups[6].Value is not ("0" or "00" or "000");

    private static Match PartOf(string text) => Regex.Match(text, @"^(\*|([^-/]+)(-([^-/]+))?)(/([0-9]{1,3}))?\z");
}
