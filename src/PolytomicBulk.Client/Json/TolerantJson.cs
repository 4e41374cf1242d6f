using System.Text.Json.Serialization.Metadata;

namespace PolytomicBulk.Json;

/// <summary>
/// Reads answers of the service. A value that does not fit its property is added to the unknown properties. The rest of the object is read normally.
/// </summary>
internal static class TolerantJson
{
    private static readonly JsonSerializerOptions Options = new(ApiJson.Default.Options) { TypeInfoResolver = ApiJson.Default.WithAddedModifier(Tolerate) };

    private static readonly AsyncLocal<ICollection<OddValue>?> Finds = new();

    /// <summary>A value that the converter could not read, until the setter of the property takes it.</summary>
    [ThreadStatic]
    private static JsonElement? _odd;

    /// <summary>Reads an answer, and records the values that did not fit.</summary>
    public static async Task<T?> ReadAsync<T>(Stream stream, JsonTypeInfo<T> type, ICollection<OddValue>? finds, CancellationToken cancel)
    {
        Finds.Value = finds;
        return await JsonSerializer.DeserializeAsync(stream, Of(type), cancel).ConfigureAwait(false);
    }

    /// <summary>Reads an object from a JSON element.</summary>
    public static T? Read<T>(this JsonNode json, JsonTypeInfo<T> type, ICollection<OddValue>? finds = null)
    {
        var outer = Finds.Value;
        Finds.Value = finds;
        try
        {
            return json.Deserialize(Of(type));
        }
        finally
        {
            Finds.Value = outer;
        }
    }

    private static JsonTypeInfo<T> Of<T>(JsonTypeInfo<T> type) => (JsonTypeInfo<T>)Options.GetTypeInfo(type.Type);

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
                Finds.Value?.Add(new(owner, name, kind));
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
            catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
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
