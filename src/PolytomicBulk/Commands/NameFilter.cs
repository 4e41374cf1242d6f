namespace PolytomicBulk.Commands;

/// <summary>A typed name: the full name of an item, or else a pattern with wildcards.</summary>
internal sealed class NameFilter(string pattern)
{
    private readonly WildcardPattern _wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    public string Pattern { get; } = pattern;

    public bool HasWildcards { get; } = WildcardPattern.ContainsWildcardCharacters(pattern);

    /// <summary>The name without the backticks that escape wildcard characters.</summary>
    public string Plain { get; } = WildcardPattern.Unescape(pattern);

    /// <summary>Whether this is the full name of an item, with or without backticks.</summary>
    public bool IsName(string? name) => IsSame(Pattern, name) || (!HasWildcards && IsSame(Plain, name));

    public bool IsMatch(string? name) => HasWildcards ? _wildcard.IsMatch(name ?? "") : IsName(name);

    private static bool IsSame(string text, string? name) => string.Equals(text, name, StringComparison.OrdinalIgnoreCase);
}
