using System.Collections;
using System.Globalization;

namespace PolytomicBulk.Input;

/// <summary>Which connection takes the place of another, as a hashtable says it.</summary>
internal static class ConnectionMapInput
{
    /// <summary>The ids or names of connections, each with the id or name of the one that takes its place.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(IDictionary map) =>
        map.Cast<DictionaryEntry>().Select(pair => new KeyValuePair<string, string>(ToText(pair.Key), ToText(pair.Value)));

    private static string ToText(object? value) =>
        PowerShellValue.Unwrap(value) is Connection connection ? connection.Id.ToString()! : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
