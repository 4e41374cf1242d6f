using System.Management.Automation.Internal;

namespace PolytomicBulk;

/// <summary>Handles the wrappers that PowerShell puts around values.</summary>
internal static class PowerShellValue
{
    /// <summary>The value without PowerShell's wrappers; null for all kinds of nothing.</summary>
    public static object? Unwrap(object? value) => value switch
    {
        PSObject { BaseObject: PSCustomObject } => value == AutomationNull.Value ? null : value,
        PSObject wrapped => Unwrap(wrapped.BaseObject),
        DBNull => null,
        _ => value,
    };

    /// <summary>Adds a property to an object of the module, unless it has one with this name.</summary>
    public static object WithNote(object value, string name, object note)
    {
        var wrapped = PSObject.AsPSObject(value);
        if (wrapped.BaseObject.GetType().Assembly != typeof(ApiObject).Assembly || wrapped.Properties[name] is not null) return value;
        wrapped.Properties.Add(new PSNoteProperty(name, note));
        return wrapped;
    }
}
