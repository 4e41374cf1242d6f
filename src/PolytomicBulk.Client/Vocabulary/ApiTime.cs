namespace PolytomicBulk.Vocabulary;

/// <summary>Times as files and the API write them.</summary>
internal static class ApiTime
{
    private static readonly Regex Iso = new(
        @"^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?(?<zone>[Zz]|[+-]\d\d:?\d\d)?)?$", RegexOptions.CultureInvariant);

    /// <summary>What is wrong with a text as a time that somebody elsewhere reads, as words that follow a name; null where nothing is.</summary>
    public static string? FaultOf(string? text)
    {
        if (text is null || Iso.Match(text) is not { Success: true } match || !DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _))
        {
            return "must be a time, such as '2026-03-01T00:00:00Z'";
        }

        return match.Groups["zone"].Success ? null : "needs a time zone: '2026-03-01T00:00:00Z' is in UTC, '2026-03-01T00:00:00+02:00' is two hours ahead";
    }
}
