using System.Management.Automation;
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
}
