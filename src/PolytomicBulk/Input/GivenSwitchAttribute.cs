namespace PolytomicBulk.Input;

/// <summary>Refuses nothing in place of true or false: PowerShell takes it for false, which is a change where a setting is a switch.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class GivenSwitchAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PowerShellValue.Unwrap(inputData) is null
        ? throw new ArgumentTransformationMetadataException("The value is empty. Check the variable, or use $true or $false.")
        : inputData!;
}
