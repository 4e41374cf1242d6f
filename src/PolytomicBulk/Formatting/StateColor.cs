using System.ComponentModel;

namespace PolytomicBulk.Formatting;

/// <summary>Colours the words for states in tables. For the views.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StateColor
{
    private static readonly (string Group, string Name) Good = ("Foreground", "Green");
    private static readonly (string Group, string Name) UnderWay = ("Foreground", "Cyan");
    private static readonly (string Group, string Name) Bad = ("Formatting", "Error");
    private static readonly (string Group, string Name) Doubtful = ("Formatting", "Warning");

    private static readonly Dictionary<string, (string Group, string Name)> Colors = new(StringComparer.OrdinalIgnoreCase)
    {
        ["completed"] = Good,
        ["healthy"] = Good,
        ["fresh"] = Good,
        ["created"] = UnderWay,
        ["scheduled"] = UnderWay,
        ["running"] = UnderWay,
        ["exporting"] = UnderWay,
        ["processing"] = UnderWay,
        ["canceling"] = UnderWay,
        ["refreshing"] = UnderWay,
        ["failed"] = Bad,
        ["errors"] = Bad,
        ["error"] = Bad,
        ["unhealthy"] = Bad,
        ["interrupted"] = Doubtful,
        ["canceled"] = Doubtful,
        ["warning"] = Doubtful,
        ["warn"] = Doubtful,
    };

    /// <summary>A word in the colour of what it means, or as it is where it means nothing known or colours are not wanted.</summary>
    public static string? Paint(string? state) => Paint(state, Style);

    /// <summary>The same in a style.</summary>
    public static string? Paint(string? state, object? style)
    {
        state = state is null ? null : PlainText.Of(state);
        if (style is null || state is null || !Colors.TryGetValue(state, out var color)) return state;
        // PowerShell looks for NO_COLOR as it starts, and takes colours out of what it redirects itself; not out of what its caller does.
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))) return state;
        if (Console.IsOutputRedirected && $"{Read(style, "OutputRendering")}" == "Host") return state;
        return $"{Read(Read(style, color.Group), color.Name)}{state}{Read(style, "Reset")}";
    }

    private static object? Style => typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle")?.GetProperty("Instance")?.GetValue(null);

    private static object? Read(object? from, string property) => from is null ? null : PSObject.AsPSObject(from).Properties[property]?.Value;
}
