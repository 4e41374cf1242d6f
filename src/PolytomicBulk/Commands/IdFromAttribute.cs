using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>
/// Lets an object stand for the id in one of its properties, and says what to do with what is no id. An object below
/// a sync has an id of its own beside the sync's, and PowerShell would take that one for a parameter named Id.
/// </summary>
/// <param name="property">The property with the id that is meant.</param>
/// <param name="otherwise">What to do where there is a name in place of an id.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdFromAttribute(string property, string? otherwise = null) : ArgumentTransformationAttribute
{
    private static readonly string[] Parts = [nameof(BulkSyncSchema), nameof(BulkSyncSchedule), nameof(BulkSyncSchemaExecution), nameof(BulkSyncLogEntry)];

    /// <summary>For parameters that take a connection's id, each of which has another beside it that takes the name.</summary>
    public const string FindConnection = "-ConnectionName takes the name of a connection.";

    /// <summary>For parameters that take an execution.</summary>
    public const string FindExecution =
        "Tab completes an execution's id from its first digits, and Get-PolytomicBulkSyncExecution 'name' | Format-List shows it in full.";

    /// <summary>Whether a part of a sync stands for the sync. Where something is done with a sync, that would be more than anybody asked for.</summary>
    public bool TakesParts { get; init; }

    /// <summary>Whether a connection is left to a parameter beside.</summary>
    public bool LeavesConnections { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PowerShellValue.Unwrap(inputData) is IList list ? list.Cast<object?>().Select(ToId).ToArray() : ToId(inputData);

    /// <summary>What is no id and has none is left to PowerShell's own conversion, which may know better.</summary>
    private object? ToId(object? item)
    {
        var bare = PowerShellValue.Unwrap(item);
        return bare switch
        {
            string text => otherwise is null || Guid.TryParse(text, out _)
                ? item
                : throw new ArgumentTransformationMetadataException($"'{PlainText.Of(text)}' is not an id. {otherwise}"),
            bool value => throw new ArgumentTransformationMetadataException(
                $"{value} is not an id. A switch takes its value with a colon, such as -Active:${value.ToString().ToLowerInvariant()}."),
            null => item,
            Connection when LeavesConnections => item,
            _ when property == "SyncId" && !TakesParts && PartIn(item!) is { } part =>
                throw new ArgumentTransformationMetadataException(
                    $"This is {Kind(part)}, and the whole bulk sync would be meant. Where it is, pass its SyncId."),
            _ when LanguagePrimitives.TryConvertTo(PSObject.AsPSObject(item).Properties[property]?.Value, out Guid id) && id != Guid.Empty => id,
            // An execution that has no such id may come to a parameter beside, which takes the sync.
            ApiObject when Wanted is { } wanted => throw new ArgumentTransformationMetadataException($"This is {Kind(bare.GetType().Name)}, not {wanted}."),
            _ => item,
        };
    }

    /// <summary>What has the property; null where objects of several kinds may stand for the id.</summary>
    private string? Wanted => property switch { "SyncId" => "a bulk sync", "ConnectionId" => "a connection", "PolicyId" => "a policy", _ => null };

    /// <summary>The type of a part of a sync, also of one that Select-Object or another process has made a copy of.</summary>
    private static string? PartIn(object item) =>
        PSObject.AsPSObject(item).TypeNames.Select(name => name.Substring(name.LastIndexOf('.') + 1)).FirstOrDefault(Parts.Contains);

    private static string Kind(string type)
    {
        var words = Regex.Replace(type, "(?<=[a-z])(?=[A-Z])", " ").ToLowerInvariant();
        return words[0] is 'a' or 'e' or 'i' or 'o' ? $"an {words}" : $"a {words}";
    }
}
