using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace PolytomicBulk.Formatting;

/// <summary>
/// An object's properties as views show them, by name: without what a terminal obeys, and in a table short and coloured. Reading a property is all
/// that a view may do where scripts are constrained, so each view reads from here.
/// </summary>
/// <param name="item">The object, or a copy of one that another process has made.</param>
/// <param name="isTable">Whether they are the cells of a table.</param>
internal sealed class ViewValues(PSObject item, bool isTable) : Hashtable
{
    private const int LeastWidth = 10;

    private static readonly string[] States = ["Status", "LastStatus", "Level", "CacheStatus", "Last", "Changes"];
    private static readonly string[] TimesToTheSecond = ["Timestamp", "LastRefreshStarted", "LastRefreshFinished"];

    /// <summary>
    /// The value of a property. <c>:8</c> after its name shortens an id; <c>:%</c> makes a number a percentage; <c>:w24</c> breaks lines between
    /// words, and <c>:r24</c> does so in what the other columns leave of the window.
    /// </summary>
    public override object? this[object key]
    {
        get
        {
            var (name, format) = $"{key}".Split(':') is [var plain, var how] ? (plain, how) : ($"{key}", null);
            var value = PowerShellValue.Unwrap(item.Properties[name]?.Value);
            return format switch
            {
                "8" => $"{value}".Split('-')[0],
                "%" => value is double share ? $"{share.ToString("0.0", CultureInfo.CurrentCulture)} %" : null,
                null => isTable ? ToCell(name, value) : ToText(value),
                _ => ToCell(name, value) is string text && text.IndexOf('\x1b') < 0 ? Wrap(text, WidthOf(format)) : ToCell(name, value),
            };
        }
        set => throw new NotSupportedException();
    }

    public override bool Contains(object key) => true;

    public override bool ContainsKey(object key) => true;

    private static object? ToCell(string name, object? value) => value switch
    {
        DateTime time => time.ToString(Array.IndexOf(TimesToTheSecond, name) < 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan duration => Outcome.Duration(duration),
        string state when Array.IndexOf(States, name) >= 0 => StateColor.Paint(state),
        _ => ToText(value),
    };

    private static object? ToText(object? value) => value switch
    {
        null or ValueType => value,
        // A list of ours has words of its own, such as how many of its items are in which state.
        ICollection items when items.ToString() == items.GetType().ToString() => PlainText.Of(string.Join("; ", items.Cast<object?>())),
        _ => PlainText.Of($"{value}"),
    };

    private static int WidthOf(string format)
    {
        var number = int.Parse(format.TrimStart('w', 'r'), CultureInfo.InvariantCulture);
        if (format[0] == 'w') return number;
        // Who takes the output away decides on its width.
        return Console.IsOutputRedirected ? int.MaxValue : Math.Max(LeastWidth, Console.WindowWidth - number - 1);
    }

    /// <summary>PowerShell breaks a line in the middle of a word.</summary>
    private static string Wrap(string text, int width)
    {
        if (text.Length <= width) return text;
        var lines = new List<string>();
        foreach (var word in text.Split(' '))
        {
            if (lines.Count > 0 && lines[lines.Count - 1].Length + 1 + word.Length <= width) lines[lines.Count - 1] += " " + word;
            else lines.Add(word);
        }

        return string.Join("\n", lines);
    }
}
