namespace PolytomicBulk.Commands;

/// <summary>Lets an object stand for the schema in its SchemaId or Schema. Without one, it binds only to the parameters that take the bulk sync.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SchemaFromAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PowerShellValue.Unwrap(inputData) switch
    {
        null => inputData,
        IList list => list.Cast<object?>().Select(ToId).ToArray(),
        _ => new[] { ToId(inputData) },
    };

    private static object? ToId(object? item)
    {
        var bare = PowerShellValue.Unwrap(item);
        if (bare is null or string or ValueType) return item;
        var row = PSObject.AsPSObject(item!);
        // A copy of a schema may lack the SchemaId. The result of an execution for a schema has a Schema.
        var value = row.Properties["SchemaId"]?.Value
            ?? (ObjectKinds.Of(row) == nameof(BulkSyncSchema) ? row.Properties["Id"]?.Value : null)
            ?? row.Properties["Schema"]?.Value;
        if ($"{value}" is { Length: > 0 } id) return id;
        var message = $"'{PlainText.Line($"{item}")}' is not a schema: it has no SchemaId.";
        // After a failed cast, PowerShell tries to bind the other parameters.
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
