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
            // Of several configurations with the same name, equal ones are paired first. The others are paired in order.
            foreach (var one in before.ToList())
            {
                if (after.Find(other => !one.DifferencesFrom(other).Any()) is not { } same) continue;
                before.Remove(one);
                after.Remove(same);
            }

            foreach (var (one, other) in before.Zip(after, (one, other) => (one, other)))
            {
                foreach (var difference in one.DifferencesFrom(other))
                {
                    var (was, now) = BulkSyncDrift.ValuesOf(difference);
                    yield return new(name, difference.Property, was, now, syncId: null, other.Path);
                }
            }

            foreach (var _ in before.Skip(after.Count)) yield return new(name, property: null, expected: name, actual: null, syncId: null, path: null);
            foreach (var extra in after.Skip(before.Count)) yield return new(name, property: null, expected: null, actual: name, syncId: null, extra.Path);
        }
    }

    private static List<BulkSyncConfiguration> Named(IEnumerable<BulkSyncConfiguration> configurations, string name) =>
        [.. configurations.Where(configuration => configuration.Name == name)];
}
