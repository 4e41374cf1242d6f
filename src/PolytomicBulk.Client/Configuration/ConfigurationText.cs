using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Configuration;

/// <summary>JSON as a file has it: indented, with letters as they are, the same on every system.</summary>
internal static class ConfigurationText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions InALine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonObject json)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options)) Write(writer, bytes, json, name: null);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).Replace("\r\n", "\n") + "\n";
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
