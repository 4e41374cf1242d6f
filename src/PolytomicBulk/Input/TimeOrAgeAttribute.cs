namespace PolytomicBulk.Input;

/// <summary>Converts an age, such as a TimeSpan or 12h, to a time. A time is kept.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeOrAgeAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (PowerShellValue.Unwrap(inputData) is TimeSpan span) return Ago(span);
        if (PowerShellValue.Unwrap(inputData) is null or DateTime or DateTimeOffset) return TimeInput.Read("A time", inputData);
        var text = TextOf(inputData);
        if (ReadSpan(text) is { } age) return Ago(age);

        try
        {
            // PowerShell reads 30s, 1y and 0x10 as numbers.
            return TimeInput.Read("A time", PowerShellValue.Unwrap(inputData) is string ? text : inputData);
        }
        catch (ArgumentException)
        {
            throw new ArgumentTransformationMetadataException(
                $"'{text}' is neither a time, such as 2026-03-01 or (Get-Date).AddDays(-1), nor an age: "
                    + "a whole number and m, h, d or w for minutes, hours, days or weeks, such as 12h.");
        }
    }

    /// <summary>The typed text. PowerShell reads 1d as a number and keeps the text with it.</summary>
    internal static string TextOf(object? input) => LanguagePrimitives.ConvertTo<string>(input).Trim();

    /// <summary>Reads a span such as 12h; null if the text is not a span.</summary>
    internal static TimeSpan? ReadSpan(string text) =>
        // In many tools, M is a month.
        Regex.Match(text, @"^(\d{1,5})(m|[hHdDwW])\z") is { Success: true } span
            ? ToSpan(int.Parse(span.Groups[1].Value, CultureInfo.InvariantCulture), span.Groups[2].Value)
            : null;

    private static TimeSpan ToSpan(int number, string unit) => unit.ToUpperInvariant() switch
    {
        "M" => TimeSpan.FromMinutes(number),
        "H" => TimeSpan.FromHours(number),
        "D" => TimeSpan.FromDays(number),
        _ => TimeSpan.FromDays(7 * number),
    };

    private static DateTime Ago(TimeSpan age)
    {
        var now = DateTime.UtcNow;
        if (age < TimeSpan.Zero || age > now - DateTime.MinValue)
        {
            throw new ArgumentTransformationMetadataException($"The age {age} is negative or too large. For one day ago, use 1d or [timespan]::FromDays(1).");
        }

        return (now - age).ToLocalTime();
    }
}
