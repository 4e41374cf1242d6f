namespace PolytomicBulk;

/// <summary>Reads JSON without a fixed structure. It refuses text that is not valid Unicode, because that would fail later, without the request.</summary>
internal sealed class ReadableJsonConverter : JsonConverter<JsonElement>
{
    public static JsonElement Read(ref Utf8JsonReader reader)
    {
        Check(reader);
        return JsonElement.ParseValue(ref reader);
    }

    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);

    /// <summary>Checks the value at a copy of the reader.</summary>
    private static void Check(Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        try
        {
            CheckText(ref reader);
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
            while (reader.Read() && reader.CurrentDepth > depth) CheckText(ref reader);
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException("A text is not Unicode.", fault);
        }
    }

    private static void CheckText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String)) return;
#if NET
        // Most text is ASCII, which needs no conversion to be checked.
        if (!reader.HasValueSequence && !reader.ValueIsEscaped && Ascii.IsValid(reader.ValueSpan)) return;
#endif
        _ = reader.GetString();
    }
}
