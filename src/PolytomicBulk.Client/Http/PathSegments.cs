namespace PolytomicBulk.Http;

/// <summary>Checks that the segments of a path reach the service unchanged. A segment such as .. would make it a different request.</summary>
internal static class PathSegments
{
    /// <summary>A step such as .., even as part of a segment: proxies decode slashes, and servers ignore what follows a semicolon.</summary>
    private static readonly Regex Step = new(@"(?:^|[/\\])\.{1,2}(?:\z|[/\\;])", RegexOptions.CultureInvariant);

    /// <summary>Whether a segment is empty or contains a step, however often it is decoded.</summary>
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

    /// <summary>Encodes text for a URL. Half a surrogate pair is replaced. .NET Framework would throw.</summary>
    public static string Escape(string text)
    {
        foreach (var letter in text)
        {
            if (char.IsSurrogate(letter)) return Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
        }

        return Uri.EscapeDataString(text);
    }

    /// <summary>Whether a URL has the intended path. The platform resolves steps, and encodes some characters differently.</summary>
    public static bool AreOf(Uri address, IEnumerable<string> segments) => Of(address.AbsolutePath).SequenceEqual(segments, StringComparer.Ordinal);

    /// <summary>Whether a URL has the intended path, and nothing in it is encoded. This is usual, and faster to check than each segment.</summary>
    public static bool IsPlain(Uri address, string root, string path) =>
        address.AbsolutePath is var whole && whole.Length == root.Length + path.Length && whole.IndexOf('%') < 0
        && whole.StartsWith(root, StringComparison.Ordinal) && whole.EndsWith(path, StringComparison.Ordinal);

    /// <summary>Whether a URL leads where its text says.</summary>
    public static bool AreOf(Uri address, string text)
    {
        var path = Regex.Match(text.Trim(), @"^[^:/?#]+://[^/?#\\]*(?<path>[^?#]*)", RegexOptions.CultureInvariant).Groups["path"].Value;
        var segments = Of(path.Length == 0 ? "/" : path).ToArray();
        return !segments.Any(segment => segment.Length > 0 && IsStep(segment)) && AreOf(address, segments);
    }

    /// <summary>Decodes the segments of a path.</summary>
    public static IEnumerable<string> Of(string path) => path.Split('/').Skip(1).Select(Uri.UnescapeDataString);
}
