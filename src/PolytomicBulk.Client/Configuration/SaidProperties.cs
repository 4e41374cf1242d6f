namespace PolytomicBulk.Configuration;

/// <summary>The properties of a schema or field in a file, in the order of the file.</summary>
internal sealed class SaidProperties
{
    private readonly ApiProperty[] _said;
    private readonly JsonEncodedText[] _labels;
    private readonly PropertyNames _names;
    private readonly PropertyNames _ofService;

    public SaidProperties(ApiTable table)
    {
        _said =
        [
            .. table.Properties.Where(ConfigurationForm.IsSaid)
                .OrderBy(property => ConfigurationForm.Rank(property.Name)).ThenBy(property => property.Name, StringComparer.Ordinal),
        ];
        _labels = Array.ConvertAll(_said, property => JsonEncodedText.Encode(property.Name));
        _names = new(_said.Select(property => property.Name));
        _ofService = new(table.Properties.Where(property => property.IsSetByService).Select(property => property.Name));
    }

    public int Length => _said.Length;

    public ApiProperty this[int i] => _said[i];

    public int IndexOf(string name) => Array.FindIndex(_said, property => property.Name == name);

    /// <summary>The values of an item. Null if it has another property, a value of another kind, or the same property twice.</summary>
    public JsonElement[]? Read(JsonElement item)
    {
        var (values, next, nextOfService) = (new JsonElement[_said.Length], 0, 0);
        foreach (var property in item.EnumerateObject())
        {
            var i = _names.Find(property, ref next);
            if (i >= 0 && values[i].ValueKind == JsonValueKind.Undefined && Fits(_said[i].Kind, property.Value.ValueKind)) values[i] = property.Value;
            else if (_ofService.Find(property, ref nextOfService) < 0) return null;
        }

        return values;
    }

    /// <summary>Writes a property in normal form.</summary>
    public void Write(Utf8JsonWriter writer, int i, JsonElement value)
    {
        writer.WritePropertyName(_labels[i]);
        var isNothing = value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""));
        if (isNothing && _said[i].Kind == PropertyKind.Flag) writer.WriteBooleanValue(false);
        else if (isNothing) writer.WriteNullValue();
        else if (_said[i].Kind == PropertyKind.Time && JsonWords.Instant(JsonValue.Create(value.GetString())) is { } time)
        {
            writer.WriteStringValue(LocalTimeConverter.ToText(time));
        }
        else value.WriteTo(writer);
    }

    private static bool Fits(PropertyKind kind, JsonValueKind value) => value == JsonValueKind.Null || kind switch
    {
        PropertyKind.Flag => value is JsonValueKind.True or JsonValueKind.False,
        PropertyKind.Items => value == JsonValueKind.Array,
        _ => value == JsonValueKind.String,
    };
}
