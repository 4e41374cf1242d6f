namespace PolytomicBulk;

/// <summary>A schema of a bulk sync in a report: when it was last copied, and whether it is late.</summary>
public sealed class BulkSyncReportSchema
{
    internal BulkSyncReportSchema(
        ReportInput report,
        ReportSyncInput sync,
        BulkSyncSchema schema,
        IReadOnlyCollection<(BulkSyncExecution Execution, BulkSyncSchemaExecution Schema)> entries,
        Punctuality punctuality,
        bool isCovered)
    {
        var id = schema.Id!;
        var history = new SchemaHistory(entries);
        var judged = punctuality.Judge(id, history.LastSuccessBegan, history.LastSuccess);
        (SyncId, SyncName, Schema) = (sync.Sync.Id, sync.Sync.Name, id);
        DestinationName = sync.Destination?.Name;
        OutputName = schema.OutputName is { Length: > 0 } name ? name : SchemaHistory.NameOf(entries.Select(entry => entry.Schema)) ?? id;
        (LastSuccess, DueAt, IsLate) = (BulkSyncExecutionMeasure.Local(history.LastSuccess), BulkSyncExecutionMeasure.Local(judged.DueAt), judged.IsLate);
        Age = report.Now - history.LastSuccess;

        // Records count for the day on which the execution began.
        var days = entries
            .Select(entry => (Run: Run.Of(entry.Execution), Schema: Run.Of(entry.Execution, entry.Schema)))
            .Where(entry => entry.Run.IsOver && entry.Run.Start is not null)
            .ToLookup(entry => (report.Today - report.DayOf(entry.Run.Start!.Value)).Days, entry => entry.Schema.Records);
        long Between(int from, int to) => BulkSyncExecutionMeasure.Sum(Enumerable.Range(from, to - from + 1).SelectMany(ago => days[ago]));
        RecordCount = Between(0, ReportInput.Days - 1);
        (WeekRecordCount, WeekBeforeRecordCount) = (Between(1, 7), Between(8, 14));
        Growth = isCovered ? BulkSyncReport.GrowthOf(WeekRecordCount, WeekBeforeRecordCount) : null;
    }

    /// <summary>The name of the bulk sync.</summary>
    public string? SyncName { get; }

    /// <summary>The table's name in the destination.</summary>
    public string OutputName { get; }

    /// <summary>The destination's name.</summary>
    public string? DestinationName { get; }

    /// <summary>When the schema was last copied without errors, in local time. Null if unknown.</summary>
    public DateTime? LastSuccess { get; }

    /// <summary>The time since it was last copied.</summary>
    public TimeSpan? Age { get; }

    /// <summary>When its last run was due, in local time. Null if it was never due.</summary>
    public DateTime? DueAt { get; }

    /// <summary>Whether it is late. Null if it was never due, or if the bulk sync is paused.</summary>
    public bool? IsLate { get; }

    /// <summary>The number of records in the last 30 days.</summary>
    public long RecordCount { get; }

    /// <summary>The number of records in the last 7 full days.</summary>
    public long WeekRecordCount { get; }

    /// <summary>The number of records in the 7 days before.</summary>
    public long WeekBeforeRecordCount { get; }

    /// <summary>
    /// The growth in records from the 7 days before to the last 7 full days, in percent. Null if the history does not cover both weeks, or if there
    /// were no records before.
    /// </summary>
    public double? Growth { get; }

    /// <summary>The schema's id.</summary>
    public string Schema { get; }

    /// <summary>The id of the bulk sync.</summary>
    public Guid? SyncId { get; }

    /// <summary>The destination and the table's name there.</summary>
    public override string ToString() => DestinationName is { Length: > 0 } destination ? $"{destination} › {OutputName}" : OutputName;
}
