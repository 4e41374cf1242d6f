using System.Diagnostics.CodeAnalysis;

namespace PolytomicBulk.Vocabulary;

/// <summary>The properties of one kind of API object, in the order in which people read them.</summary>
public sealed class ApiTable
{
    private readonly Dictionary<string, ApiProperty> _byName;

    internal ApiTable(string name, params ApiProperty[] properties)
    {
        (Name, Properties) = (name, properties);
        _byName = properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        InUtf8 = new(Names);
    }

    /// <summary>The name of the object, such as <c>schedule</c>.</summary>
    public string Name { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<ApiProperty> Properties { get; }

    /// <summary>The names of all properties.</summary>
    public IEnumerable<string> Names => Properties.Select(property => property.Name);

    /// <summary>Finds the properties of parsed JSON.</summary>
    internal PropertyNames InUtf8 { get; }

    /// <summary>The names of all properties, as a set.</summary>
    internal IReadOnlyCollection<string> NameSet => _byName.Keys;

    /// <summary>The names of properties that only the service sets.</summary>
    public IEnumerable<string> SetByService => Properties.Where(property => property.IsSetByService).Select(property => property.Name);

    /// <summary>The names of properties that a write requires.</summary>
    public IEnumerable<string> Required => Properties.Where(property => property.IsRequired).Select(property => property.Name);

    /// <summary>Whether clients identify these objects by id.</summary>
    internal bool HasIds => Get("id") is { IsFixed: false, IsSetByService: false };

    /// <summary>The properties that users can clear by name.</summary>
    public IEnumerable<ApiProperty> Clearable => Properties.Where(property => property.IsClearable);

    /// <summary>A property that must exist in the table.</summary>
    /// <param name="name">The name in the API.</param>
    public ApiProperty this[string name] => _byName[name];

    /// <summary>Finds a property, if the table has it.</summary>
    /// <param name="name">The name in the API.</param>
    /// <param name="property">The property.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out ApiProperty? property) => _byName.TryGetValue(name, out property);

    /// <summary>A property. Null if the table does not have it.</summary>
    /// <param name="name">The name in the API.</param>
    public ApiProperty? Get(string name) => _byName.TryGetValue(name, out var property) ? property : null;

    /// <summary>The name of a property in the output of the module, even if the table does not have it.</summary>
    /// <param name="name">The name in the API.</param>
    public string LabelOf(string name) => Get(name)?.Label ?? JsonWords.Label(name);

    /// <summary>Whether the value of a property is a list whose order does not matter, depending on the rest of the object.</summary>
    internal bool IsSet(JsonObject json, string name) =>
        json[name] is JsonArray && Get(name)?.Kind == PropertyKind.Any && Values(json).Any(known => known.TakesSet);

    /// <summary>The required properties that an object does not have, by their names in the output of the module.</summary>
    /// <param name="json">The object.</param>
    public IEnumerable<string> MissingIn(JsonObject json) => PropertiesMissingIn(json).Select(property => property.Label);

    /// <summary>The required properties that an object does not have.</summary>
    internal IEnumerable<ApiProperty> PropertiesMissingIn(JsonObject json)
    {
        var needed = Values(json).SelectMany(known => known.Needs).ToList();
        return Properties
            .Where(property => property.IsRequired || needed.Exists(name => name == property.Name || ApiTables.CamelCase(name) == property.Name))
            .Where(property => JsonWords.IsEmpty(json[property.Name]));
    }

    /// <summary>The known values that an object contains.</summary>
    private IEnumerable<KnownValue> Values(JsonObject json) =>
        from property in Properties
        from known in property.Values
        where known.Text == JsonWords.Text(json[property.Name])
        select known;
}
