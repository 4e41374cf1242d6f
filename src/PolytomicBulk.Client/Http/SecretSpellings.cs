namespace PolytomicBulk.Http;

/// <summary>Removes the secrets of a request from text that the service returns.</summary>
internal sealed class SecretSpellings
{
    private const string Mark = "[redacted]";

    /// <summary>Shorter values appear in any text, and are not secrets.</summary>
    private const int Shortest = 4;

    /// <summary>
    /// The longest secret to find by a pattern, which takes long to build. A longer one, such as a private key, is found only unchanged, and by its
    /// lines.
    /// </summary>
    private const int LongestPattern = 128;
    private const int ShortestLine = 16;

    private readonly HashSet<string> _whole;
    private readonly List<KeySpellings> _patterns;
    private readonly List<string> _texts;

    public SecretSpellings(IEnumerable<string> secrets)
    {
        _whole = [.. secrets.Where(secret => secret.Length > 0)];
        _patterns = [.. _whole.Where(secret => secret.Length is >= Shortest and <= LongestPattern).Select(secret => new KeySpellings(secret, secret, Mark))];
        _texts = [.. _whole.Where(secret => secret.Length > LongestPattern).SelectMany(Parts).Distinct().OrderByDescending(text => text.Length)];
    }

    /// <summary>The text without the secrets.</summary>
    public string Redact(string text)
    {
        if (_whole.Contains(text)) return Mark;
        foreach (var secret in _texts) text = text.Replace(secret, Mark);
        foreach (var pattern in _patterns) text = pattern.Redact(text);
        return text;
    }

    private static IEnumerable<string> Parts(string secret)
    {
        var json = JsonEncodedText.Encode(secret).ToString();
        string[] whole = [secret, json, Uri.EscapeDataString(secret)];
        return whole.Concat(secret.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= ShortestLine));
    }
}
