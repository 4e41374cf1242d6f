namespace PolytomicBulk.Report;

/// <summary>What has been read for a report, before it is counted.</summary>
public sealed class ReportReading
{
    private readonly Dictionary<Guid, Connection> _connections;
    private readonly Dictionary<Guid, DateTimeOffset?> _nextRuns;

    internal ReportReading(ReportInput input, IEnumerable<Connection> connections, IEnumerable<BulkSyncExecutionStatus> statuses)
    {
        _connections = connections.Where(connection => connection.Id is not null)
            .GroupBy(connection => connection.Id!.Value).ToDictionary(same => same.Key, same => same.First());
        _nextRuns = statuses.Where(status => status.SyncId is not null).GroupBy(status => status.SyncId!.Value)
            .ToDictionary(same => same.Key, same => Run.Instant(same.First().NextExecutionTime));
        Input = input with { ConnectionNames = _connections.ToDictionary(one => one.Key, one => one.Value.Name ?? "") };
    }

    internal ReportInput Input { get; }

    /// <summary>A sync that could not be read.</summary>
    /// <param name="sync">The sync.</param>
    /// <param name="why">Why.</param>
    public ReportPart Fail(BulkSync sync, string why) => Add(new(sync, [], []) { Failure = why });

    /// <summary>Counts what has been read.</summary>
    /// <param name="parts">The syncs.</param>
    /// <param name="changes">What has changed since an export; null where there is none to compare with.</param>
    public BulkSyncReport Finish(IEnumerable<ReportPart> parts, IReadOnlyList<BulkSyncDrift>? changes) =>
        new(Input with { Syncs = [.. parts.Select(part => part.Input)], Changes = changes });

    internal ReportPart Add(ReportSyncInput sync) => new(sync with
    {
        Source = Find(sync.Sync.SourceConnectionId),
        Destination = Find(sync.Sync.DestinationConnectionId),
        NextRun = sync.Sync.Id is { } id && _nextRuns.TryGetValue(id, out var next) ? next : null,
    });

    private Connection? Find(Guid? id) => id is { } known && _connections.TryGetValue(known, out var connection) ? connection : null;
}

/// <summary>What has been read of one bulk sync for a report.</summary>
public sealed class ReportPart
{
    internal ReportPart(ReportSyncInput input) => Input = input;

    internal ReportSyncInput Input { get; }
}
