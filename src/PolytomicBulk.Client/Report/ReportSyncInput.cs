namespace PolytomicBulk.Report;

/// <summary>What the service says of one bulk sync that a report is made of.</summary>
/// <param name="Sync">The sync, with its schedules.</param>
/// <param name="Executions">Its executions, each once.</param>
/// <param name="Tables">Its enabled schemas.</param>
internal sealed record ReportSyncInput(BulkSync Sync, IReadOnlyList<BulkSyncExecution> Executions, IReadOnlyList<BulkSyncSchema> Tables)
{
    /// <summary>The source connection; null where it is not known.</summary>
    public Connection? Source { get; init; }

    /// <summary>The destination connection; null where it is not known.</summary>
    public Connection? Destination { get; init; }

    /// <summary>When the service will run it next; null where it says nothing.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>Whether the service has no older executions than these.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Why some of it could not be read; null where all was.</summary>
    public string? Failure { get; init; }
}
