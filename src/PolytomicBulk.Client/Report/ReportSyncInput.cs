namespace PolytomicBulk.Report;

/// <summary>The data of one bulk sync for a report.</summary>
/// <param name="Sync">The bulk sync, with its schedules.</param>
/// <param name="Executions">Its executions, without duplicates.</param>
/// <param name="Schemas">Its enabled schemas.</param>
internal sealed record ReportSyncInput(BulkSync Sync, IReadOnlyList<BulkSyncExecution> Executions, IReadOnlyList<BulkSyncSchema> Schemas)
{
    /// <summary>The source connection. Null if unknown.</summary>
    public Connection? Source { get; init; }

    /// <summary>The destination connection. Null if unknown.</summary>
    public Connection? Destination { get; init; }

    /// <summary>The next run according to the service. Null if the service does not return it.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>Whether the service has no older executions.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Why some of the data cannot be read. Null if all of it was read.</summary>
    public string? Failure { get; init; }
}
