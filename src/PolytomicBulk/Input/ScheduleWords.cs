namespace PolytomicBulk.Input;

/// <summary>Reads a schedule from the words that the module writes, such as in a CSV file.</summary>
internal static class ScheduleWords
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly string[] Shapes =
    [
        @"^(?<frequency>manual|continuous|hourly|daily|weekly)$",
        @"^(?<frequency>hourly) at :(?<minute>[0-9]+)$",
        @"^(?<frequency>daily) (?<hour>[0-9]+):(?<minute>[0-9]+) UTC$",
        @"^(?<frequency>weekly) (?<day_of_week>[a-z]+) (?<hour>[0-9]+):(?<minute>[0-9]+) UTC$",
        @"^(?<frequency>custom)( month (?<month>[^ :]+))?( day (?<day_of_month>[^ :]+))?( (?<day_of_week>[^ :]+))? (?<hour>[^ :]+):(?<minute>[^ :]+) UTC$",
    ];

    private static readonly string[] Parts = ["frequency", "minute", "hour", "day_of_week", "day_of_month", "month"];

    /// <summary>The parts of a schedule; null if the text is not a schedule in words.</summary>
    public static Dictionary<string, object?>? Read(string name, string text)
    {
        var words = text.Trim();
        if (Shapes.Select(shape => Regex.Match(words, shape, Options)).FirstOrDefault(match => match.Success) is { } found)
        {
            return Parts.Where(part => found.Groups[part].Success).ToDictionary(part => part, part => (object?)Plain(found.Groups[part].Value));
        }

        var first = words.Split(' ')[0].ToLowerInvariant();
        if (ApiTables.Schedule["frequency"].Values.All(known => known.Text != first)) return null;
        throw new ArgumentException(
            $"{name} '{words}' does not contain all values of the schedule. "
                + "Use a hashtable, such as @{frequency='daily'; hour=12; minute=30}, or JSON text.");
    }

    /// <summary>A number without leading zero.</summary>
    private static string Plain(string part) => Regex.IsMatch(part, "^0[0-9]$") ? part.Substring(1) : part.ToLowerInvariant();
}
