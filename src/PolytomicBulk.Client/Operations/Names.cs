namespace PolytomicBulk.Operations;

/// <summary>The names of objects that were read, by id. Most answers contain only ids, and a request just for a name would make users wait.</summary>
/// <param name="kind">The kind of object, such as <c>bulk sync</c>.</param>
public class Names(string kind)
{
    /// <summary>The number of names to keep: more than anybody looks at, but few enough to limit memory.</summary>
    private const int Most = 5000;

    private readonly Dictionary<Guid, string> _names = [];

    /// <summary>The last known name. Null if unknown.</summary>
    /// <param name="id">The id of the object.</param>
    public string? Get(Guid? id)
    {
        lock (_names) return id is { } known && _names.TryGetValue(known, out var name) ? name : null;
    }

    /// <summary>Describes an object by its name, if known.</summary>
    /// <param name="id">The id of the object.</param>
    public string InWords(Guid id) => Get(id) is { } name ? $"{kind} '{PlainText.Line(name)}' ({id})" : $"{kind} {id}";

    /// <summary>The names of several ids. An unknown name is the id. Null for null.</summary>
    internal ApiList<string>? InList(List<Guid>? ids)
    {
        if (ids is null) return null;
        var names = new ApiList<string>();
        foreach (var id in ids) names.Add(Get(id) ?? id.ToString());
        return names;
    }

    internal void Learn(Guid? id, string? name)
    {
        if (id is not { } known) return;
        if (string.IsNullOrWhiteSpace(name)) Forget(known);
        else
        {
            lock (_names)
            {
                if (_names.Count < Most || _names.ContainsKey(known)) _names[known] = name!;
            }
        }
    }

    internal void Forget(Guid id)
    {
        lock (_names) _names.Remove(id);
    }
}
