namespace PolytomicBulk.Json;

/// <summary>What JSON values mean, and how messages show them.</summary>
internal static class JsonWords
{
    private const int MostItems = 30;

    private const int LongestItem = 300;

    /// <summary>The service treats missing and empty text alike, and missing and empty lists.</summary>
    public static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        _ => node.GetValueKind() == JsonValueKind.String && (string)node! == "",
    };

    /// <summary>Whether a value is empty or false.</summary>
    public static bool IsEmptyOrOff(JsonNode? node) => IsEmpty(node) || node!.GetValueKind() == JsonValueKind.False;

    /// <inheritdoc cref="IsEmptyOrOff(JsonNode?)"/>
    public static bool IsEmptyOrOff(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Array => json.GetArrayLength() == 0,
        JsonValueKind.String => json.ValueEquals(""),
        _ => false,
    };

    /// <summary>
    /// The UTC time that a text contains. Digits that .NET cannot represent are cut off, as in the times of objects, because rounding would change the time.
    /// </summary>
    public static DateTime? Instant(JsonNode? node) =>
        Text(node) is { } text
            && DateTimeOffset.TryParse(
                Regex.Replace(text, @"(?<=\.\d{7})\d+", ""), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.UtcDateTime
                : null;

    public static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? (string)node! : null;

    /// <summary>The id that a text contains. Null if it is anything else.</summary>
    public static Guid? Id(JsonNode? node) => Guid.TryParse(Text(node), out var id) ? id : null;

    /// <summary>The whole number in a node. Null if it is anything else.</summary>
    public static long? Whole(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number
            && long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;

    /// <summary>The whole number in a text. Null if it is anything else.</summary>
    public static long? Whole(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool IsTrue(JsonNode? node) => node?.GetValueKind() == JsonValueKind.True;

    /// <summary>Formats a value for a message.</summary>
    public static string Show(JsonNode? node) => IsEmpty(node) ? "(none)" : node!.GetValueKind() switch
    {
        JsonValueKind.String => $"'{((string)node!).Replace("'", "''")}'",
        JsonValueKind.True => bool.TrueString,
        JsonValueKind.False => bool.FalseString,
        JsonValueKind.Array when node.AsArray().All(item => Text(item) is not null) => string.Join(", ", node.AsArray().Select(Show)),
        _ => node.ToJsonString(),
    };

    /// <summary>Lists items for a message: the first few dozen, and how many more there are. Long text is cut off.</summary>
    public static string Some(IReadOnlyCollection<string> items)
    {
        var first = string.Join("; ", items.Take(MostItems).Select(item => item.Length <= LongestItem ? item : item[..LongestItem] + "…"));
        return items.Count <= MostItems
            ? first
            : $"{first}; and {(items.Count - MostItems).ToString("#,0", CultureInfo.InvariantCulture)} more";
    }

    /// <summary>Describes who changed something and when, such as <c>Ana Lima at 2026-11-24 12:30:00</c>.</summary>
    public static string Show(string? who, DateTime? time) => $"{who ?? "somebody"} at {(time is { } known ? Show(known) : "some time")}";

    /// <summary>Formats a time for a message, the same in every culture.</summary>
    public static string Show(DateTime time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The name of a property in the output of the module. For example, <c>day_of_week</c> is <c>DayOfWeek</c>.</summary>
    public static string Label(string name)
    {
        var label = new StringBuilder();
        foreach (var word in name.Split('_'))
        {
            if (word.Length > 0) label.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
        }

        return label.ToString();
    }
}
