namespace PolytomicBulk.Input;

/// <summary>Refuses an empty value for a switch. PowerShell would convert it to false, which changes the setting.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class GivenSwitchAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PowerShellValue.Unwrap(inputData) is null
        ? throw new ArgumentTransformationMetadataException("The value is empty. Check the variable, or use $true or $false.")
        : inputData!;
}
