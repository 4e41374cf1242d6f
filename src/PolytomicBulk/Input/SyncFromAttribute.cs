namespace PolytomicBulk.Input;

/// <summary>Lets what stands for a bulk sync take the place of its id, or of its name where the parameter takes names.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SyncFromAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether a part of a sync, such as an execution, stands for the sync. Where the sync would change, it does not.</summary>
    public bool TakesParts { get; init; }

    /// <summary>The parameter that takes the name of a sync, where this one takes ids alone.</summary>
    public string? NameParameter { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PowerShellValue.Unwrap(inputData) switch
    {
        // An empty value is PowerShell's to refuse.
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
            // With a failed cast, PowerShell goes on to bind the row's columns.
            throw SyncInput.IsRow(item)
                ? new ArgumentTransformationMetadataException(wrong.Message, new PSInvalidCastException(wrong.Message))
                : new ArgumentTransformationMetadataException(wrong.Message);
        }
    }
}
