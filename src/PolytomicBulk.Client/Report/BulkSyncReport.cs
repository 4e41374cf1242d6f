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
        Tables = [.. Syncs.SelectMany(sync => sync.Tables)];
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

    /// <summary>When the numbers were read, in local time.</summary>
    public DateTime GeneratedAt { get; }

    /// <summary>The name of the time zone that tells on which day a run began.</summary>
    public string TimeZone { get; }

    /// <summary>From when on runs are counted, in local time: the beginning of a day of the time zone.</summary>
    public DateTime Since { get; }

    /// <summary>How the syncs are, in one sentence or two.</summary>
    public string Verdict => ReportText.Verdict(this);

    /// <summary>How many syncs there are.</summary>
    public int SyncCount => Syncs.Count;

    /// <summary>How many of them are active.</summary>
    public int ActiveSyncCount => Syncs.Count(sync => sync.Active);

    /// <summary>How many active syncs are failing.</summary>
    public int FailingSyncCount => Syncs.Count(sync => sync.IsFailing);

    /// <summary>How many active syncs are not failing, but have a table that is late.</summary>
    public int LateSyncCount => Syncs.Count(sync => sync.NeedsPerson && !sync.IsFailing);

    /// <summary>How many tables of active syncs have been due.</summary>
    public int TableCount => Tables.Count(table => table.IsLate is not null);

    /// <summary>How many of them are late.</summary>
    public int LateTableCount => Tables.Count(table => table.IsLate == true);

    /// <summary>How many tables of active syncs never were due.</summary>
    public int NewTableCount => Syncs.Where(sync => sync.Active).SelectMany(sync => sync.Tables).Count(table => table.IsLate is null);

    /// <summary>How many runs since then succeeded.</summary>
    public int Succeeded { get; }

    /// <summary>How many failed.</summary>
    public int Failed { get; }

    /// <summary>How many were canceled.</summary>
    public int Canceled { get; }

    /// <summary>Succeeded of those that succeeded or failed, in percent, rounded down to a tenth; null where there was none.</summary>
    public double? SuccessRate { get; }

    /// <summary>The records of tables that completed, in the last 7 full days.</summary>
    public long RecordCount { get; }

    /// <summary>The records of tables that did not complete, in the last 7 full days.</summary>
    public long OtherRecordCount { get; }

    /// <summary>By how much the last 7 full days had more records than the 7 before, in percent, of syncs whose history covers both.</summary>
    public double? Growth { get; }

    /// <summary>How many syncs those are.</summary>
    public int CoveredSyncCount { get; }

    /// <summary>The syncs.</summary>
    public ApiList<BulkSyncReportSync> Syncs { get; }

    /// <summary>The enabled tables of all syncs.</summary>
    public ApiList<BulkSyncReportTable> Tables { get; }

    /// <summary>When more than two syncs will read from one connection at the same time, in the next 48 hours.</summary>
    public ApiList<BulkSyncReportCollision> Collisions { get; }

    /// <summary>In what the syncs are not as an export says; null where there was none to compare with.</summary>
    public ApiList<BulkSyncDrift>? Changes { get; }

    /// <summary>The file that was written; null where there is none.</summary>
    public string? Path { get; set; }

    /// <summary>The verdict.</summary>
    public override string ToString() => Verdict;

    internal ReportInput Input { get; }

    internal IReadOnlyList<RecordsOfDay> Days { get; }

    internal IReadOnlyList<ReportLane> Lanes { get; }

    /// <summary>The active syncs that need a person, worst first: failing ones, and those for longer.</summary>
    internal IEnumerable<BulkSyncReportSync> NeedingPerson =>
        Syncs.Where(sync => sync.NeedsPerson)
            .OrderByDescending(sync => sync.IsFailing)
            .ThenBy(ReportText.Since)
            .ThenBy(sync => sync.SyncName, StringComparer.OrdinalIgnoreCase);

    /// <summary>The syncs as a table has them: those that need a person first, and paused ones at the end.</summary>
    internal IEnumerable<BulkSyncReportSync> WorstFirst => NeedingPerson.Concat(Syncs.Where(sync => !sync.NeedsPerson).OrderByDescending(sync => sync.Active));

    internal static double? GrowthOf(long now, long before) =>
        before == 0 ? null : (double)Math.Round(((decimal)now - before) * 100 / before, 1, MidpointRounding.AwayFromZero);

    private long WeekOf(Func<RecordsOfDay, long> records, int ago) =>
        BulkSyncExecutionMeasure.Sum(Days.Where(day => (Input.Today - day.Day).Days is var days && days >= ago && days < ago + 7).Select(records));
}
