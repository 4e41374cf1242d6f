namespace PolytomicBulk.Configuration;

/// <summary>A configuration, and the bulk sync that it is of. One of the two may be missing.</summary>
/// <param name="Configuration">The configuration that is wanted; null where the sync has none.</param>
/// <param name="Sync">The sync; null where the service does not have it.</param>
/// <param name="Actual">The sync's own configuration; null where it could not be read, or nobody asked for it.</param>
/// <param name="Failure">Why the sync could not be read.</param>
/// <param name="Candidates">The syncs that it may be of, where there are several of the name.</param>
public sealed record ConfigurationMatch(
    BulkSyncConfiguration? Configuration,
    BulkSync? Sync = null,
    BulkSyncConfiguration? Actual = null,
    PolytomicApiException? Failure = null,
    IReadOnlyList<BulkSync>? Candidates = null)
{
    /// <summary>
    /// Pairs configurations with syncs of the same name. Those that are equal go together; if then one sync and one
    /// configuration are left, they belong together.
    /// </summary>
    internal static IEnumerable<ConfigurationMatch> Pair(IEnumerable<BulkSyncConfiguration> configurations, IEnumerable<ConfigurationMatch> present)
    {
        var (wanted, left, matches) = (configurations.ToList(), present.ToList(), new List<ConfigurationMatch>());
        if (left.Find(candidate => candidate.Failure is not null) is { } unread && wanted.Count + left.Count > 2)
        {
            return wanted.Select(configuration => unread with { Configuration = configuration });
        }

        foreach (var configuration in wanted.ToList())
        {
            if (left.Find(candidate => candidate.Actual is { } actual && !configuration.DifferencesFrom(actual).Any()) is { } same) Take(configuration, same);
        }

        if (wanted is [var one] && left is [var only]) Take(one, only);
        matches.AddRange(wanted.Select(configuration =>
            new ConfigurationMatch(configuration, Candidates: left.Count == 0 ? null : [.. left.Select(candidate => candidate.Sync!)])));
        // Where it is not clear which sync is whose, none of them is one that nobody wants.
        if (wanted.Count == 0) matches.AddRange(left.Select(candidate => new ConfigurationMatch(null, candidate.Sync)));
        return matches;

        void Take(BulkSyncConfiguration configuration, ConfigurationMatch candidate)
        {
            matches.Add(candidate with { Configuration = configuration });
            wanted.Remove(configuration);
            left.Remove(candidate);
        }
    }
}
