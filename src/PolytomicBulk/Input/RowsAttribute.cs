namespace PolytomicBulk.Input;

/// <summary>Converts rows of a file, or objects of another process, to objects of the module.</summary>
/// <param name="kind">The type of the objects.</param>
internal abstract class RowsAttribute(Type kind) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return PowerShellValue.Unwrap(inputData) switch
            {
                null => inputData,
                var value when value.GetType() is var type && (type == kind || type.GetElementType() == kind) => inputData,
                IList items => items.Cast<object?>().Select(ReadOrKeep).ToArray(),
                _ => Read(PSObject.AsPSObject(inputData)),
            };
        }
        catch (ArgumentException fault)
        {
            throw new ArgumentTransformationMetadataException(fault.Message, fault);
        }
    }

    /// <summary>Converts a row.</summary>
    /// <exception cref="ArgumentException">The row is something else.</exception>
    private protected abstract object Read(PSObject row);

    private object? ReadOrKeep(object? item) => PowerShellValue.Unwrap(item) is { } value && value.GetType() != kind ? Read(PSObject.AsPSObject(item)) : item;
}
