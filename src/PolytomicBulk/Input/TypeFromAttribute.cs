namespace PolytomicBulk.Input;

/// <summary>Accepts an object in place of the id of its type of connection. Text is an id or a name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TypeFromAttribute : ArgumentTransformationAttribute
{
    private const string Message = "This is not a type of connection. Pipe the output of Get-PolytomicConnectionType, or the id or name of a type.";

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PowerShellValue.Unwrap(inputData) switch
    {
        null or string or IList => inputData,
        _ when IdOf(PSObject.AsPSObject(inputData)) is { Length: > 0 } id => id,
        // After a failed cast, PowerShell tries to bind the other parameter.
        _ => throw new ArgumentTransformationMetadataException(Message, new PSInvalidCastException(Message)),
    };

    /// <summary>The id of a type; null for any other object, and for a row that may be one. A row has the columns of a type.</summary>
    private static string? IdOf(PSObject item) => ObjectKinds.Of(item) switch
    {
        nameof(ConnectionType) or nameof(ConnectionTypeSummary) => TextIn(item, "Id"),
        null when item.Properties["ConfigurationForm"] is not null => TextIn(item, "Id"),
        _ => null,
    };

    private static string? TextIn(PSObject item, string property) => PowerShellValue.Unwrap(item.Properties[property]?.Value) as string;
}
