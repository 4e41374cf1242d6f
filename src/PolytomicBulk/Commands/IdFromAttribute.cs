namespace PolytomicBulk.Commands;

/// <summary>
/// Lets an object stand for the id in one of its properties, and says what to do with what is no id. An object has several ids,
/// and PowerShell would take its own for any parameter named Id.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdFromAttribute(string property, string? otherwise = null) : ArgumentTransformationAttribute
{
    /// <summary>Advice for parameters that take the id of a connection.</summary>
    public const string FindConnection = "To use a name, specify -ConnectionName.";

    /// <summary>Advice for parameters that take the id of an execution.</summary>
    public const string FindExecution =
        "Press Tab to complete the first digits of an execution id. Get-PolytomicBulkSyncExecution 'name' | Format-List shows the full id.";

    /// <summary>Whether another parameter takes names from the pipeline.</summary>
    public bool LeavesNames { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PowerShellValue.Unwrap(inputData) is IList list ? list.Cast<object?>().Select(ToId).ToArray() : ToId(inputData);

    /// <summary>Converts an item to an id. Anything else is left to PowerShell's own conversion.</summary>
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
            BulkSyncSchedule when property == "ScheduleId" => throw new ArgumentTransformationMetadataException(ScheduleIdAttribute.Missing),
            // An execution without such an id may bind to another parameter that takes the bulk sync.
            ApiObject when Wanted is { } wanted =>
                throw new ArgumentTransformationMetadataException($"This is {ObjectKinds.InWords(bare.GetType().Name)}, not {wanted}."),
            _ => item,
        };
    }

    private ArgumentTransformationMetadataException NotAnId(string message) =>
        // After a failed cast, PowerShell tries to bind the other parameter.
        LeavesNames ? new(message, new PSInvalidCastException(message)) : new(message);

    /// <summary>The kind of object that the id is of; null if there are several.</summary>
    private string? Wanted => property switch
    {
        "ConnectionId" => "a connection",
        "PolicyId" => "a policy",
        "OrganizationId" => "an organization",
        _ => null,
    };
}
