using System.Collections;
using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>
/// Lets an object stand for the id in one of its properties. An object below a sync has an id of its own beside the
/// sync's, and PowerShell would take that one for a parameter named Id.
/// </summary>
/// <param name="property">The property with the id that is meant.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdFromAttribute(string property) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list
            ? list.Cast<object?>().SelectMany(item => Ids(item) ?? [item]).ToArray()
            : Ids(inputData) ?? inputData;

    /// <summary>Null where the object has no such id, and is left to PowerShell's own conversion.</summary>
    private object?[]? Ids(object? item) =>
        item is not null && LanguagePrimitives.TryConvertTo(PSObject.AsPSObject(item).Properties[property]?.Value, out Guid id) && id != Guid.Empty ? [id] : null;
}
