namespace PolytomicBulk;

/// <summary>Keeps JSON without a fixed structure exactly as the service sent it.</summary>
internal sealed class JsonMapConverter : JsonConverter<JsonMap>
{
    public override JsonMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Expected a JSON object.");
        return JsonMap.From(ReadableJsonConverter.Read(ref reader));
    }

    public override void Write(Utf8JsonWriter writer, JsonMap value, JsonSerializerOptions options) => value.Json.WriteTo(writer);
}
