namespace PolytomicBulk.Input;

/// <summary>Treats a blank cell of a CSV file as a parameter that was not given.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankIsNullAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellValue.Unwrap(inputData) is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
}
