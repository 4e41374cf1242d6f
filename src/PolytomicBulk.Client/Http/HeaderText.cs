using System.Net.Http.Headers;

namespace PolytomicBulk.Http;

/// <summary>Formats headers as lines, without secrets.</summary>
internal static class HeaderText
{
    private const string Hidden = "***";

    public static IReadOnlyList<string> From(HttpRequestMessage message, PolytomicCredential? credential) =>
        [.. Lines(message.Headers, credential), .. Lines(message.Content?.Headers, credential)];

    public static IReadOnlyList<string> From(HttpResponseMessage message, PolytomicCredential? credential) =>
        [.. Lines(message.Headers, credential), .. Lines(message.Content?.Headers, credential)];

    private static IEnumerable<string> Lines(HttpHeaders? headers, PolytomicCredential? credential) =>
        (headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .Select(header => $"{header.Key}: {Show(header.Key, string.Join(", ", header.Value), credential)}");

    private static string Show(string name, string value, PolytomicCredential? credential)
    {
        if (string.Equals(name, "Authorization", StringComparison.OrdinalIgnoreCase)) return $"{value.Split(' ')[0]} {Hidden}";
        if (Regex.IsMatch(name, "cookie|authenticat|token|secret|signature|credential|api-?key", RegexOptions.IgnoreCase)) return Hidden;
        // The query of a signed address contains the signature.
        var safe = Regex.Replace(value, @"(?<=://[^\s?]*\?)\S+", Hidden);
        return PlainText.Line(credential?.Redact(safe) ?? safe);
    }
}
