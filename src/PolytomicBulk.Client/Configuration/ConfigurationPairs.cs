namespace PolytomicBulk.Configuration;

/// <summary>Pairs the configurations of bulk syncs that have the same name with each other.</summary>
internal static class ConfigurationPairs
{
    /// <summary>
    /// Pairs those that are most alike: first those with the same connections and destination settings, then those with the fewest differences. If that is
    /// equal, the order decides.
    /// </summary>
    public static IReadOnlyList<(BulkSyncConfiguration One, BulkSyncConfiguration Other)> Find(
        IReadOnlyCollection<BulkSyncConfiguration> ones, IReadOnlyCollection<BulkSyncConfiguration> others)
    {
        var pairs = new List<(BulkSyncConfiguration One, BulkSyncConfiguration Other)>();
        var candidates =
            from one in ones
            from other in others
            orderby one.GoesWhere(other) ? 0 : 1, one.DifferencesFrom(other).Count()
            select (one, other);
        foreach (var (one, other) in candidates)
        {
            if (!pairs.Exists(pair => pair.One == one || pair.Other == other)) pairs.Add((one, other));
        }

        return pairs;
    }
}
