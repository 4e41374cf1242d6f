namespace PolytomicBulk.Commands;

/// <summary>
/// Lets an object stand for the id in one of its properties, and says what to do with what is no id. An object has several ids,
/// and PowerShell would take its own for any parameter named Id.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdFromAttribute(string property, string? otherwise = null) : ArgumentTransformationAttribute
{
    /// <summary>For parameters that take a connection's id, each of which has another beside it that takes the name.</summary>
    public const string FindConnection = "To use a name, specify -ConnectionName.";

    /// <summary>For parameters that take an execution.</summary>
    public const string FindExecution =
        "Press Tab to complete the first digits of an execution id. Get-PolytomicBulkSyncExecution 'name' | Format-List shows the full id.";

    /// <summary>Whether a parameter beside takes names from the pipeline.</summary>
    public bool LeavesNames { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PowerShellValue.Unwrap(inputData) is IList list ? list.Cast<object?>().Select(ToId).ToArray() : ToId(inputData);

    /// <summary>What is no id and has none is left to PowerShell's own conversion, which may know better.</summary>
    private object? ToId(object? item)
    {
        var bare = PowerShellValue.Unwrap(item);
        return bare switch
        {
            string text when !Guid.TryParse(text, out _) => otherwise is null
                ? item
                : throw NotAnId($"'{PlainText.Of(text)}' is not an id. {otherwise}"),
            string or Guid => Guid.Parse(bare.ToString()!) != Guid.Empty
                ? item
                : throw new ArgumentTransformationMetadataException($"{bare} is an empty id. Check the variable that it comes from. {otherwise}"),
            bool value => throw new ArgumentTransformationMetadataException(
                $"{value} is not an id. Use a colon for the value of a switch, such as -Active:${value.ToString().ToLowerInvariant()}."),
            null => item,
            _ when LanguagePrimitives.TryConvertTo(PSObject.AsPSObject(item).Properties[property]?.Value, out Guid id) && id != Guid.Empty => id,
            // An execution that has no such id may come to a parameter beside, which takes the sync.
            ApiObject when Wanted is { } wanted =>
                throw new ArgumentTransformationMetadataException($"This is {ObjectKinds.InWords(bare.GetType().Name)}, not {wanted}."),
            _ => item,
        };
    }

    private ArgumentTransformationMetadataException NotAnId(string message) =>
        // With a failed cast, PowerShell goes on to bind the other parameter.
        LeavesNames ? new(message, new PSInvalidCastException(message)) : new(message);

    /// <summary>What has the property; null where objects of several kinds may stand for the id.</summary>
    private string? Wanted => property switch
    {
        "ConnectionId" => "a connection",
        "PolicyId" => "a policy",
        "OrganizationId" => "an organization",
        _ => null,
    };
}
