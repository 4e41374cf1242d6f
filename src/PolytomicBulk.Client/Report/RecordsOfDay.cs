namespace PolytomicBulk.Report;

/// <summary>The number of records that the bulk syncs copied on a day.</summary>
/// <param name="Day">The local day.</param>
/// <param name="Covered">The records of bulk syncs whose history covers the two weeks to compare.</param>
/// <param name="Others">The records of the other bulk syncs.</param>
internal sealed record RecordsOfDay(DateTime Day, long Covered, long Others)
{
    public long All => Covered + Others;

    /// <summary>Returns the last days, ending today.</summary>
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

    /// <summary>The top of the scale. A few very large days are cut off, so that the other days stay visible.</summary>
    public static long Scale(IReadOnlyList<RecordsOfDay> days)
    {
        var sorted = days.Select(day => day.All).OrderBy(one => one).ToList();
        var usual = 2.5 * sorted[(9 * sorted.Count / 10) - 1];
        var shown = usual > 0 ? sorted.FindLast(one => one <= usual) : sorted[sorted.Count - 1];
        return Ceiling(Math.Max(1, shown));
    }

    /// <summary>A round number that is not smaller.</summary>
    private static long Ceiling(long number)
    {
        var step = (decimal)Math.Pow(10, Math.Floor(Math.Log10(number)));
        foreach (var factor in new[] { 1m, 2m, 4m, 6m, 8m }) if (factor * step >= number) return (long)Math.Max(2, factor * step);
        return (long)Math.Min(long.MaxValue, 10 * step);
    }
}
