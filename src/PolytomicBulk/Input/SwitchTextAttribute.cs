namespace PolytomicBulk.Input;

/// <summary>Reads a switch from the text of a CSV file. A blank cell is false.</summary>
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
