namespace PolytomicBulk.Configuration;

/// <summary>A configuration and its bulk sync. One of them can be missing.</summary>
/// <param name="Configuration">The wanted configuration. Null if the bulk sync has none.</param>
/// <param name="Sync">The bulk sync. Null if the service does not have it.</param>
/// <param name="Actual">The current configuration of the bulk sync. Null if it cannot be read, or was not requested.</param>
/// <param name="Failure">Why the bulk sync cannot be read.</param>
/// <param name="Candidates">The bulk syncs that the configuration may belong to, if several have the name.</param>
public sealed record ConfigurationMatch(
    BulkSyncConfiguration? Configuration,
    BulkSync? Sync = null,
    BulkSyncConfiguration? Actual = null,
    PolytomicApiException? Failure = null,
    IReadOnlyList<BulkSync>? Candidates = null)
{
    /// <summary>
    /// Pairs configurations with bulk syncs of the same name. Equal ones are paired first. If one configuration and one bulk sync remain, they are
    /// paired too. If a bulk sync cannot be read, each configuration has its failure.
    /// </summary>
    internal static IEnumerable<ConfigurationMatch> Pair(IEnumerable<BulkSyncConfiguration> configurations, IEnumerable<ConfigurationMatch> present)
    {
        var (wanted, left, matches) = (configurations.ToList(), present.ToList(), new List<ConfigurationMatch>());
        if (left.Find(candidate => candidate.Failure is not null) is { } unread)
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
        // If the pairs are not certain, no bulk sync counts as one without a configuration.
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
