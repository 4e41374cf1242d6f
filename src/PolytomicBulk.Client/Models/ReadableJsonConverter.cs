namespace PolytomicBulk;

/// <summary>Reads JSON without a fixed structure. It refuses text that is not valid Unicode, because that would fail later, without the request.</summary>
internal sealed class ReadableJsonConverter : JsonConverter<JsonElement>
{
    public static JsonElement Read(ref Utf8JsonReader reader)
    {
        var json = JsonElement.ParseValue(ref reader);
        try
        {
            Check(json);
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException("A text is not Unicode.", fault);
        }

        return json;
    }

    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);

    private static void Check(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    _ = property.Name;
                    Check(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray()) Check(item);
                break;
            case JsonValueKind.String:
                _ = json.GetString();
                break;
        }
    }
}
