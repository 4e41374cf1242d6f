namespace PolytomicBulk.Input;

/// <summary>Reads a TimeSpan from a text such as 24h. A number without a unit is refused.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SpanTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>A longer span is probably a mistake.</summary>
    private const int MostDays = 366;

    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var text = TimeOrAgeAttribute.TextOf(inputData);
        var span = PowerShellValue.Unwrap(inputData) is TimeSpan given ? given
            : TimeOrAgeAttribute.ReadSpan(text)
                ?? (text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : TimeSpan.Zero);
        return span > TimeSpan.Zero && span.TotalDays <= MostDays
            ? span
            : throw new ArgumentTransformationMetadataException(
                $"'{PlainText.Line(text)}' is not a span of up to {MostDays} days: specify a TimeSpan, or a whole number and m, h, d or w for minutes, hours, "
                    + "days or weeks, such as 24h.");
    }
}
