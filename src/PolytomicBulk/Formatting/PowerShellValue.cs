using System.Management.Automation.Internal;

namespace PolytomicBulk;

/// <summary>Values as PowerShell hands them over.</summary>
internal static class PowerShellValue
{
    /// <summary>What is inside of PowerShell's wrapping; null for all that PowerShell has for nothing.</summary>
    public static object? Unwrap(object? value) => value switch
    {
        PSObject { BaseObject: PSCustomObject } => value == AutomationNull.Value ? null : value,
        PSObject wrapped => Unwrap(wrapped.BaseObject),
        DBNull => null,
        _ => value,
    };

    /// <summary>An object of the module with a property more, unless it has one of that name. What is not the module's own is left alone.</summary>
    public static object WithNote(object value, string name, object note)
    {
        var wrapped = PSObject.AsPSObject(value);
        if (wrapped.BaseObject.GetType().Assembly != typeof(ApiObject).Assembly || wrapped.Properties[name] is not null) return value;
        wrapped.Properties.Add(new PSNoteProperty(name, note));
        return wrapped;
    }
}
