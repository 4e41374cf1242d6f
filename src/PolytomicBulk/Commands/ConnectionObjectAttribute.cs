using System.Collections;
using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>
/// Takes connections, and copies of them that Select-Object or another process has made. PowerShell would make one of any object with an Id, which
/// is meant for a parameter beside.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionObjectAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PowerShellValue.Unwrap(inputData) is IList list ? list.Cast<object?>().Select(ToConnection).ToArray() : ToConnection(inputData);

    /// <summary>A text cannot become a connection, so that the parameter is not bound to what is none.</summary>
    private static object? ToConnection(object? item) => PowerShellValue.Unwrap(item) switch
    {
        null or Connection => item,
        _ when IsCopy(item!) && LanguagePrimitives.TryConvertTo(PSObject.AsPSObject(item).Properties[nameof(Connection.Id)]?.Value, out Guid id) =>
            new Connection { Id = id },
        _ => item!.ToString(),
    };

    private static bool IsCopy(object item) =>
        PSObject.AsPSObject(item).TypeNames.Any(name => name.EndsWith($".{typeof(Connection).FullName}", StringComparison.Ordinal));
}
