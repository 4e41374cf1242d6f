namespace PolytomicBulk.Configuration;

/// <summary>
/// The JSON of a configuration. JSON nodes take many times the memory of the text. So they are kept only while they are in use, and created again
/// when they are needed.
/// </summary>
internal sealed class ConfigurationContent(JsonObject? json, Func<JsonObject> again)
{
    private readonly WeakReference<JsonObject> _nodes = new(json!);

    /// <summary>The normal form.</summary>
    public JsonObject Read()
    {
        lock (_nodes)
        {
            if (_nodes.TryGetTarget(out var known)) return known;
            var read = again();
            _nodes.SetTarget(read);
            return read;
        }
    }
}
