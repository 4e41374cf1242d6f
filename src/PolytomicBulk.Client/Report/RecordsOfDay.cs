namespace PolytomicBulk.Report;

/// <summary>How many records the syncs copied on a day.</summary>
/// <param name="Day">The local day.</param>
/// <param name="Covered">Of syncs whose history covers the two weeks that are compared.</param>
/// <param name="Others">Of the other syncs.</param>
internal sealed record RecordsOfDay(DateTime Day, long Covered, long Others)
{
    public long All => Covered + Others;

    /// <summary>The last days, today at the end.</summary>
    public static IReadOnlyList<RecordsOfDay> Of(ReportInput report, IEnumerable<BulkSyncReportSync> syncs)
    {
        var records = syncs
            .SelectMany(sync => sync.Runs.Where(run => run.IsOver && run.Start is not null), (sync, run) => (sync.History.IsCovered, Run: run))
            .ToLookup(one => (report.DayOf(one.Run.Start!.Value), one.IsCovered), one => one.Run.Records);
        return
        [
            .. Enumerable.Range(0, ReportInput.Days).Select(number => report.Today.AddDays(number - ReportInput.Days + 1))
                .Select(day => new RecordsOfDay(
                    day, BulkSyncExecutionMeasure.Sum(records[(day, true)]), BulkSyncExecutionMeasure.Sum(records[(day, false)]))),
        ];
    }
}
