namespace PolytomicBulk.Configuration;

/// <summary>Replaces objects in files, such as connections, with objects of this organization, as the user specified.</summary>
public sealed class NameMap
{
    private readonly string _what;
    private readonly List<(string From, (Guid Id, string? Name) To)> _pairs;

    /// <param name="what">The kind of object, for messages.</param>
    /// <param name="pairs">Pairs of an id or name in the files, and the id or name of its replacement.</param>
    /// <param name="things">The objects of this organization.</param>
    /// <exception cref="ArgumentException">A replacement does not exist, or its name is not unique.</exception>
    public NameMap(string what, IEnumerable<KeyValuePair<string, string>> pairs, IReadOnlyCollection<(Guid Id, string? Name)> things)
    {
        _what = what;
        _pairs = [.. pairs.Select(pair => (pair.Key, Find(pair.Value, things)))];
    }

    /// <summary>Returns the replacement of an object. If there is none, returns the object.</summary>
    /// <param name="thing">The object.</param>
    public (Guid Id, string? Name) Replace((Guid Id, string? Name) thing) =>
        _pairs.Exists(pair => IsMeant(pair.From, thing)) ? _pairs.Find(pair => IsMeant(pair.From, thing)).To : thing;

    /// <summary>Throws if the map contains an object that no file contains. Such a pair has no effect, so it is probably a mistake.</summary>
    /// <param name="known">The objects in the files.</param>
    /// <exception cref="ArgumentException">The map contains such an object.</exception>
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
