namespace PolytomicBulk.Input;

/// <summary>Takes a CSV file's cell, whose items are separated by semicolons as the module itself writes them, for a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListTextAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellValue.Unwrap(inputData) switch
        {
            string text when string.IsNullOrWhiteSpace(text) => null,
            // A list or an object in JSON is one text, whatever is in it.
            string text when text.TrimStart() is not ['[' or '{', ..] =>
                text.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(item => item.Trim()).ToArray(),
            _ => inputData,
        };
}
