namespace PolytomicBulk;

/// <summary>The numbers of a report on bulk syncs.</summary>
public sealed class BulkSyncReport
{
    internal BulkSyncReport(ReportInput input)
    {
        Input = input;
        Organization = input.Organization;
        (GeneratedAt, TimeZone) = (input.Now.LocalDateTime, input.Zone.Id);
        Since = input.StartOf(input.Since).LocalDateTime;
        Syncs = [.. input.Syncs.Select(sync => new BulkSyncReportSync(input, sync)).OrderBy(sync => sync.SyncName, StringComparer.OrdinalIgnoreCase)];
        Schemas = [.. Syncs.SelectMany(sync => sync.Schemas)];
        (Succeeded, Failed, Canceled) = (Syncs.Sum(sync => sync.Succeeded), Syncs.Sum(sync => sync.Failed), Syncs.Sum(sync => sync.Canceled));
        SuccessRate = BulkSyncExecutionMeasure.Rate(Succeeded, Failed);
        Days = RecordsOfDay.Of(input, Syncs);
        RecordCount = WeekOf(day => day.All, 1);
        var week = new HashSet<DateTime>(Enumerable.Range(1, 7).Select(ago => input.Today.AddDays(-ago)));
        OtherRecordCount = BulkSyncExecutionMeasure.Sum(Syncs.SelectMany(sync => sync.Runs)
            .Where(run => run.IsOver && run.Start is { } start && week.Contains(input.DayOf(start)))
            .Select(run => run.OtherRecords));
        Growth = GrowthOf(WeekOf(day => day.Covered, 1), WeekOf(day => day.Covered, 8));
        CoveredSyncCount = Syncs.Count(sync => sync.History.IsCovered);
        Lanes = ReportLane.Of(Syncs, input.Now);
        Collisions = [.. BulkSyncReportCollision.In(Lanes)];
        Changes = input.Changes is { } changes ? [.. changes] : null;
    }

    /// <summary>The organization's name.</summary>
    public string? Organization { get; }

    /// <summary>When the data was read, in local time.</summary>
    public DateTime GeneratedAt { get; }

    /// <summary>The name of the time zone that decides on which day a run began.</summary>
    public string TimeZone { get; }

    /// <summary>When the period begins in which runs count, in local time. This is the beginning of a day in the time zone.</summary>
    public DateTime Since { get; }

    /// <summary>A summary of the report in a few sentences.</summary>
    public string Verdict => ReportText.Verdict(this);

    /// <summary>The number of bulk syncs.</summary>
    public int SyncCount => Syncs.Count;

    /// <summary>The number of active bulk syncs.</summary>
    public int ActiveSyncCount => Syncs.Count(sync => sync.Active);

    /// <summary>The number of active bulk syncs that are failing.</summary>
    public int FailingSyncCount => Syncs.Count(sync => sync.IsFailing);

    /// <summary>The number of active bulk syncs that are not failing, but have a late schema.</summary>
    public int LateSyncCount => Syncs.Count(sync => sync.NeedsAttention && !sync.IsFailing);

    /// <summary>The number of schemas of active bulk syncs that have been due.</summary>
    public int SchemaCount => Schemas.Count(schema => schema.IsLate is not null);

    /// <summary>The number of these schemas that are late.</summary>
    public int LateSchemaCount => Schemas.Count(schema => schema.IsLate == true);

    /// <summary>The number of schemas of active bulk syncs that were never due.</summary>
    public int NewSchemaCount => Syncs.Where(sync => sync.Active).SelectMany(sync => sync.Schemas).Count(schema => schema.IsLate is null);

    /// <summary>The number of runs in the period that succeeded.</summary>
    public int Succeeded { get; }

    /// <summary>The number of runs in the period that failed.</summary>
    public int Failed { get; }

    /// <summary>The number of runs in the period that were canceled.</summary>
    public int Canceled { get; }

    /// <summary>The share of successes in all successes and failures, in percent, rounded down to one decimal place. Null if there were none.</summary>
    public double? SuccessRate { get; }

    /// <summary>The number of records of schemas that completed, in the last 7 full days.</summary>
    public long RecordCount { get; }

    /// <summary>The number of records of schemas that did not complete, in the last 7 full days.</summary>
    public long OtherRecordCount { get; }

    /// <summary>
    /// The growth in records from the 7 days before to the last 7 full days, in percent. Only bulk syncs whose history covers both weeks count. Null
    /// if there were no records before.
    /// </summary>
    public double? Growth { get; }

    /// <summary>The number of bulk syncs whose history covers both weeks.</summary>
    public int CoveredSyncCount { get; }

    /// <summary>The bulk syncs.</summary>
    public ApiList<BulkSyncReportSync> Syncs { get; }

    /// <summary>The enabled schemas of all bulk syncs.</summary>
    public ApiList<BulkSyncReportSchema> Schemas { get; }

    /// <summary>The times in the next 48 hours when more than two bulk syncs read from the same connection.</summary>
    public ApiList<BulkSyncReportCollision> Collisions { get; }

    /// <summary>The differences between an export and the bulk syncs. Null if there was no export.</summary>
    public ApiList<BulkSyncDrift>? Changes { get; }

    /// <summary>The file of the report. Null if there is none.</summary>
    public string? Path { get; set; }

    /// <summary>The summary.</summary>
    public override string ToString() => Verdict;

    internal ReportInput Input { get; }

    internal IReadOnlyList<RecordsOfDay> Days { get; }

    internal IReadOnlyList<ReportLane> Lanes { get; }

    /// <summary>The active bulk syncs that need attention: failing ones first, then in the order in which their problems began.</summary>
    internal IEnumerable<BulkSyncReportSync> NeedingAttention =>
        Syncs.Where(sync => sync.NeedsAttention)
            .OrderByDescending(sync => sync.IsFailing)
            .ThenBy(ReportText.Since)
            .ThenBy(sync => sync.SyncName, StringComparer.OrdinalIgnoreCase);

    /// <summary>The bulk syncs in the order of the tables: those that need attention first, and paused ones last.</summary>
    internal IEnumerable<BulkSyncReportSync> WorstFirst =>
        NeedingAttention.Concat(Syncs.Where(sync => !sync.NeedsAttention).OrderByDescending(sync => sync.Active));

    internal static double? GrowthOf(long now, long before) =>
        before == 0 ? null : (double)Math.Round(((decimal)now - before) * 100 / before, 1, MidpointRounding.AwayFromZero);

    private long WeekOf(Func<RecordsOfDay, long> records, int ago) =>
        BulkSyncExecutionMeasure.Sum(Days.Where(day => (Input.Today - day.Day).Days is var days && days >= ago && days < ago + 7).Select(records));
}
