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
    }

    /// <summary>What the object is called, such as <c>schedule</c>.</summary>
    public string Name { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<ApiProperty> Properties { get; }

    /// <summary>The names of all properties.</summary>
    public IEnumerable<string> Names => Properties.Select(property => property.Name);

    /// <summary>The names of the properties that the service alone sets.</summary>
    public IEnumerable<string> SetByService => Properties.Where(property => property.IsSetByService).Select(property => property.Name);

    /// <summary>The names of the properties that an object cannot be written without.</summary>
    public IEnumerable<string> Required => Properties.Where(property => property.IsRequired).Select(property => property.Name);

    /// <summary>A property that is known to be there.</summary>
    /// <param name="name">The name on the wire.</param>
    public ApiProperty this[string name] => _byName[name];

    /// <summary>A property, where the table has it.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <param name="property">The property.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out ApiProperty? property) => _byName.TryGetValue(name, out property);

    /// <summary>What a property holds; null where the table does not have it.</summary>
    /// <param name="name">The name on the wire.</param>
    public PropertyKind? KindOf(string name) => _byName.TryGetValue(name, out var property) ? property.Kind : null;
}
