namespace PolytomicBulk.Input;

/// <summary>Reads a hashtable that maps connections or policies to others.</summary>
internal static class NameMapInput
{
    public static IEnumerable<KeyValuePair<string, string>> Read(IDictionary map) =>
        map.Cast<DictionaryEntry>().Select(pair => new KeyValuePair<string, string>(ToText(pair.Key), ToText(pair.Value)));

    private static string ToText(object? value) => PowerShellValue.Unwrap(value) switch
    {
        Connection connection => connection.Id.ToString()!,
        PolytomicPolicy policy => policy.Id.ToString()!,
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };
}
