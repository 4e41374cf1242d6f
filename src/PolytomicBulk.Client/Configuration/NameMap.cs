namespace PolytomicBulk.Configuration;

/// <summary>Which things of this organization, such as connections, take the place of those in files, as somebody wrote it.</summary>
public sealed class NameMap
{
    private readonly string _what;
    private readonly List<(string From, (Guid Id, string? Name) To)> _pairs;

    /// <param name="what">What such a thing is called.</param>
    /// <param name="pairs">From the id or name of a thing to the id or name of another.</param>
    /// <param name="things">The things that there are.</param>
    /// <exception cref="ArgumentException">It leads to a thing that there is not, or to several.</exception>
    public NameMap(string what, IEnumerable<KeyValuePair<string, string>> pairs, IReadOnlyCollection<(Guid Id, string? Name)> things)
    {
        _what = what;
        _pairs = [.. pairs.Select(pair => (pair.Key, Find(pair.Value, things)))];
    }

    /// <summary>The thing in the place of another, or that one where none is.</summary>
    /// <param name="thing">The other.</param>
    public (Guid Id, string? Name) Replace((Guid Id, string? Name) thing) =>
        _pairs.Exists(pair => IsMeant(pair.From, thing)) ? _pairs.Find(pair => IsMeant(pair.From, thing)).To : thing;

    /// <summary>Refuses a map from a thing that no file has: it would change nothing, and something was meant by it.</summary>
    /// <param name="known">What the files have.</param>
    /// <exception cref="ArgumentException">There is such a thing.</exception>
    public void ThrowIfUnused(IEnumerable<(Guid Id, string? Name)> known)
    {
        var all = known.Distinct().ToList();
        foreach (var (from, _) in _pairs)
        {
            if (all.Exists(thing => IsMeant(from, thing))) continue;
            var names = string.Join(", ", all.Select(thing => $"'{thing.Name}' ({thing.Id})"));
            throw new ArgumentException($"No file contains the {_what} '{from}'. The files contain {(all.Count == 0 ? "none" : names)}.");
        }
    }

    private (Guid Id, string? Name) Find(string text, IReadOnlyCollection<(Guid Id, string? Name)> things)
    {
        var found = things.Where(thing => IsMeant(text, thing)).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new ArgumentException($"The map contains '{text}', but this organization has no such {_what}."),
            _ => throw new ArgumentException(
                $"The map contains '{text}', but {found.Count} have that name. "
                + $"Specify one of these ids: {string.Join(", ", found.Select(one => one.Id))}."),
        };
    }

    private static bool IsMeant(string text, (Guid Id, string? Name) thing) =>
        Guid.TryParse(text, out var given) ? given == thing.Id : string.Equals(text, thing.Name, StringComparison.OrdinalIgnoreCase);
}
