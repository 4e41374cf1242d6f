using System.Collections;
using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>
/// Lets an object stand for the id in one of its properties, and says what to do with a text that is no id. An object below
/// a sync has an id of its own beside the sync's, and PowerShell would take that one for a parameter named Id.
/// </summary>
/// <param name="property">The property with the id that is meant.</param>
/// <param name="otherwise">What to do where there is a name in place of an id.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdFromAttribute(string property, string? otherwise = null) : ArgumentTransformationAttribute
{
    /// <summary>For parameters that take a connection, of which none has a name beside it.</summary>
    public const string FindConnection = "Get-PolytomicConnection finds a connection by its name.";

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list ? list.Cast<object?>().Select(ToId).ToArray() : ToId(inputData);

    /// <summary>What is no id and has none is left to PowerShell's own conversion, which may know better.</summary>
    private object? ToId(object? item)
    {
        var bare = item is PSObject wrapped ? wrapped.BaseObject : item;
        if (bare is string text) return otherwise is null || Guid.TryParse(text, out _) ? item : throw new ArgumentTransformationMetadataException($"'{PlainText.Of(text)}' is not an id. {otherwise}");
        return item is not null && LanguagePrimitives.TryConvertTo(PSObject.AsPSObject(item).Properties[property]?.Value, out Guid id) && id != Guid.Empty ? id : item;
    }
}
