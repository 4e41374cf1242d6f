namespace PolytomicBulk.Configuration;

/// <summary>A name or value in a configuration that may be mistyped, because neither this version nor the service knows it.</summary>
/// <param name="Property">The property as the file names it, such as <c>schemas.contact.enabled</c>.</param>
/// <param name="Text">The unknown name or value.</param>
/// <param name="IsValue">Whether the value is unknown. Otherwise the name is.</param>
/// <param name="Known">The known names or values.</param>
public sealed record ConfigurationDoubt(string Property, string Text, bool IsValue, IReadOnlyCollection<string> Known)
{
    /// <summary>The line in a file. Null if unknown.</summary>
    internal long? LineIn(ConfigurationLines? lines) => lines?.Find(Property, IsValue ? HasValue : part => part.ContainsKey(Text));

    /// <summary>Describes the doubt, and suggests similar names or values.</summary>
    public override string ToString() => InWords(line: null);

    /// <summary>Describes the doubt with its line in the file, if that is known.</summary>
    internal string InWords(long? line)
    {
        var at = ConfigurationWords.At(line);
        var meant = Likeness.Nearest(Text, Known) is { Length: > 0 } near ? Likeness.DidYouMean(near) : null;
        return IsValue
            ? $"'{Property}' cannot be '{Text}'{at}. {meant ?? $"It is one of: {string.Join(", ", Known)}."}"
            : $"Neither this version nor the service knows the property '{Property}'{at}. {meant}".TrimEnd();
    }

    private bool HasValue(JsonObject part) => JsonWords.Text(part[Property[(Property.LastIndexOf('.') + 1)..]]) == Text;
}
