namespace PolytomicBulk.Input;

/// <summary>Lets the cmdlet refuse a key in plain text. PowerShell's own error would show the line with the key.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>Replaces a key in plain text.</summary>
    public static readonly SecureString Refused = new();

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PowerShellValue.Unwrap(inputData) is null or SecureString ? inputData : Refused;
}
