namespace PolytomicBulk.Vocabulary;

/// <summary>Finds property names. Checking them in their usual order is fastest.</summary>
/// <param name="names">The names.</param>
internal sealed class PropertyNames(IEnumerable<string> names)
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The index of a property's name; -1 if it is none of them.</summary>
    /// <param name="property">The property.</param>
    /// <param name="next">The index to look at first. It is moved behind the name.</param>
    public int Find(JsonProperty property, ref int next)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            var at = (next + i) % _names.Length;
            if (!property.NameEquals(_names[at])) continue;
            next = at + 1;
            return at;
        }

        return -1;
    }
}
