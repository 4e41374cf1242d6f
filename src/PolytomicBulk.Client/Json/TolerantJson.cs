using System.Text.Json.Serialization.Metadata;

namespace PolytomicBulk.Json;

/// <summary>
/// Reads answers of the service. A value that does not fit its property is added to the unknown properties. The rest of the object is read normally.
/// </summary>
internal static class TolerantJson
{
    private static readonly JsonSerializerOptions Options = new(ApiJson.Default.Options) { TypeInfoResolver = ApiJson.Default.WithAddedModifier(Tolerate) };

    /// <summary>Takes the values that did not fit.</summary>
    [ThreadStatic]
    private static ICollection<OddValue>? _finds;

    /// <summary>A value that the converter could not read, until the setter of the property takes it.</summary>
    [ThreadStatic]
    private static JsonElement? _odd;

    /// <summary>Reads an object from a JSON node.</summary>
    public static T? Read<T>(this JsonNode json, JsonTypeInfo<T> type, ICollection<OddValue>? finds = null) => Read(JsonBytes.Of(json), type, finds);

    /// <summary>Reads an answer, and records the values that did not fit.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type, ICollection<OddValue>? finds)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (Exception fault) when (IsOdd(fault))
        {
            // Almost no answer has such a value, and looking for one takes half as long again.
            return ReadOdd(text, (JsonTypeInfo<T>)Options.GetTypeInfo(type.Type), finds);
        }
    }

    private static T? ReadOdd<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type, ICollection<OddValue>? finds)
    {
        var outer = _finds;
        _finds = finds;
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        finally
        {
            _finds = outer;
        }
    }

    private static bool IsOdd(Exception fault) => fault is JsonException or InvalidOperationException or FormatException;

    private static void Tolerate(JsonTypeInfo type)
    {
        if (!typeof(ApiObject).IsAssignableFrom(type.Type)) return;
        foreach (var property in type.Properties)
        {
            // A property that accepts any JSON has no unexpected values.
            if (property.IsExtensionData || property.Set is not { } set || property.PropertyType == typeof(JsonElement)) continue;
            property.CustomConverter = (JsonConverter)Activator.CreateInstance(
                typeof(Converter<>).MakeGenericType(property.PropertyType), property.CustomConverter)!;
            var (name, kind, owner) = (property.Name, property.PropertyType, type.Type);
            property.Set = (target, value) =>
            {
                if (_odd is not { } odd)
                {
                    set(target, value);
                    return;
                }

                _odd = null;
                (((ApiObject)target).UnknownProperties ??= [])[name] = odd;
                _finds?.Add(new(owner, name, kind));
            };
        }
    }

    private sealed class Converter<T>(JsonConverter? own) : JsonConverter<T>
    {
        private JsonConverter<T>? _inner = own as JsonConverter<T>;

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            _inner ??= (JsonConverter<T>)options.GetConverter(typeof(T));
            var start = reader;
            try
            {
                return _inner.Read(ref reader, typeToConvert, options);
            }
            catch (Exception fault) when (IsOdd(fault))
            {
                // If the text is not JSON at all, this fails too.
                reader = start;
                _odd = ReadableJsonConverter.Read(ref reader);
                return default;
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
