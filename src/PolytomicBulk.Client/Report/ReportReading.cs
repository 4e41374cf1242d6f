namespace PolytomicBulk.Report;

/// <summary>The data that was read for a report, before the report is created.</summary>
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

    /// <summary>Returns the part of a bulk sync that cannot be read.</summary>
    /// <param name="sync">The bulk sync.</param>
    /// <param name="why">The reason.</param>
    public ReportPart Fail(BulkSync sync, string why) => Add(new(sync, [], []) { Failure = why });

    /// <summary>Creates the report.</summary>
    /// <param name="parts">The parts of all bulk syncs.</param>
    /// <param name="changes">The changes since an export. Null if there was no export.</param>
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

/// <summary>The data of one bulk sync for a report.</summary>
public sealed class ReportPart
{
    internal ReportPart(ReportSyncInput input) => Input = input;

    internal ReportSyncInput Input { get; }
}
