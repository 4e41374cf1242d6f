using System.Text.Encodings.Web;

namespace PolytomicBulk.Configuration;

/// <summary>Writes JSON as in a file: indented, with unescaped letters, and the same on every system.</summary>
internal static class ConfigurationText
{
    private const int MostKept = 1 << 20;

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions OfALine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions InALine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The memory of the previous file. Otherwise it is allocated and collected with each file.</summary>
    [ThreadStatic]
    private static MemoryStream? t_bytes;

    public static byte[] Write(JsonObject json) => Write((writer, bytes) =>
    {
        Write(writer, bytes, json, name: null);
        return true;
    })!;

    /// <summary>Writes an object and adds a list that a function writes. Null if the function cannot write it.</summary>
    public static byte[]? Write(JsonObject json, string name, Func<Utf8JsonWriter, MemoryStream, bool> write) => Write((writer, bytes) =>
    {
        writer.WriteStartObject();
        foreach (var (child, value) in json)
        {
            writer.WritePropertyName(child);
            Write(writer, bytes, value, child);
        }

        writer.WriteStartArray(name);
        if (!write(writer, bytes)) return false;
        writer.WriteEndArray();
        writer.WriteEndObject();
        return true;
    });

    private static byte[]? Write(Func<Utf8JsonWriter, MemoryStream, bool> write)
    {
        var bytes = t_bytes ?? new MemoryStream();
        t_bytes = null;
        bytes.SetLength(0);
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            if (!write(writer, bytes)) return null;
        }

        bytes.WriteByte((byte)'\n');
        var text = InOneForm(bytes.ToArray());
        if (bytes.Capacity <= MostKept) t_bytes = bytes;
        return text;
    }

    /// <summary>Writes each item on its own line, in a list that the writer has begun.</summary>
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

    /// <summary>Between values, the writer uses the line endings of the system. Inside values, carriage returns are escaped.</summary>
    internal static byte[] InOneForm(byte[] text) => Array.IndexOf(text, (byte)'\r') < 0 ? text : Array.FindAll(text, one => one != '\r');

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

    /// <summary>Writes each item on its own line, so that a changed field is a changed line. The items bypass the writer.</summary>
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
