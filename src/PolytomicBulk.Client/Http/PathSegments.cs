namespace PolytomicBulk.Http;

/// <summary>Whether the segments of a path reach the service as they are. One that reads as a step up would make a request another one.</summary>
internal static class PathSegments
{
    /// <summary>A step, also as part of a segment: proxies decode slashes, and servers cut off what follows a semicolon.</summary>
    private static readonly Regex Step = new(@"(?:^|[/\\])\.{1,2}(?:\z|[/\\;])", RegexOptions.CultureInvariant);

    /// <summary>Whether a segment is empty or holds a step, however often it is decoded on its way.</summary>
    public static bool IsStep(string segment)
    {
        if (segment.Length == 0) return true;
        for (var text = segment; ;)
        {
            if (Step.IsMatch(text)) return true;
            var decoded = Uri.UnescapeDataString(text);
            if (decoded == text) return false;
            text = decoded;
        }
    }

    /// <summary>Text as a part of an address. Half a letter is replaced, as everywhere on .NET; .NET Framework would throw.</summary>
    public static string Escape(string text)
    {
        foreach (var letter in text)
        {
            if (char.IsSurrogate(letter)) return Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
        }

        return Uri.EscapeDataString(text);
    }

    /// <summary>Whether an address has the path that was written. The platform resolves steps, and spells some characters in another way.</summary>
    public static bool AreOf(Uri address, IEnumerable<string> segments) => Of(address.AbsolutePath).SequenceEqual(segments, StringComparer.Ordinal);

    /// <summary>Whether an address has the path that was written, and nothing in the path is encoded. Most are: it saves the comparison by segments.</summary>
    public static bool IsPlain(Uri address, string root, string path) =>
        address.AbsolutePath is var whole && whole.Length == root.Length + path.Length && whole.IndexOf('%') < 0
        && whole.StartsWith(root, StringComparison.Ordinal) && whole.EndsWith(path, StringComparison.Ordinal);

    /// <summary>Whether an address leads where its text says.</summary>
    public static bool AreOf(Uri address, string text)
    {
        var path = Regex.Match(text.Trim(), @"^[^:/?#]+://[^/?#\\]*(?<path>[^?#]*)", RegexOptions.CultureInvariant).Groups["path"].Value;
        var segments = Of(path.Length == 0 ? "/" : path).ToArray();
        return !segments.Any(segment => segment.Length > 0 && IsStep(segment)) && AreOf(address, segments);
    }

    /// <summary>The segments of an encoded path, not encoded.</summary>
    public static IEnumerable<string> Of(string path) => path.Split('/').Skip(1).Select(Uri.UnescapeDataString);
}
