namespace PolytomicBulk.Http;

/// <summary>Finds a key in text, however it is encoded there: letter by letter, once or several times, as hex, or inside Base64.</summary>
internal sealed class KeySpellings
{
    /// <summary>A shorter part of a key in Base64 would match anywhere.</summary>
    private const int ShortestCore = 6;

    private static readonly Dictionary<char, string> HtmlNames = new()
    {
        ['&'] = "amp", ['<'] = "lt", ['>'] = "gt", ['"'] = "quot", ['\''] = "apos", ['+'] = "plus", ['/'] = "sol", ['='] = "equals", [':'] = "colon",
        ['_'] = "lowbar", ['.'] = "period", ['-'] = "hyphen", [' '] = "nbsp",
    };

    private readonly string _mark;
    private readonly Regex _spellings;

    public KeySpellings(string key, string header, string mark)
    {
        _mark = mark;
        string[] texts = [header.TrimEnd('='), ToBase64(Encoding.UTF8.GetBytes(key)), key];
        var plain = texts.Distinct().OrderByDescending(text => text.Length).Select(Spell);
        var hex = string.Join("[-: ]?", Encoding.UTF8.GetBytes(key).Select(octet => octet.ToString("x2", CultureInfo.InvariantCulture)));
        if (key.Length < ShortestCore) hex = Spell(key);
        var cores = Cores(Encoding.UTF8.GetBytes(key)).Select(Spell).ToList();
        // The static Regex methods cache patterns, and this pattern contains the key.
        _spellings = new Regex(
            $"(?<whole>{string.Join("|", plain.Append(hex))})" + (cores.Count > 0 ? $"|{string.Join("|", cores)}" : ""),
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    /// <summary>The text without the key.</summary>
    public string Redact(string text)
    {
        var (result, done) = (new StringBuilder(), 0);
        for (var match = _spellings.Match(text); match.Success; match = _spellings.Match(text, done))
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            if (!match.Groups["whole"].Success)
            {
                // The first and last Base64 characters depend on the bytes around the key.
                while (start > done && IsBase64(text[start - 1])) start--;
                while (end < text.Length && IsBase64(text[end])) end++;
            }

            while (end < text.Length && text[end] == '=') end++;
            result.Append(text, done, start - done).Append(_mark);
            done = end;
        }

        return done == 0 ? text : result.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>The Base64 characters that every text with the key contains, for each of the three possible positions.</summary>
    private static IEnumerable<string> Cores(byte[] key)
    {
        for (var before = 0; before < 3; before++)
        {
            var all = ToBase64([.. new byte[before], .. key]);
            // These characters also contain bits of the bytes before and after the key.
            var (first, rest) = (before == 0 ? 0 : before + 1, (before + key.Length) % 3);
            var core = all[Math.Min(first, all.Length)..(rest == 0 ? all.Length : all.Length - 1)];
            if (core.Length >= ShortestCore) yield return core;
        }
    }

    private static string Spell(string text)
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            pattern.Append(isPair ? $"(?:{Spell(text[i])}{Spell(text[i + 1])}|{Bytes(text.Substring(i, 2))})" : Spell(text[i]));
            if (isPair) i++;
        }

        return pattern.ToString();
    }

    private static string Spell(char letter)
    {
        var code = ((int)letter).ToString("X", CultureInfo.InvariantCulture).PadLeft(2, '0');
        var named = HtmlNames.TryGetValue(letter, out var name) ? $"|{name};?" : "";
        // URL-safe Base64 uses two other characters, and JSON can escape some characters.
        var other = letter switch { '+' => "|-", '/' => "|_", '\n' => @"|\\+n", '\r' => @"|\\+r", '\t' => @"|\\+t", _ => "" };
        var bytes = letter > '~' && !char.IsSurrogate(letter) ? Bytes(letter.ToString()) : $"%(?:25)*{code}";
        return $@"(?:\\*{Regex.Escape(letter.ToString())}{other}|{bytes}|\\+u{code.PadLeft(4, '0')}|\\+x{code}"
            + $"|&(?:amp;)*(?:#0*{(int)letter};?|#x0*{code};?{named}))";
    }

    /// <summary>How URLs encode characters beyond ASCII: by their bytes.</summary>
    private static string Bytes(string text) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(octet => "%(?:25)*" + octet.ToString("X2", CultureInfo.InvariantCulture)));

    private static bool IsBase64(char letter) => letter is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/' or '-' or '_' or '%';

    private static string ToBase64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');
}
