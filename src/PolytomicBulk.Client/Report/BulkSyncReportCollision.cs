namespace PolytomicBulk;

/// <summary>A time when more than two bulk syncs read from the same connection.</summary>
public sealed class BulkSyncReportCollision
{
    /// <summary>How many bulk syncs can read from a source at the same time without a problem.</summary>
    private const int Harmless = 2;

    private BulkSyncReportCollision(DateTimeOffset at, IReadOnlyCollection<ReportLane> lanes)
    {
        StartsAt = at.LocalDateTime;
        Instant = at;
        SourceName = lanes.First().Sync.SourceName;
        SourceId = lanes.First().Sync.SourceId;
        SyncNames = [.. lanes.Select(lane => lane.Sync.SyncName ?? "").OrderBy(name => name, StringComparer.OrdinalIgnoreCase)];
        IsEstimated = lanes.Any(lane => lane.IsEstimated || !lane.IsLengthKnown);
    }

    /// <summary>When the third bulk sync begins, in local time.</summary>
    public DateTime StartsAt { get; }

    /// <summary>The connection's name.</summary>
    public string? SourceName { get; }

    /// <summary>The names of the bulk syncs.</summary>
    public ApiList<string> SyncNames { get; }

    /// <summary>Whether the time is an estimate, because a bulk sync is continuous or has never succeeded.</summary>
    public bool IsEstimated { get; }

    /// <summary>The time, the connection and the bulk syncs.</summary>
    public override string ToString() => FormattableString.Invariant($"{StartsAt:yyyy-MM-dd HH:mm} {SourceName}: {string.Join(", ", SyncNames)}");

    internal DateTimeOffset Instant { get; }

    internal Guid? SourceId { get; }

    internal static IReadOnlyList<BulkSyncReportCollision> In(IEnumerable<ReportLane> lanes) =>
    [
        .. lanes.Where(lane => lane.Sync.SourceId is not null).GroupBy(lane => lane.Sync.SourceId)
            .Where(source => source.Count() > Harmless)
            .SelectMany(source => Of([.. source]))
            .OrderBy(collision => collision.Instant),
    ];

    private static IEnumerable<BulkSyncReportCollision> Of(IReadOnlyList<ReportLane> lanes)
    {
        var events = lanes
            .SelectMany(lane => lane.Starts, (lane, at) => (Lane: lane, At: at))
            .SelectMany(run => new[] { (run.Lane, run.At, Begins: true), (run.Lane, At: run.At + run.Lane.Length, Begins: false) })
            // An execution that ends when another begins does not overlap it.
            .OrderBy(one => one.At).ThenBy(one => one.Begins)
            .ToList();
        var running = lanes.ToDictionary(lane => lane, _ => 0);
        HashSet<ReportLane>? involved = null;
        var began = default(DateTimeOffset);
        foreach (var (lane, at, begins) in events)
        {
            running[lane] += begins ? 1 : -1;
            var now = running.Where(one => one.Value > 0).Select(one => one.Key).ToList();
            if (now.Count > Harmless)
            {
                if (involved is null) (involved, began) = ([], at);
                involved.UnionWith(now);
            }
            else if (involved is not null)
            {
                yield return new(began, involved);
                involved = null;
            }
        }
    }
}
