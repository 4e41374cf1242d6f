using System.Collections;

namespace PolytomicBulk;

/// <summary>Makes text from the service fit to be shown: without what a terminal obeys instead of showing it.</summary>
public static class PlainText
{
    private const string Bidirectional = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    /// <summary>The text, or a value that is as it is shown; numbers, times and the like as they are.</summary>
    /// <param name="value">A property's value.</param>
    public static object? Of(object? value) => value switch
    {
        null or ValueType => value,
        string text => Of(text),
        JsonMap or ApiObject => Of(value.ToString()!),
        IEnumerable items => items.Cast<object?>().Select(Of).ToArray(),
        _ => Of(value.ToString() ?? ""),
    };

    /// <summary>The text, with a space in place of each such character. Lines and tabs stay.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text) => text.Any(IsObeyed) ? new([.. text.Replace("\r\n", "\n").Select(letter => IsObeyed(letter) ? ' ' : letter)]) : text;

    /// <summary>The text as one line.</summary>
    /// <param name="text">The text.</param>
    public static string Line(string text) => Of(text).Replace('\n', ' ').Replace('\t', ' ');

    private static bool IsObeyed(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t')) || letter is '\u2028' or '\u2029' || Bidirectional.Contains(letter);
}
