using System.ComponentModel;

namespace PolytomicBulk.Formatting;

/// <summary>Colors states in views.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StateColor
{
    private static readonly Dictionary<string, (string Group, string Name)> Colors = new (string Group, string Name, string States)[]
    {
        ("Foreground", "Green", "completed healthy fresh"),
        ("Foreground", "Cyan", "created scheduled running exporting processing canceling refreshing"),
        ("Formatting", "Error", "failed errors error unhealthy"),
        ("Formatting", "Warning", "interrupted canceled warning warn"),
    }.SelectMany(color => color.States.Split(' '), (color, state) => (State: state, color.Group, color.Name))
        .ToDictionary(one => one.State, one => (one.Group, one.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>A state in its color, or as it is if the state is not known or colors are off.</summary>
    public static string? Paint(string? state) => Paint(state, Style);

    /// <summary>A state in its color of a $PSStyle, which is null in Windows PowerShell.</summary>
    public static string? Paint(string? state, object? style)
    {
        state = state is null ? null : PlainText.Of(state);
        if (style is null || state is null || !Colors.TryGetValue(state, out var color)) return state;
        // PowerShell reads NO_COLOR only when it starts, and keeps colors if its caller redirects the output.
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))) return state;
        if (Console.IsOutputRedirected && $"{Read(style, "OutputRendering")}" == "Host") return state;
        return $"{Read(Read(style, color.Group), color.Name)}{state}{Read(style, "Reset")}";
    }

    private static object? Style => typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle")?.GetProperty("Instance")?.GetValue(null);

    private static object? Read(object? from, string property) => from is null ? null : PSObject.AsPSObject(from).Properties[property]?.Value;
}
