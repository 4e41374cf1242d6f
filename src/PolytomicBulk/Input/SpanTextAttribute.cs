namespace PolytomicBulk.Input;

/// <summary>Takes a text such as 24h for a TimeSpan. A bare number is refused, since nothing says of what.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SpanTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>Of what comes later, more than that is a slip of the finger.</summary>
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
