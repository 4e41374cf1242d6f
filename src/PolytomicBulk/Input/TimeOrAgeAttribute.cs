namespace PolytomicBulk.Input;

/// <summary>Reads a time, or an age such as a TimeSpan or 12h. The session's clock is not known yet, so an age stays an age.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeOrAgeAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var given = PowerShellValue.Unwrap(inputData);
        if (given is TimeOrAge) return given;
        if (given is TimeSpan span) return ToAge(span);
        if (given is null or DateTime or DateTimeOffset) return ToTime(given);
        var text = TextOf(inputData);
        if (ReadSpan(text) is { } age) return ToAge(age);

        try
        {
            // PowerShell reads 30s, 1y and 0x10 as numbers.
            return ToTime(given is string ? text : given);
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

    private static TimeOrAge? ToTime(object? value) => TimeInput.Read("A time", value) is { } time ? new(time) : null;

    private static TimeOrAge ToAge(TimeSpan age)
    {
        try
        {
            return new(age);
        }
        catch (ArgumentException wrong)
        {
            throw new ArgumentTransformationMetadataException(wrong.Message);
        }
    }
}
