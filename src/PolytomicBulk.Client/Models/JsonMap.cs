using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;

namespace PolytomicBulk;

/// <summary>
/// A JSON object without a fixed structure, such as the configuration of a connection. It is read-only, and keeps the order and the exact values of
/// the service. Property names ignore case.
/// </summary>
[JsonConverter(typeof(JsonMapConverter))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Map is a usual name for a dictionary.")]
public sealed class JsonMap : IDictionary, IReadOnlyDictionary<string, object?>
{
    private JsonMap(JsonElement json) => Json = json;

    /// <summary>The JSON as the service sent it.</summary>
    internal JsonElement Json { get; }

    internal static JsonMap From(JsonElement json) => new(json);

    internal static JsonMap From(Dictionary<string, JsonElement> properties)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in properties)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var json = JsonDocument.Parse(bytes.ToArray());
        return new(json.RootElement.Clone());
    }

    /// <summary>The value of a property. Null if the property does not exist.</summary>
    /// <param name="key">The property's name.</param>
    public object? this[string key] => TryGetValue(key, out var value) ? value : null;

    object? IDictionary.this[object key]
    {
        get => key is string name ? this[name] : null;
        set => throw ReadOnly();
    }

    /// <summary>The names of the properties, in the order of the service.</summary>
    public IEnumerable<string> Keys => Json.EnumerateObject().Select(property => property.Name);

    /// <summary>The values of the properties, in the order of the service.</summary>
    public IEnumerable<object?> Values => Json.EnumerateObject().Select(property => ToObject(property.Value));

    /// <summary>The number of properties.</summary>
    public int Count => Json.EnumerateObject().Count();

    ICollection IDictionary.Keys => Keys.ToArray();
    ICollection IDictionary.Values => Values.ToArray();
    bool IDictionary.IsFixedSize => true;
    bool IDictionary.IsReadOnly => true;
    bool ICollection.IsSynchronized => true;
    object ICollection.SyncRoot => this;

    /// <summary>Whether a property exists.</summary>
    /// <param name="key">The property's name.</param>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    bool IDictionary.Contains(object key) => key is string name && ContainsKey(name);

    /// <summary>Finds a property. An exact name has priority over a name that differs only in case.</summary>
    /// <param name="key">The property's name.</param>
    /// <param name="value">The property's value.</param>
    public bool TryGetValue(string key, out object? value)
    {
        var found = Json.TryGetProperty(key, out var element);
        if (!found)
        {
            foreach (var property in Json.EnumerateObject())
            {
                if (!string.Equals(property.Name, key, StringComparison.OrdinalIgnoreCase)) continue;
                (found, element) = (true, property.Value);
                break;
            }
        }

        value = found ? ToObject(element) : null;
        return found;
    }

    /// <summary>Returns the properties in order.</summary>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (var property in Json.EnumerateObject()) yield return new(property.Name, ToObject(property.Value));
    }

    /// <summary>Returns the same pairs with their JSON as text, because Format-List * shows a map by the text of its items.</summary>
    IEnumerator IEnumerable.GetEnumerator() => Json.EnumerateObject().Select(property => new Pair(property)).GetEnumerator();

    IDictionaryEnumerator IDictionary.GetEnumerator() => new Enumerator(GetEnumerator());

    void ICollection.CopyTo(Array array, int index)
    {
        foreach (var pair in this) array.SetValue(new DictionaryEntry(pair.Key, pair.Value), index++);
    }

    void IDictionary.Add(object key, object? value) => throw ReadOnly();
    void IDictionary.Clear() => throw ReadOnly();
    void IDictionary.Remove(object key) => throw ReadOnly();

    /// <summary>The JSON text as the service sent it.</summary>
    public override string ToString() => Json.GetRawText();

    /// <summary>Converts JSON to the value that PowerShell users expect. A number that does not fit into a .NET number stays text.</summary>
    internal static object? ToObject(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new JsonMap(json),
        JsonValueKind.Array => json.EnumerateArray().Select(ToObject).ToArray(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number when json.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number when json.TryGetDecimal(out var exact) && JsonNumber.Holds(exact, json) => exact,
        // The reader of .NET Framework cannot read each power of ten.
        JsonValueKind.Number when JsonNumber.IsZero(json) => 0m,
        JsonValueKind.Number when json.TryGetDouble(out var real) && JsonNumber.Holds(real, json) => real,
        JsonValueKind.Number => json.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Converts JSON to the value of a property. Lists are shown as their items. An array would be shown as its type name in a CSV cell.</summary>
    internal static object? ToProperty(JsonElement? json) => json switch
    {
        { ValueKind: JsonValueKind.Array } list => (ApiList<object?>)[.. list.EnumerateArray().Select(item => ToProperty(item))],
        { } value => ToObject(value),
        null => null,
    };

    /// <summary>The same JSON with changed names and text.</summary>
    internal JsonMap WithText(Func<string, string> change)
    {
        using var bytes = new MemoryStream();
        // Characters are not escaped, because no browser reads the text.
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(bytes, options)) WriteChanged(writer, Json, change);
        using var changed = JsonDocument.Parse(bytes.ToArray());
        return new(changed.RootElement.Clone());
    }

    private static void WriteChanged(Utf8JsonWriter writer, JsonElement json, Func<string, string> change)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    writer.WritePropertyName(change(property.Name));
                    WriteChanged(writer, property.Value, change);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray()) WriteChanged(writer, item, change);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(change(json.GetString()!));
                break;
            case JsonValueKind.Number when change(json.GetRawText()) is var text && text != json.GetRawText():
                writer.WriteStringValue(text);
                break;
            default:
                writer.WriteRawValue(json.GetRawText());
                break;
        }
    }

    private static NotSupportedException ReadOnly() => new("This object is an answer of the service and is read-only.");

    private sealed class Pair(JsonProperty property)
    {
        public string Key => property.Name;
        public object? Value => ToObject(property.Value);
        public override string ToString() => PlainText.Of(property.ToString());
    }

    private sealed class Enumerator(IEnumerator<KeyValuePair<string, object?>> pairs) : IDictionaryEnumerator
    {
        public DictionaryEntry Entry => new(pairs.Current.Key, pairs.Current.Value);
        public object Key => pairs.Current.Key;
        public object? Value => pairs.Current.Value;
        public object Current => Entry;
        public bool MoveNext() => pairs.MoveNext();
        public void Reset() => pairs.Reset();
    }
}
