namespace PolytomicBulk;

/// <summary>More than two bulk syncs that will read from one connection at the same time.</summary>
public sealed class BulkSyncReportCollision
{
    /// <summary>A source takes so many at once that nobody needs to look.</summary>
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

    /// <summary>When the third one begins, in local time.</summary>
    public DateTime StartsAt { get; }

    /// <summary>The connection's name.</summary>
    public string? SourceName { get; }

    /// <summary>The names of the syncs.</summary>
    public ApiList<string> SyncNames { get; }

    /// <summary>Whether one of them is continuous, or has never succeeded, so that its time is guessed.</summary>
    public bool IsEstimated { get; }

    /// <summary>The time, the connection and the syncs.</summary>
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
