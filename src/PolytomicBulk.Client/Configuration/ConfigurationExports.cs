namespace PolytomicBulk.Configuration;

/// <summary>Compares two exports of bulk syncs without the service.</summary>
public static class ConfigurationExports
{
    /// <summary>Returns the changes from a reference export to another export.</summary>
    /// <param name="reference">The configurations of the reference export.</param>
    /// <param name="configurations">The configurations of the other export.</param>
    public static IEnumerable<BulkSyncDrift> Compare(
        IReadOnlyCollection<BulkSyncConfiguration> reference, IReadOnlyCollection<BulkSyncConfiguration> configurations)
    {
        var names = reference.Concat(configurations).Select(configuration => configuration.Name).Distinct(StringComparer.Ordinal);
        foreach (var name in names.OrderBy(name => name, StringComparer.OrdinalIgnoreCase))
        {
            var (before, after) = (Named(reference, name), Named(configurations, name));
            var pairs = ConfigurationPairs.Find(before, after);
            foreach (var (one, other) in pairs)
            {
                foreach (var difference in one.DifferencesFrom(other))
                {
                    var (was, now) = BulkSyncDrift.ValuesOf(difference);
                    yield return new(name, difference.Property, was, now, syncId: null, other.Path);
                }
            }

            var (gone, extras) = (before.Except(pairs.Select(pair => pair.One)), after.Except(pairs.Select(pair => pair.Other)));
            foreach (var _ in gone) yield return new(name, property: null, expected: name, actual: null, syncId: null, path: null);
            foreach (var extra in extras) yield return new(name, property: null, expected: null, actual: name, syncId: null, extra.Path);
        }
    }

    private static List<BulkSyncConfiguration> Named(IEnumerable<BulkSyncConfiguration> configurations, string name) =>
        [.. configurations.Where(configuration => configuration.Name == name)];
}
