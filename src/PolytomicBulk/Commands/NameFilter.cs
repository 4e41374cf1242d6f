namespace PolytomicBulk.Commands;

/// <summary>A typed name: the full name of an item, or else a pattern with wildcards.</summary>
internal sealed class NameFilter
{
    private readonly WildcardPattern? _wildcard;

    public NameFilter(string pattern)
    {
        (Pattern, Plain, LooksLikePattern) = (pattern, WildcardPattern.Unescape(pattern), WildcardPattern.ContainsWildcardCharacters(pattern));
        _wildcard = LooksLikePattern ? Parse(pattern) : null;
    }

    public string Pattern { get; }

    /// <summary>Whether the name contains wildcard characters, also if they do not form a pattern.</summary>
    public bool LooksLikePattern { get; }

    public bool HasWildcards => _wildcard is not null;

    /// <summary>Whether the name can only be a full name, because a bracket in it has no end.</summary>
    public bool IsMalformed => LooksLikePattern && _wildcard is null;

    /// <summary>The name without the backticks that escape wildcard characters.</summary>
    public string Plain { get; }

    /// <summary>Whether this is the full name of an item, with or without backticks.</summary>
    public bool IsName(string? name) => IsSame(Pattern, name) || (!LooksLikePattern && IsSame(Plain, name));

    public bool IsMatch(string? name) => _wildcard?.IsMatch(name ?? "") ?? IsName(name);

    private static bool IsSame(string text, string? name) => string.Equals(text, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The pattern; null if it is malformed, which PowerShell only finds when it is used.</summary>
    private static WildcardPattern? Parse(string pattern)
    {
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            _ = wildcard.IsMatch("");
            return wildcard;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }
}
