using System.ComponentModel;
using System.Management.Automation;

namespace PolytomicBulk.Formatting;

/// <summary>Colours the words for states in tables. For the views, which are scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StateColor
{
    /// <summary>A word in the colour of what it means, or as it is where it means nothing known or colours are not wanted.</summary>
    /// <param name="state">The word.</param>
    /// <param name="style">PowerShell's $PSStyle; null in Windows PowerShell, which has none.</param>
    public static string? Paint(string? state, object? style)
    {
        // The build leaves what is coloured as it is; see PlainText.
        state = state is null ? null : PlainText.Of(state);
        // PowerShell looks for NO_COLOR as it starts, and takes colours out of what it redirects itself; not out of what its caller does.
        if (style is null || ColorOf(state) is not { } color || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))) return state;
        if (Console.IsOutputRedirected && $"{Read(style, "OutputRendering")}" == "Host") return state;
        return $"{Read(Read(style, color.Group), color.Name)}{state}{Read(style, "Reset")}";
    }

    private static (string Group, string Name)? ColorOf(string? state) => state switch
    {
        "completed" or "healthy" or "fresh" => ("Foreground", "Green"),
        "created" or "scheduled" or "running" or "exporting" or "processing" or "canceling" or "refreshing" => ("Foreground", "Cyan"),
        "failed" or "errors" or "error" or "unhealthy" => ("Formatting", "Error"),
        "interrupted" or "canceled" or "warning" or "warn" => ("Formatting", "Warning"),
        _ => null,
    };

    private static object? Read(object? from, string property) => from is null ? null : PSObject.AsPSObject(from).Properties[property]?.Value;
}
