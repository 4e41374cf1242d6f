namespace PolytomicBulk.Input;

/// <summary>Reads policies from ids, names, objects, or a cell of a CSV file.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PolicyTextAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PowerShellValue.Unwrap(inputData) switch
    {
        null => null,
        string text when string.IsNullOrWhiteSpace(text) => null,
        string text => text.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(item => item.Trim()).ToArray(),
        IEnumerable items and not IDictionary and not JsonMap => items.Cast<object?>().Select(ToText).ToArray(),
        _ => new[] { ToText(inputData) },
    };

    private static string ToText(object? item) => PowerShellValue.Unwrap(item) switch
    {
        string text when !string.IsNullOrWhiteSpace(text) => text.Trim(),
        Guid id => id.ToString(),
        PolytomicPolicy { Id: { } id } => id.ToString(),
        null or "" => throw new ArgumentTransformationMetadataException("A policy is empty. Check the variable."),
        var other when PSObject.AsPSObject(item).Properties["PolicyId"]?.Value is { } id => id.ToString()!,
        var other => throw new ArgumentTransformationMetadataException($"'{PlainText.Line(other.ToString() ?? "")}' is not a policy. Specify an id or a name."),
    };
}
