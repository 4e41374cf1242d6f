namespace PolytomicBulk.Files;

/// <summary>Makes file names valid on all file systems.</summary>
internal static class SafeFileName
{
    /// <summary>In bytes, because most file systems allow 255 bytes. The rest is for a number and the name of a partial file.</summary>
    private const int Longest = 200;

    private const string Reserved = @"^(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|COM[0-9\u00B9\u00B2\u00B3]|LPT[0-9\u00B9\u00B2\u00B3])\s*(\.|$)";

    /// <summary>The file name at the end of an address.</summary>
    public static string From(Uri address, string otherwise) => From(Uri.UnescapeDataString(address.AbsolutePath.Split('/').Last()), otherwise);

    /// <summary>A valid name that is similar to a text, or a default if nothing remains.</summary>
    public static string From(string text, string otherwise)
    {
        var name = new string([.. text.Select(letter => IsUnfit(letter) ? '_' : letter)]);
        name = name.Trim().TrimEnd('.', ' ');
        name = End(name).TrimStart();
        if (name.Trim('.', '_').Length == 0) return otherwise;
        // On Unix, a file whose name begins with a dot is hidden.
        if (name[0] == '.') name = "_" + name[1..];
        return Regex.IsMatch(name, Reserved, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant) ? "_" + name : name;
    }

    /// <summary>Whether a text is a file name without a folder on any system, as <see cref="From(string, string)"/> returns it.</summary>
    public static bool IsFit(string name) => name.Trim('.', ' ').Length > 0 && !name.Any(IsUnfit);

    /// <summary>Keeps as much of the end as possible, because it contains the extension.</summary>
    private static string End(string name)
    {
        var start = 0;
        for (var bytes = Encoding.UTF8.GetByteCount(name); bytes > Longest;)
        {
            var length = char.IsSurrogatePair(name, start) ? 2 : 1;
            bytes -= Encoding.UTF8.GetByteCount(name.ToCharArray(start, length));
            start += length;
        }

        return name[start..];
    }

    /// <summary>Characters that could lead to another folder, drive or stream, or that control a terminal.</summary>
    private static bool IsUnfit(char letter) =>
        char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format || "/\\:*?\"<>|".Contains(letter);

    /// <summary>The name with a number before its extension.</summary>
    public static string Numbered(string name, int number) => $"{Path.GetFileNameWithoutExtension(name)}-{number}{Path.GetExtension(name)}";
}
