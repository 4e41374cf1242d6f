namespace PolytomicBulk.Report;

/// <summary>What the service says that a report is made of.</summary>
/// <param name="Now">The time that it is.</param>
/// <param name="Zone">The time zone of all days and times.</param>
internal sealed record ReportInput(DateTimeOffset Now, TimeZoneInfo Zone)
{
    /// <summary>How many days back there are pictures of. The executions of a sync reach back so far, where the service has them.</summary>
    public const int Days = 30;

    /// <summary>The organization's name.</summary>
    public string? Organization { get; init; }

    /// <summary>The first day of the window that runs are counted in.</summary>
    public DateTime Since { get; init; }

    /// <summary>The bulk syncs.</summary>
    public IReadOnlyList<ReportSyncInput> Syncs { get; init; } = [];

    /// <summary>What has changed since an export; null where nobody asked.</summary>
    public IReadOnlyList<BulkSyncDrift>? Changes { get; init; }

    /// <summary>What connections are called, by their ids.</summary>
    public IReadOnlyDictionary<Guid, string> ConnectionNames { get; init; } = new Dictionary<Guid, string>();

    /// <summary>The local day that it is.</summary>
    public DateTime Today => DayOf(Now);

    /// <summary>The local day of a time.</summary>
    public DateTime DayOf(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone).Date;

    /// <summary>When a local day begins.</summary>
    public DateTimeOffset StartOf(DateTime day)
    {
        // Daylight saving time can skip the first hour of a day.
        var midnight = DateTime.SpecifyKind(day, DateTimeKind.Unspecified);
        while (Zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        var offset = Zone.IsAmbiguousTime(midnight) ? Zone.GetAmbiguousTimeOffsets(midnight).Max() : Zone.GetUtcOffset(midnight);
        return new(midnight, offset);
    }
}
