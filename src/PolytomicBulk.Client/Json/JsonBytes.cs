using System.Text.Encodings.Web;

namespace PolytomicBulk.Json;

/// <summary>Nodes as UTF-8 text. Numbers and names are as they stand in the node.</summary>
internal static class JsonBytes
{
    /// <summary>Text goes out as letters, not as their numbers. No browser reads it.</summary>
    private static readonly JsonWriterOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ArraySegment<byte> Of(JsonNode node) => Write(writer => node.WriteTo(writer));

    public static ArraySegment<byte> Of(JsonElement json) => Write(writer => json.WriteTo(writer));

    /// <summary>An object, one of whose lists is written item by item: all nodes of a large one at once would take many times its memory.</summary>
    public static ArraySegment<byte> Of(JsonObject json, string name, IEnumerable<JsonObject> items) => Write(writer =>
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
            item.WriteTo(writer);
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
