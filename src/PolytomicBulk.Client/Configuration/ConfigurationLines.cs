namespace PolytomicBulk.Configuration;

/// <summary>Finds the lines of properties in the file of a configuration. The configuration itself is in normal form, which has no lines.</summary>
internal sealed class ConfigurationLines
{
    private readonly string _text;
    private readonly List<ConfigurationPart> _parts;

    private ConfigurationLines(string text, JsonObject json) => (_text, _parts) = (text, [.. ConfigurationPart.ListIn(json)]);

    /// <summary>Reads a file. Null if there is none, or if it can no longer be read.</summary>
    public static ConfigurationLines? Read(string? path)
    {
        if (path is null) return null;
        try
        {
            var text = ConfigurationReader.ReadText(path);
            return new(text, ConfigurationReader.Parse(text));
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// The line of a property such as <c>schemas.contact.fields.email.enabled</c>, counted from 1. If the file omits the property, the line where its object
    /// begins. Null if unknown. All schedules or filters of a list have the same property names, so a function finds the right one.
    /// </summary>
    public long? Find(string property, Func<JsonObject, bool>? isIt = null)
    {
        // Ids can contain dots, so the longest place is the right one.
        var around = _parts.FindAll(part => property.StartsWith(part.Place, StringComparison.Ordinal));
        var length = around.Max(part => part.Place.Length);
        var (parts, name) = (around.FindAll(part => part.Place.Length == length), property[length..]);
        var part = parts.Count == 1 ? parts[0] : parts.Find(one => isIt?.Invoke(one.Json) ?? one.Json.ContainsKey(name));
        return part is null ? null : LineOf(part.Json, name);
    }

    private long LineOf(JsonObject owner, string name)
    {
        var dot = name.IndexOf('.');
        return !owner.ContainsKey(name) && dot >= 0 && owner[name[..dot]] is JsonObject inner
            ? LineOf(inner, name[(dot + 1)..])
            : ConfigurationReader.LineOf(_text, owner, name);
    }
}
