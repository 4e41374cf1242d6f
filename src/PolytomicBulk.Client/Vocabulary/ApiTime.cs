namespace PolytomicBulk.Vocabulary;

/// <summary>Times in files and in the API.</summary>
internal static class ApiTime
{
    private static readonly Regex Iso = new(
        @"^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?(?<zone>[Zz]|[+-]\d\d:?\d\d)?)?$", RegexOptions.CultureInvariant);

    /// <summary>Why a text is not a time that is valid everywhere, in words that follow a name. Null if it is valid.</summary>
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
