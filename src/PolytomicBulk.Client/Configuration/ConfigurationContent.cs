namespace PolytomicBulk.Configuration;

/// <summary>
/// What a configuration says. The nodes take many times the memory of the text, so they live only as long as somebody reads them, and are made again
/// from where they came.
/// </summary>
internal sealed class ConfigurationContent(JsonObject? json, Func<JsonObject> again)
{
    private readonly WeakReference<JsonObject?> _nodes = new(json);

    /// <summary>The normal form.</summary>
    public JsonObject Read()
    {
        lock (_nodes)
        {
            if (_nodes.TryGetTarget(out var known) && known is not null) return known;
            var read = again();
            _nodes.SetTarget(read);
            return read;
        }
    }
}
