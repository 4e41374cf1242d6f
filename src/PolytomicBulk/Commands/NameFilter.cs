using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>A name with or without wildcards, which remembers whether anything had it.</summary>
internal sealed class NameFilter(string pattern)
{
    private readonly WildcardPattern _wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
    private bool _matched;

    public string Pattern { get; } = pattern;

    /// <summary>Whether the name has no wildcard and nothing matched it.</summary>
    public bool MissedItsName => !_matched && !WildcardPattern.ContainsWildcardCharacters(Pattern);

    public bool Matches(string? name)
    {
        var matches = _wildcard.IsMatch(name ?? "");
        _matched |= matches;
        return matches;
    }
}
