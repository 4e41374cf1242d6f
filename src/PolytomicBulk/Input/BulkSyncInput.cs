using System.Security;

namespace PolytomicBulk.Input;

/// <summary>Reads the settings of a bulk sync from parameters.</summary>
internal static class BulkSyncInput
{
    /// <summary>Settings with one parameter each. The name, schedules and schemas are read elsewhere.</summary>
    private static readonly ApiProperty[] Settings =
    [
        .. ApiTables.BulkSync.Properties.Where(property =>
            property is { IsSetByService: false, Name: not "name", Kind: not (PropertyKind.Item or PropertyKind.Items) }),
    ];

    /// <summary>The given settings as JSON; null for an empty value. An action gets the secrets in them.</summary>
    public static JsonObject Read(string? name, IReadOnlyDictionary<string, object> bound, Action<SecureString> hide)
    {
        var json = new JsonObject();
        if (name is not null) json["name"] = string.IsNullOrWhiteSpace(name) ? throw new ArgumentException("The name is blank. Specify a name.") : name;
        foreach (var property in Settings)
        {
            var parameter = ParameterOf(property);
            if (bound.TryGetValue(parameter, out var value)) json[property.Name] = Read("-" + parameter, property, value, hide);
        }

        return json;
    }

    /// <summary>Parameters have singular names.</summary>
    private static string ParameterOf(ApiProperty property) => property.Name == "policies" ? "Policy" : property.Label;

    private static JsonNode? Read(string parameter, ApiProperty property, object? value, Action<SecureString> hide) => property.Kind switch
    {
        PropertyKind.Flag => Flags.Read(parameter, value),
        PropertyKind.Free => JsonInput.ToObject(parameter, value, hide),
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
