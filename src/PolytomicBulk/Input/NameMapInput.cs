namespace PolytomicBulk.Input;

/// <summary>Which connection or policy takes the place of another, as a hashtable says it.</summary>
internal static class NameMapInput
{
    /// <summary>The ids or names, each with the id or name of what takes its place.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(IDictionary map) =>
        map.Cast<DictionaryEntry>().Select(pair => new KeyValuePair<string, string>(ToText(pair.Key), ToText(pair.Value)));

    private static string ToText(object? value) => PowerShellValue.Unwrap(value) switch
    {
        Connection connection => connection.Id.ToString()!,
        PolytomicPolicy policy => policy.Id.ToString()!,
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };
}
