namespace PolytomicBulk.Report;

/// <summary>Calculates the totals of executions: one row for each bulk sync, day, week or schema.</summary>
public sealed class ExecutionMeasures
{
    private readonly IReadOnlyList<BulkSyncExecution> _executions;
    private readonly TimeZoneInfo _zone;
    private readonly bool _hasBlocks;

    /// <summary>Creates the totals. Duplicate executions count once.</summary>
    /// <param name="executions">The executions.</param>
    /// <param name="zone">The time zone of the days and weeks.</param>
    /// <param name="hasBlocks">Whether trends can contain block characters. Otherwise they are plain ASCII.</param>
    public ExecutionMeasures(IEnumerable<BulkSyncExecution> executions, TimeZoneInfo zone, bool hasBlocks) =>
        (_executions, _zone, _hasBlocks) = (Run.Distinct(executions), zone, hasBlocks);

    /// <summary>The characters of trends with block characters.</summary>
    public static string TrendSigns => RunTrend.Signs;

    /// <summary>The ids of the bulk syncs of the executions.</summary>
    public IReadOnlyCollection<Guid> SyncIds => [.. _executions.Select(execution => execution.SyncId).OfType<Guid>().Distinct()];

    /// <summary>Returns a row for each bulk sync, in the order of the executions.</summary>
    public IEnumerable<BulkSyncExecutionMeasure> BySync() =>
        from execution in _executions
        group execution by execution.SyncId into sync
        let name = NameOf(sync)
        select Row(name ?? sync.Key?.ToString() ?? "", sync.Select(Run.Of), row => (row.SyncId, row.SyncName) = (sync.Key, name));

    /// <summary>Returns a row for each day on which an execution began, oldest first.</summary>
    public IEnumerable<BulkSyncExecutionMeasure> ByDay() => ByDay(day => day, day => Text(day));

    /// <summary>Returns a row for each week in which an execution began, oldest first. A week begins on Monday.</summary>
    public IEnumerable<BulkSyncExecutionMeasure> ByWeek() => ByDay(day => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), day => $"week of {Text(day)}");

    /// <summary>Returns a row for each schema of each bulk sync.</summary>
    /// <param name="syncs">The bulk syncs. Their schedules determine which schemas are late.</param>
    /// <param name="now">The current time.</param>
    public IEnumerable<BulkSyncExecutionMeasure> BySchema(IReadOnlyCollection<BulkSync> syncs, DateTimeOffset now)
    {
        foreach (var sync in _executions.GroupBy(execution => execution.SyncId))
        {
            var (name, settings) = (NameOf(sync), syncs.FirstOrDefault(one => one.Id == sync.Key));
            var punctuality = settings is null ? null : new Punctuality(settings, [.. sync.Select(Run.Of)], now);
            var schemas = sync.SelectMany(execution => execution.Schemas ?? [], (execution, schema) => (Execution: execution, Schema: schema));
            foreach (var schema in schemas.Where(one => one.Schema.Schema is not null).GroupBy(one => one.Schema.Schema!))
            {
                var label = SchemaHistory.NameOf(schema.Select(one => one.Schema)) ?? schema.Key;
                yield return Row(
                    $"{name ?? sync.Key?.ToString()} › {label}",
                    schema.Select(one => Run.Of(one.Execution, one.Schema)),
                    row =>
                    {
                        (row.SyncId, row.SyncName, row.Schema, row.OutputName) = (sync.Key, name, schema.Key, label);
                        var history = new SchemaHistory(schema);
                        var judged = punctuality?.Judge(schema.Key, history.LastSuccessBegan, history.LastSuccess);
                        (row.DueAt, row.IsLate) = (BulkSyncExecutionMeasure.Local(judged?.DueAt), judged?.IsLate);
                    });
            }
        }
    }

    /// <summary>Returns one row for all executions.</summary>
    public BulkSyncExecutionMeasure Total() => Row("Total", _executions.Select(Run.Of), row => row.IsTotal = true);

    private IEnumerable<BulkSyncExecutionMeasure> ByDay(Func<DateTime, DateTime> period, Func<DateTime, string> label) =>
        from execution in _executions
        let run = Run.Of(execution)
        where run.Start is not null
        group run by period(TimeZoneInfo.ConvertTime(run.Start!.Value, _zone).Date) into day
        orderby day.Key
        select Row(label(day.Key), day, row => row.Day = day.Key);

    private BulkSyncExecutionMeasure Row(string label, IEnumerable<Run> runs, Action<BulkSyncExecutionMeasure> set)
    {
        var row = new BulkSyncExecutionMeasure(label, [.. runs], _hasBlocks);
        set(row);
        return row;
    }

    private static string? NameOf(IEnumerable<BulkSyncExecution> executions) =>
        executions.Select(execution => execution.SyncName).FirstOrDefault(name => name is not null);

    private static string Text(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
