using System.Text.Encodings.Web;

namespace PolytomicBulk.Json;

/// <summary>Writes nodes as UTF-8. Numbers and names stay exactly as in the node.</summary>
internal static class JsonBytes
{
    /// <summary>Characters are not escaped, because no browser reads the text.</summary>
    private static readonly JsonWriterOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ArraySegment<byte> Of(JsonNode node) => Write(writer => node.WriteTo(writer));

    public static ArraySegment<byte> Of(JsonElement json) => Write(writer => json.WriteTo(writer));

    /// <summary>Writes an object with one list item by item. All nodes of a large list would take many times its memory.</summary>
    public static ArraySegment<byte> Of(JsonObject json, string name, IEnumerable<Action<Utf8JsonWriter>> items) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (other, value) in json)
        {
            if (other == name) continue;
            writer.WritePropertyName(other);
            if (value is null) writer.WriteNullValue();
            else value.WriteTo(writer);
        }

        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            item(writer);
            writer.Flush();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static ArraySegment<byte> Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, AsItIs)) write(writer);
        return new(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
