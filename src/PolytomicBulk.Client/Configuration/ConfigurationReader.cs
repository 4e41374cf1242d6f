namespace PolytomicBulk.Configuration;

/// <summary>
/// Reads files in UTF-8, UTF-16 or UTF-32, with any line endings, comments and trailing commas. A file that cannot be read reliably is refused, with
/// the line.
/// </summary>
internal static class ConfigurationReader
{
    private const int MostReadings = 3;
    private const int Megabyte = 1 << 20;
    private const int Largest = 256 * Megabyte;

    private const bool Strict = true;

    /// <summary>UTF-32 is first, because its byte-order mark begins like that of UTF-16.</summary>
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, Strict),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, Strict),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, Strict),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, Strict),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, Strict),
    ];

    private static readonly UTF8Encoding Unmarked = new(encoderShouldEmitUTF8Identifier: false, Strict);

    private static readonly JsonReaderOptions AsPeopleWrite = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly JsonDocumentOptions AsPeopleWriteIt = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads the text of a file, without a byte-order mark.</summary>
    /// <exception cref="InvalidConfigurationException">The encoding is not valid, the file is too large, or it changes while it is read.</exception>
    public static string ReadText(string path) => Encoding.UTF8.GetString(ReadUtf8(path));

    /// <summary>Reads the text of a file in UTF-8, without a byte-order mark.</summary>
    /// <exception cref="InvalidConfigurationException">The encoding is not valid, the file is too large, or it changes while it is read.</exception>
    public static byte[] ReadUtf8(string path) => ToUtf8(ReadBytes(path));

    /// <summary>Parses the object in a text.</summary>
    /// <exception cref="InvalidConfigurationException">The text contains no object, or an object with the same property twice.</exception>
    public static JsonObject Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Parses the object in a text in UTF-8.</summary>
    /// <exception cref="InvalidConfigurationException">The text contains no object, or an object with the same property twice.</exception>
    public static JsonObject Parse(byte[] bytes)
    {
        try
        {
            Check(bytes);
            return JsonNode.Parse(bytes, documentOptions: AsPeopleWriteIt)!.AsObject();
        }
        catch (JsonException fault)
        {
            throw ConflictIn(Encoding.UTF8.GetString(bytes)) is { } line
                ? new InvalidConfigurationException($"it contains a merge conflict that begins on line {line}. Resolve the conflict.", line: line, inner: fault)
                : fault.LineNumber is { } wrong
                ? new InvalidConfigurationException($"its JSON is not valid from line {wrong + 1}.", line: wrong + 1, inner: fault)
                : new InvalidConfigurationException(fault.Message, inner: fault);
        }
    }

    /// <summary>
    /// Parses an object without one of its lists. A function reads the list, because JSON nodes take many times the memory of their text. Null if the
    /// function does not accept the list, or if the text contains no such object.
    /// </summary>
    public static (JsonObject Json, T Seen)? ParseWithout<T>(byte[] text, string name, Func<JsonElement, T?> look)
        where T : struct
    {
        // If the text may contain half of a surrogate pair, everything is parsed.
        if (text.AsSpan().IndexOf("\\u"u8) >= 0) return null;
        try
        {
            using var json = JsonDocument.Parse(text, AsPeopleWriteIt);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
            if (json.RootElement.EnumerateObject().Count(property => property.NameEquals(name)) != 1) return null;
            if (look(json.RootElement.GetProperty(name)) is not { } seen) return null;
            using var rest = new MemoryStream();
            using (var writer = new Utf8JsonWriter(rest))
            {
                writer.WriteStartObject();
                foreach (var property in json.RootElement.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    if (!property.NameEquals(name)) property.Value.WriteTo(writer);
                    else
                    {
                        writer.WriteStartArray();
                        writer.WriteEndArray();
                    }
                }

                writer.WriteEndObject();
            }

            return (Parse(rest.ToArray()), seen);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name in a text, without the rest, which can be large. Null if there is none before the first error.</summary>
    public static string? NameIn(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), AsPeopleWrite);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return null;
            ToProperty(ref reader, "name");
            return reader.GetString();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The text is not valid JSON, or the name is missing or is not text.
            return null;
        }
    }

    /// <summary>The line of a property of an object, counted from 1. The object was read from the same text. If it omits the property, its own line.</summary>
    public static long LineOf(string text, JsonNode owner, string? name)
    {
        var (bytes, steps) = (Encoding.UTF8.GetBytes(text), StepsTo(owner));
        if (name is not null && (owner as JsonObject)?.ContainsKey(name) == true) steps.Add(name);
        var reader = new Utf8JsonReader(bytes, AsPeopleWrite);
        reader.Read();
        foreach (var step in steps)
        {
            if (step is int index) ToItem(ref reader, index);
            else ToProperty(ref reader, (string)step);
        }

        return LineAt(bytes, reader.TokenStartIndex);
    }

    /// <summary>Goes from the start of a list to one of its items.</summary>
    private static void ToItem(ref Utf8JsonReader reader, int index)
    {
        reader.Read();
        for (; index > 0; index--)
        {
            reader.Skip();
            reader.Read();
        }
    }

    /// <summary>Goes from the start of an object to the value of a property, or to the end of the object if it omits the property.</summary>
    private static void ToProperty(ref Utf8JsonReader reader, string name)
    {
        for (reader.Read(); reader.TokenType == JsonTokenType.PropertyName; reader.Read())
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt) return;
            reader.Skip();
        }
    }

    private static List<object> StepsTo(JsonNode node)
    {
        var steps = new List<object>();
        for (; node.Parent is { } parent; node = parent)
        {
            steps.Insert(0, parent is JsonArray ? node.GetElementIndex() : node.GetPropertyName());
        }

        return steps;
    }

    private static byte[] ReadBytes(string path) => ReadWhole(
        () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1),
        () => File.GetLastWriteTimeUtc(path));

    /// <summary>Reads all bytes of a file, and begins again if it changes meanwhile.</summary>
    /// <exception cref="InvalidConfigurationException">The file is too large, or it changes each time.</exception>
    internal static byte[] ReadWhole(Func<Stream> open, Func<DateTime> lastWrite)
    {
        for (var readings = 0; readings < MostReadings; readings++)
        {
            var before = lastWrite();
            using var stream = open();
            if (stream.Length > Largest)
            {
                var size = (stream.Length + Megabyte - 1) / Megabyte;
                throw new InvalidConfigurationException($"its size is {size} MiB. The maximum is {Largest / Megabyte} MiB.");
            }

            var (bytes, count, read) = (new byte[stream.Length], 0, 0);
            do
            {
                read = stream.Read(bytes, count, bytes.Length - count);
                count += read;
            }
            while (read > 0);
            if (count == bytes.Length && stream.Length == count && lastWrite() == before) return bytes;
        }

        throw new InvalidConfigurationException("it changed each time it was read. Another program may be writing it. Try again later.");
    }

    private static byte[] ToUtf8(byte[] bytes)
    {
        var encoding = Array.Find(Marked, encoding => bytes.AsSpan().StartsWith(encoding.GetPreamble())) ?? WithoutMark(bytes);
        var start = bytes.AsSpan().StartsWith(encoding.GetPreamble()) ? encoding.GetPreamble().Length : 0;
        try
        {
            if (encoding is not UTF8Encoding) return Encoding.UTF8.GetBytes(encoding.GetString(bytes, start, bytes.Length - start));
            // Counting checks the text, and does not allocate it.
            _ = encoding.GetCharCount(bytes, start, bytes.Length - start);
            return start == 0 ? bytes : bytes.AsSpan(start).ToArray();
        }
        catch (DecoderFallbackException fault) when (encoding == Unmarked)
        {
            var line = LineAt(bytes, Math.Max(0, fault.Index));
            throw new InvalidConfigurationException(
                $"line {line} is not valid UTF-8. Windows PowerShell may have written the file in ANSI. Save it as UTF-8, for example with: "
                    + "Set-Content -Encoding utf8",
                line: line,
                inner: fault);
        }
        catch (DecoderFallbackException fault)
        {
            throw new InvalidConfigurationException($"it begins as {encoding.WebName}, but the rest is not. Save the file as UTF-8.", inner: fault);
        }
    }

    /// <summary>JSON begins with an ASCII character, which is two bytes in UTF-16.</summary>
    private static Encoding WithoutMark(byte[] bytes) => bytes switch
    {
        [not 0, 0, ..] => Marked[2],
        [0, not 0, ..] => Marked[3],
        _ => Unmarked,
    };

    /// <summary>
    /// Checks that a text contains one object, and that no object has the same property twice. JSON readers use the last one, or fail too late to
    /// report the line.
    /// </summary>
    private static void Check(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes, AsPeopleWrite);
        var names = new Stack<List<(string Name, long Start)>>();
        if (Array.TrueForAll(bytes, one => one is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) throw new InvalidConfigurationException("it is empty.");
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidConfigurationException(
                $"its JSON is {(reader.TokenType == JsonTokenType.StartArray ? "a list" : "a single value")} (line {LineAt(bytes, reader.TokenStartIndex)}), "
                    + "but a configuration is an object.",
                line: LineAt(bytes, reader.TokenStartIndex));
        }

        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Push([]);
                    break;
                case JsonTokenType.EndObject:
                    names.Pop();
                    break;
                case JsonTokenType.String when reader.ValueIsEscaped:
                    Text(bytes, ref reader);
                    break;
                case JsonTokenType.PropertyName:
                    var (name, seen) = (Text(bytes, ref reader), names.Peek());
                    if (seen.Find(other => other.Name == name) is { Name: not null } first) throw Twice(bytes, name, first.Start, reader.TokenStartIndex);
                    seen.Add((name, reader.TokenStartIndex));
                    break;
            }
        }
        while (reader.Read());
    }

    private static string Text(byte[] bytes, ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            var line = LineAt(bytes, reader.TokenStartIndex);
            throw new InvalidConfigurationException($"line {line} contains an invalid character (half of a surrogate pair).", line: line, inner: fault);
        }
    }

    private static InvalidConfigurationException Twice(byte[] bytes, string name, long first, long second)
    {
        var line = LineAt(bytes, second);
        return new($"its JSON has '{name}' twice in one object, on line {LineAt(bytes, first)} and on line {line}.", name, line);
    }

    private static long LineAt(byte[] bytes, long index) => 1 + bytes.Take((int)index).LongCount(letter => letter == '\n');

    /// <summary>The line where a merge conflict begins. Null if there is none.</summary>
    private static long? ConflictIn(string text)
    {
        var line = Array.FindIndex(text.Split('\n'), line => line.StartsWith("<<<<<<< ", StringComparison.Ordinal));
        return line < 0 ? null : line + 1;
    }
}
