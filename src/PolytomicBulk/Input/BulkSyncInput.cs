namespace PolytomicBulk.Input;

/// <summary>The settings of a bulk sync as parameters give them, checked and by the API's own names.</summary>
internal static class BulkSyncInput
{
    /// <summary>Parameters of schedules and schemas are read elsewhere, and the name may come from another parameter.</summary>
    private static readonly ApiProperty[] Settings =
    [
        .. ApiTables.BulkSync.Properties.Where(property =>
            property is { IsSetByService: false, Name: not "name", Kind: not (PropertyKind.Item or PropertyKind.Items) }),
    ];

    /// <summary>The JSON of the settings that were given; null for what was given as nothing.</summary>
    /// <exception cref="ArgumentException">One of them cannot be.</exception>
    public static JsonObject Read(string? name, IReadOnlyDictionary<string, object> bound)
    {
        var json = new JsonObject();
        if (name is not null) json["name"] = string.IsNullOrWhiteSpace(name) ? throw new ArgumentException("The name is blank. Specify a name.") : name;
        foreach (var property in Settings)
        {
            var parameter = ParameterOf(property);
            if (bound.TryGetValue(parameter, out var value)) json[property.Name] = Read("-" + parameter, property, value);
        }

        return json;
    }

    /// <summary>Parameters have singular names.</summary>
    private static string ParameterOf(ApiProperty property) => property.Name == "policies" ? "Policy" : property.Label;

    private static JsonNode? Read(string parameter, ApiProperty property, object? value) => property.Kind switch
    {
        PropertyKind.Flag => Flags.Read(parameter, value),
        PropertyKind.Free => JsonInput.ToObject(parameter, value),
        PropertyKind.Id => value is Guid id ? id.ToString() : null,
        PropertyKind.Number => ReadNumber(parameter, property, value),
        PropertyKind.Text => property.Spell(parameter, value as string),
        _ => JsonInput.ToNode(parameter, value),
    };

    private static JsonNode? ReadNumber(string parameter, ApiProperty property, object? value)
    {
        if (value is null) return null;
        var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        return property.IsInRange(number) ? number : throw new ArgumentException($"{parameter} must be {property.Range}, not {value}.");
    }
}
