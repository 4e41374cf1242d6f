namespace PolytomicBulk;

/// <summary>A time to the nanosecond, as the service writes it. A DateTime is accurate only to 100 nanoseconds.</summary>
/// <param name="Second">The second, in UTC.</param>
/// <param name="Nanoseconds">The nanoseconds after that second.</param>
internal readonly record struct ExactTime(DateTime Second, long Nanoseconds)
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;

    /// <summary>The previous nanosecond.</summary>
    public ExactTime Before => Nanoseconds > 0 ? this with { Nanoseconds = Nanoseconds - 1 } : new(Second.AddSeconds(-1), NanosecondsPerSecond - 1);

    /// <summary>The next nanosecond.</summary>
    public ExactTime After => Nanoseconds < NanosecondsPerSecond - 1 ? this with { Nanoseconds = Nanoseconds + 1 } : new(Second.AddSeconds(1), 0);

    /// <summary>The time as PowerShell shows it, in local time.</summary>
    public DateTime ToLocalTime() => Second.AddTicks(Nanoseconds / NanosecondsPerTick).ToLocalTime();

    /// <summary>Converts a .NET time.</summary>
    public static ExactTime Of(DateTime time)
    {
        var ticks = time.ToUniversalTime().Ticks;
        var fraction = ticks % TimeSpan.TicksPerSecond;
        return new(new DateTime(ticks - fraction, DateTimeKind.Utc), fraction * NanosecondsPerTick);
    }

    /// <summary>Parses a time. Null if the text is not a time with a zone.</summary>
    public static ExactTime? Parse(string? text)
    {
        var match = Regex.Match(text ?? "", @"^(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)\z");
        if (!match.Success) return null;
        var whole = match.Groups[1].Value + match.Groups[3].Value;
        if (!DateTimeOffset.TryParse(whole, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return null;
        var digits = match.Groups[2].Value.PadRight(9, '0')[..9];
        return new(time.UtcDateTime, long.Parse(digits, CultureInfo.InvariantCulture));
    }

    /// <summary>The time in the format of the service.</summary>
    public override string ToString()
    {
        var fraction = Nanoseconds == 0 ? "" : "." + Nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return Second.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + "Z";
    }
}
