using PolytomicBulk.Json;

namespace PolytomicBulk.Configuration;

/// <summary>The names and values that the service itself has in bulk syncs, by the kind of place that they are at.</summary>
public sealed class ConfigurationVocabulary
{
    private readonly Lazy<(HashSet<(string Kind, string Name)> Names, HashSet<(string Kind, string Name, string? Value)> Values)> _words;

    /// <summary>Collects what some syncs have, once anybody asks.</summary>
    /// <param name="service">The syncs' configurations, as the service has them.</param>
    public ConfigurationVocabulary(IEnumerable<BulkSyncConfiguration> service) => _words = new(() => Collect(service));

    internal bool Has(ConfigurationPart part, string name) => _words.Value.Names.Contains((part.Kind, name));

    internal bool Has(ConfigurationPart part, string name, string value) => _words.Value.Values.Contains((part.Kind, name, value));

    private static (HashSet<(string Kind, string Name)> Names, HashSet<(string Kind, string Name, string? Value)> Values) Collect(
        IEnumerable<BulkSyncConfiguration> service)
    {
        var (names, values) = (new HashSet<(string Kind, string Name)>(), new HashSet<(string Kind, string Name, string? Value)>());
        foreach (var configuration in service)
        {
            names.UnionWith(configuration.Emptied);
            foreach (var part in configuration.Parts)
            {
                foreach (var property in part.Json)
                {
                    names.Add((part.Kind, property.Key));
                    if (part.Table.Get(property.Key) is { Values.Count: > 0 }) values.Add((part.Kind, property.Key, JsonWords.Text(property.Value)));
                }
            }
        }

        return (names, values);
    }
}
