using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Configuration;

/// <summary>JSON as a file has it: indented, with letters as they are, the same on every system.</summary>
internal static class ConfigurationText
{
    private const bool Strict = true;

    /// <summary>In this order, since UTF-32 begins as UTF-16 does.</summary>
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, Strict),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, Strict),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, Strict),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, Strict),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, Strict),
    ];

    private static readonly UTF8Encoding Unmarked = new(encoderShouldEmitUTF8Identifier: false, Strict);

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions InALine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a file: what its byte-order mark says, or else UTF-8.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="InvalidConfigurationException">It is another encoding's. Read as UTF-8, its letters would be lost without a word.</exception>
    public static string Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var encoding = Array.Find(Marked, encoding => bytes.AsSpan().StartsWith(encoding.GetPreamble())) ?? Unmarked;
        var start = encoding.GetPreamble().Length;
        try
        {
            return encoding.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException fault) when (encoding == Unmarked)
        {
            var line = 1 + Encoding.ASCII.GetString(bytes, 0, Math.Max(0, Math.Min(fault.Index, bytes.Length))).Count(letter => letter == '\n');
            throw new InvalidConfigurationException(
                $"line {line} is not UTF-8, but perhaps ANSI, as Windows PowerShell writes it. Save it as UTF-8, such as with: Set-Content -Encoding utf8",
                line: line,
                inner: fault);
        }
        catch (DecoderFallbackException fault)
        {
            throw new InvalidConfigurationException($"it is not the {encoding.WebName} that it begins as. Save the file as UTF-8.", inner: fault);
        }
    }

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
