namespace PolytomicBulk.Input;

/// <summary>Reads a list from a cell of a CSV file, with semicolons between the items.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListTextAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellValue.Unwrap(inputData) switch
        {
            string text when string.IsNullOrWhiteSpace(text) => null,
            // JSON is one text.
            string text when text.TrimStart() is not ['[' or '{', ..] =>
                text.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(item => item.Trim()).ToArray(),
            _ => inputData,
        };
}
