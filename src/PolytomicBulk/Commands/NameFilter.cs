namespace PolytomicBulk.Commands;

/// <summary>A name as somebody typed it: that of one thing, whatever characters it has, or else a pattern with wildcards.</summary>
internal sealed class NameFilter(string pattern)
{
    private readonly WildcardPattern _wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    public string Pattern { get; } = pattern;

    public bool HasWildcards { get; } = WildcardPattern.ContainsWildcardCharacters(pattern);

    /// <summary>The name without the backticks that wildcard characters may have before them.</summary>
    public string Plain { get; } = WildcardPattern.Unescape(pattern);

    /// <summary>Whether it is a name in full, as it stands or where backticks are left out.</summary>
    public bool IsName(string? name) => IsSame(Pattern, name) || (!HasWildcards && IsSame(Plain, name));

    public bool IsMatch(string? name) => HasWildcards ? _wildcard.IsMatch(name ?? "") : IsName(name);

    private static bool IsSame(string text, string? name) => string.Equals(text, name, StringComparison.OrdinalIgnoreCase);
}
