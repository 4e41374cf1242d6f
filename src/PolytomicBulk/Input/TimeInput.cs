namespace PolytomicBulk.Input;

/// <summary>Reads a time. ISO 8601 means the same in every culture. Numbers, and times without a date, are refused.</summary>
internal static class TimeInput
{
    private const string HowTo = "Use 2026-03-01, 2026-03-01T12:30:00Z or a DateTime. A time without a zone is local.";

    /// <summary>A year outside this range comes from another calendar or order of parts.</summary>
    private const int FirstYear = 1900, LastYear = 2200;

    private static readonly Regex Iso = new(
        @"^(?<date>\d{4}-\d\d-\d\d)([T ](?<time>\d\d:\d\d)(:(?<second>\d\d)([.,](?<fraction>\d{1,9}))?)?)?\s*(?<zone>Z|[+-]\d\d(:?\d\d)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>The time. A time without a zone is local.</summary>
    public static DateTime? Read(string name, object? value) => Parse(name, value)?.Time;

    /// <summary>The last moment that a time can mean. A text without fractions means the whole second.</summary>
    public static DateTime? ReadLatest(string name, object? value) =>
        Parse(name, value) is var (time, precision) ? time + precision - TimeSpan.FromTicks(1) : null;

    private static (DateTime Time, TimeSpan Precision)? Parse(string name, object? value)
    {
        switch (PowerShellValue.Unwrap(value))
        {
            case null: return null;
            case string text when string.IsNullOrWhiteSpace(text): return null;
            case DateTime time: return (time, TimeSpan.FromTicks(1));
            case DateTimeOffset time: return (time.LocalDateTime, TimeSpan.FromTicks(1));
            case string text when Iso.Match(text.Trim()) is { Success: true } parts: return ParseIso(parts) ?? throw NoTime(name, text);
            case string text: return ParseLocal(text.Trim()) ?? throw NoTime(name, text);
            case var other: throw NoTime(name, Convert.ToString(other, CultureInfo.InvariantCulture) ?? "");
        }
    }

    private static (DateTime, TimeSpan)? ParseIso(Match parts)
    {
        var (time, second, fraction) = (parts.Groups["time"], parts.Groups["second"], parts.Groups["fraction"]);
        // .NET reads no more than seven digits.
        var digits = fraction.Value.Length > 7 ? fraction.Value.Substring(0, 7) : fraction.Value;
        var text = $"{parts.Groups["date"].Value}T{(time.Success ? time.Value : "00:00")}:{(second.Success ? second.Value : "00")}"
            + (digits.Length > 0 ? "." + digits : "") + Zone(parts.Groups["zone"].Value);
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var read)) return null;
        return (read, digits.Length > 0 ? TimeSpan.FromTicks((long)Math.Pow(10, 7 - digits.Length)) : PrecisionOf(time.Success, second.Success));
    }

    /// <summary>.NET needs the colon in a zone.</summary>
    private static string Zone(string zone) => zone.Length switch { 3 => zone + ":00", 5 => zone.Insert(3, ":"), _ => zone.ToUpperInvariant() };

    private static (DateTime, TimeSpan)? ParseLocal(string text)
    {
        // Only digits are a number, such as a Unix time, or an ambiguous date.
        if (Regex.IsMatch(text, @"^[+-]?[\d.,]+\z") && !Regex.IsMatch(text, @"^\d{1,4}\.\d{1,2}\.\d{1,4}\z")) return null;
        const DateTimeStyles Styles = DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.AssumeLocal | DateTimeStyles.AllowWhiteSpaces;
        if (!DateTime.TryParse(text, CultureInfo.CurrentCulture, Styles, out var time) || time.Year is < FirstYear or > LastYear) return null;
        // A CSV file has times of the form G, which some cultures write without colons, such as 13.45.00.
        var colons = Is("G") ? 2 : Is("g") ? 1 : text.Count(letter => letter == ':');
        return (time, PrecisionOf(colons > 0, colons > 1));

        bool Is(string form) => DateTime.TryParseExact(text, form, CultureInfo.CurrentCulture, Styles, out _);
    }

    private static TimeSpan PrecisionOf(bool hasTime, bool hasSeconds) =>
        hasSeconds ? TimeSpan.FromSeconds(1) : hasTime ? TimeSpan.FromMinutes(1) : TimeSpan.FromDays(1);

    private static ArgumentException NoTime(string name, string text) => new($"{name} cannot be '{text}', because that is not a time. {HowTo}");
}
