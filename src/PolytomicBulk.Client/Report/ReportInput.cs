namespace PolytomicBulk.Report;

/// <summary>The data for a report.</summary>
/// <param name="Now">The current time.</param>
/// <param name="Zone">The time zone of all days and times.</param>
internal sealed record ReportInput(DateTimeOffset Now, TimeZoneInfo Zone)
{
    /// <summary>The number of days in charts. Executions are read at least that far back.</summary>
    public const int Days = 30;

    /// <summary>The organization's name.</summary>
    public string? Organization { get; init; }

    /// <summary>The first day of the period in which runs count.</summary>
    public DateTime Since { get; init; }

    /// <summary>The bulk syncs.</summary>
    public IReadOnlyList<ReportSyncInput> Syncs { get; init; } = [];

    /// <summary>The changes since an export. Null if there was no export.</summary>
    public IReadOnlyList<BulkSyncDrift>? Changes { get; init; }

    /// <summary>The names of connections, by id.</summary>
    public IReadOnlyDictionary<Guid, string> ConnectionNames { get; init; } = new Dictionary<Guid, string>();

    /// <summary>The current local day.</summary>
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
