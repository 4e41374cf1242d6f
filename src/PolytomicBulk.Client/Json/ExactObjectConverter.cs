namespace PolytomicBulk.Json;

/// <summary>Reads an object to change and write back. Refuses text that is not valid Unicode, and properties that appear twice.</summary>
internal sealed class ExactObjectConverter : JsonConverter<JsonObject>
{
    public override JsonObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Expected a JSON object.");
        var json = ReadableJsonConverter.Read(ref reader);
        Check(json);
        return JsonObject.Create(json)!;
    }

    public override void Write(Utf8JsonWriter writer, JsonObject value, JsonSerializerOptions options) => value.WriteTo(writer);

    private static void Check(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var property in json.EnumerateObject())
                {
                    if (!names.Add(property.Name)) throw new JsonException("The object contains a name twice.");
                    Check(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray()) Check(item);
                break;
        }
    }
}
