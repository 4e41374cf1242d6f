using System.Text.Encodings.Web;

namespace PolytomicBulk.Configuration;

/// <summary>JSON as a file has it: indented, with letters as they are, the same on every system.</summary>
internal static class ConfigurationText
{
    private const int Usual = 1 << 16;

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions OfALine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions InALine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(JsonObject json)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options)) Write(writer, bytes, json, name: null);
        return InOneForm(bytes);
    }

    /// <summary>The text of an object with one more list, which is written as it comes; null where it cannot be.</summary>
    public static byte[]? Write(JsonObject json, string name, Func<Utf8JsonWriter, MemoryStream, bool> write)
    {
        using var bytes = new MemoryStream(Usual);
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            writer.WriteStartObject();
            foreach (var (child, value) in json)
            {
                writer.WritePropertyName(child);
                Write(writer, bytes, value, child);
            }

            writer.WriteStartArray(name);
            if (!write(writer, bytes)) return null;
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return InOneForm(bytes);
    }

    /// <summary>Items as lines of their own, in a list that the writer has begun.</summary>
    public static void WriteLines(Utf8JsonWriter writer, MemoryStream bytes, int count, Action<Utf8JsonWriter, int> write)
    {
        if (count == 0) return;
        writer.Flush();
        var indent = Encoding.UTF8.GetBytes(new string(' ', 2 * writer.CurrentDepth));
        using var line = new Utf8JsonWriter(bytes, OfALine);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) bytes.WriteByte((byte)',');
            bytes.WriteByte((byte)'\n');
            bytes.Write(indent, 0, indent.Length);
            line.Reset(bytes);
            write(line, i);
            line.Flush();
        }

        bytes.WriteByte((byte)'\n');
        bytes.Write(indent, 0, indent.Length - 2);
    }

    private static byte[] InOneForm(MemoryStream bytes)
    {
        bytes.WriteByte((byte)'\n');
        // Between two values, the writer has the line ends of the system. Within values, a carriage return is escaped.
        return Environment.NewLine == "\n" ? bytes.ToArray() : Array.FindAll(bytes.ToArray(), one => one != '\r');
    }

    private static void Write(Utf8JsonWriter writer, MemoryStream bytes, JsonNode? node, string? name)
    {
        switch (node)
        {
            case JsonObject json:
                writer.WriteStartObject();
                foreach (var (child, value) in json)
                {
                    writer.WritePropertyName(child);
                    Write(writer, bytes, value, child);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                if (name == "fields") WriteInLines(writer, bytes, items);
                else foreach (var item in items) Write(writer, bytes, item, name: null);
                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    /// <summary>Each item on a line of its own, so that a change of a field is a changed line. The writer itself knows of none of them.</summary>
    private static void WriteInLines(Utf8JsonWriter writer, MemoryStream bytes, JsonArray items)
    {
        if (items.Count == 0) return;
        writer.Flush();
        var lines = new StringBuilder();
        var indent = new string(' ', 2 * writer.CurrentDepth);
        foreach (var item in items) lines.Append(lines.Length == 0 ? "\n" : ",\n").Append(indent).Append(item?.ToJsonString(InALine) ?? "null");
        lines.Append('\n').Append(indent, 0, indent.Length - 2);
        var text = Encoding.UTF8.GetBytes(lines.ToString());
        bytes.Write(text, 0, text.Length);
    }
}
