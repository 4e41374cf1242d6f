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
    /// <summary>In what the sync is not as the configuration says.</summary>
    /// <param name="path">The configuration's file.</param>
    public IEnumerable<BulkSyncDrift> Drift(string? path) => (Configuration, Actual) switch
    {
        ({ } wanted, { } actual) => wanted.AllDifferencesIn(actual).Select(difference =>
            new BulkSyncDrift(wanted.Name, difference.Property, BulkSyncDrift.ToValue(difference.Expected), BulkSyncDrift.ToValue(difference.Actual), Sync?.Id, path)),
        ({ } wanted, null) => [new(wanted.Name, property: null, expected: wanted.Name, actual: null, syncId: null, path)],
        _ => [new(Sync!.ToString(), property: null, expected: null, actual: Sync.ToString(), Sync.Id, path)],
    };
}
