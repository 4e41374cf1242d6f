using System.Collections;

namespace PolytomicBulk;

/// <summary>Removes characters from text of the service that a terminal would obey instead of showing.</summary>
public static class PlainText
{
    private const string Bidirectional = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    /// <summary>Returns a value that is safe to show. Numbers, times and similar values stay unchanged.</summary>
    /// <param name="value">A property's value.</param>
    public static object? Of(object? value) => value switch
    {
        null or ValueType => value,
        string text => Of(text),
        JsonMap or ApiObject => Of(value.ToString()!),
        IEnumerable items => items.Cast<object?>().Select(Of).ToArray(),
        _ => Of(value.ToString() ?? ""),
    };

    /// <summary>Replaces each such character with a space. Line breaks and tabs are kept.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text) => text.Any(IsObeyed) ? new([.. text.Replace("\r\n", "\n").Select(letter => IsObeyed(letter) ? ' ' : letter)]) : text;

    /// <summary>Returns safe text as one line.</summary>
    /// <param name="text">The text.</param>
    public static string Line(string text) => Of(text).Replace('\n', ' ').Replace('\t', ' ');

    private static bool IsObeyed(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t')) || letter is '\u2028' or '\u2029' || Bidirectional.Contains(letter);
}
