namespace PolytomicBulk.Input;

/// <summary>Accepts an object in place of the id or the name of its bulk sync.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SyncFromAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether an execution or schema stands for its bulk sync. False for commands that change the bulk sync.</summary>
    public bool TakesParts { get; init; }

    /// <summary>The parameter that takes names, if this one takes only ids.</summary>
    public string? NameParameter { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PowerShellValue.Unwrap(inputData) switch
    {
        // PowerShell refuses an empty value.
        null or "" => inputData,
        IList list => list.Cast<object?>().Select(item => PowerShellValue.Unwrap(item) is null or "" ? item : Read(item)).ToArray(),
        _ => Read(inputData),
    };

    private object Read(object? item)
    {
        try
        {
            var sync = SyncInput.Read(item, TakesParts);
            if (NameParameter is null) return sync.ToString();
            return sync.Id ?? throw new ArgumentException($"'{PlainText.Of(sync.Name!)}' is not an id. To use a name, specify {NameParameter}.");
        }
        catch (ArgumentException wrong)
        {
            // After a failed cast, PowerShell tries to bind the columns of the row.
            throw SyncInput.IsRow(item)
                ? new ArgumentTransformationMetadataException(wrong.Message, new PSInvalidCastException(wrong.Message))
                : new ArgumentTransformationMetadataException(wrong.Message);
        }
    }
}
