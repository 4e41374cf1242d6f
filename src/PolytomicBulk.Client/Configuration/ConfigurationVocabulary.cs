using PolytomicBulk.Json;

namespace PolytomicBulk.Configuration;

/// <summary>The names and values that the service itself has in bulk syncs, by the kind of place that they are at.</summary>
public sealed class ConfigurationVocabulary
{
    private readonly HashSet<(string Kind, string Name)> _names = [];
    private readonly HashSet<(string Kind, string Name, string? Value)> _values = [];

    /// <summary>Collects what some syncs have.</summary>
    /// <param name="service">The syncs' configurations, as the service has them.</param>
    public ConfigurationVocabulary(IEnumerable<BulkSyncConfiguration> service)
    {
        foreach (var part in service.SelectMany(configuration => configuration.PartsAsTheyCame))
        {
            foreach (var property in part.Json)
            {
                _names.Add((part.Kind, property.Key));
                _values.Add((part.Kind, property.Key, JsonWords.Text(property.Value)));
            }
        }
    }

    internal bool Has(ConfigurationPart part, string name) => _names.Contains((part.Kind, name));

    internal bool Has(ConfigurationPart part, string name, string value) => _values.Contains((part.Kind, name, value));
}
