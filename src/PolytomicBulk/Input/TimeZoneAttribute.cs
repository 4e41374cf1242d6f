namespace PolytomicBulk.Input;

/// <summary>Reads a time zone from its name, such as Europe/Berlin.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeZoneAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (PowerShellValue.Unwrap(inputData) is not string name) return inputData;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name.Trim());
        }
        catch (Exception fault) when (fault is TimeZoneNotFoundException or InvalidTimeZoneException or ArgumentException)
        {
            throw new ArgumentTransformationMetadataException(
                $"This computer has no time zone '{PlainText.Line(name)}'. To list the time zones, run Get-TimeZone -ListAvailable.");
        }
    }
}
