namespace PolytomicBulk.Json;

/// <summary>Reads answers as they are, without a type for their data.</summary>
internal static class ExactJson
{
    /// <summary>Reads an answer. Text that is not valid Unicode is refused, because it would fail later, without the request.</summary>
    public static Envelope<JsonElement>? Read(ReadOnlyMemory<byte> text)
    {
#if NET
        // A deserializer goes through the data three times: to check it, to find its end, and to parse it. Almost all text is checked at once.
        if (System.Text.Unicode.Utf8.IsValid(text.Span) && text.Span.IndexOf("\\u"u8) < 0)
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new() { Data = json.RootElement.TryGetProperty("data", out var data) ? data.Clone() : default };
            }
        }
#endif
        return JsonSerializer.Deserialize(text.Span, ApiJson.Default.EnvelopeJsonElement);
    }
}
