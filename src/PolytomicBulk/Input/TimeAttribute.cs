namespace PolytomicBulk.Input;

/// <summary>Takes a point in time as <see cref="TimeInput"/> reads it, in place of PowerShell, which reads numbers and other calendars.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeAttribute(string name) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return TimeInput.Read(name, inputData);
        }
        catch (ArgumentException wrong)
        {
            throw new ArgumentTransformationMetadataException(wrong.Message);
        }
    }
}
