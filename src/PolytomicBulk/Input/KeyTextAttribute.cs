namespace PolytomicBulk.Input;

/// <summary>Lets the cmdlet refuse a key that is no SecureString: PowerShell's own error would keep the line that the key was typed on.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>What such a key becomes.</summary>
    public static readonly SecureString Refused = new();

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PowerShellValue.Unwrap(inputData) is null or SecureString ? inputData : Refused;
}
