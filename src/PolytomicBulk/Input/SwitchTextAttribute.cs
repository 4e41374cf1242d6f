namespace PolytomicBulk.Input;

/// <summary>Lets a switch be fed by a CSV file's text, where a blank cell is false.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SwitchTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return new SwitchParameter(Flags.Read("The value", inputData) ?? false);
        }
        catch (ArgumentException fault)
        {
            throw new ArgumentTransformationMetadataException(fault.Message, fault);
        }
    }
}
