namespace PolytomicBulk.Formatting;

/// <summary>
/// The properties of an object as views show them: without control characters, and in tables short and colored. In constrained language mode, a view can
/// only read properties, so each view reads them from here.
/// </summary>
internal sealed class ViewValues(PSObject item, bool isTable) : Hashtable
{
    private const int LeastWidth = 10;

    /// <summary>The parts of a word, such as a path, that is longer than its column.</summary>
    private static readonly Regex Parts = new(@"[^./\\_,;:-]*[./\\_,;:-]+|[^./\\_,;:-]+", RegexOptions.CultureInvariant);

    private static readonly string[] States = ["Status", "LastStatus", "Level", "CacheStatus", "Last", "Changes"];
    private static readonly string[] TimesToTheSecond = ["Timestamp", "LastRefreshStarted", "LastRefreshFinished"];

    /// <summary>
    /// The value of a property. <c>:8</c> after its name shortens an id; <c>:%</c> makes a number a percentage; <c>:paused</c> replaces
    /// the time of a paused bulk sync; <c>:w24+30</c> breaks lines between words, in a column of 24 that begins after 30; without the 24, it has what the
    /// window leaves.
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
                "paused" => PowerShellValue.Unwrap(item.Properties["Active"]?.Value) is false ? "paused" : ToCell(name, value),
                null => isTable ? ToCell(name, value) : ToText(value),
                _ => ToCell(name, value) is string text && text.IndexOf('\x1b') < 0 ? Fit(text, format) : ToCell(name, value),
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
        // A list of the module has its own text, such as the number of items by status.
        ICollection items when items.ToString() == items.GetType().ToString() => PlainText.Of(string.Join("; ", items.Cast<object?>())),
        _ => PlainText.Of($"{value}"),
    };

    /// <summary>Wraps a text to the width of its column. PowerShell itself would break lines within words.</summary>
    private static string Fit(string text, string format)
    {
        var (own, before) = format.Substring(1).Split('+') is [var width, var others] ? (Number(width), Number(others) ?? 0) : (null, 0);
        // Redirected output has no width. PowerShell leaves the last column of the window empty.
        var left = Console.IsOutputRedirected ? int.MaxValue : Console.WindowWidth - before - 1;
        var most = Math.Min(own ?? int.MaxValue, left);
        if (text.Length <= most) return text;
        if (left >= Math.Min(own ?? LeastWidth, LeastWidth)) return Wrap(text, most);
        return left < 2 ? "" : text.Remove(left - 1) + "\u2026";

        static int? Number(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);
    }

    private static string Wrap(string text, int width)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length <= width) line += " " + word;
            else if (word.Length <= width) Begin(word);
            else foreach (Match part in Parts.Matches(word)) Add(part.Value, isFirst: part.Index == 0);
        }

        Begin("");
        return string.Join("\n", lines);

        void Add(string part, bool isFirst)
        {
            if (!isFirst && line.Length + part.Length <= width) line += part;
            else Begin(part);
        }

        void Begin(string next)
        {
            if (line.Length > 0) lines.Add(line);
            line = next;
        }
    }
}
