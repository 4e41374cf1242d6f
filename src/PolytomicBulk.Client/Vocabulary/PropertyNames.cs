namespace PolytomicBulk.Vocabulary;

/// <summary>Finds property names. Checking them in their usual order is fastest.</summary>
internal sealed class PropertyNames(IEnumerable<string> names)
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The index of the name of a property, or -1. The search begins at an index, which then becomes the one after the name.</summary>
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
