namespace PolytomicBulk.Input;

/// <summary>Reads a time with <see cref="TimeInput"/>. PowerShell itself would accept numbers and other calendars.</summary>
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
