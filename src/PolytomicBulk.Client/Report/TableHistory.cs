namespace PolytomicBulk.Report;

/// <summary>When a table was last copied without an error.</summary>
internal sealed class TableHistory
{
    public TableHistory(IEnumerable<(BulkSyncExecution Execution, BulkSyncSchemaExecution Table)> entries)
    {
        var last = entries
            .Select(entry => (entry.Execution, Run: Run.Of(entry.Execution, entry.Table)))
            .Where(entry => entry.Run.IsFullSuccess)
            .OrderByDescending(entry => entry.Run.End ?? entry.Run.Start)
            .FirstOrDefault();
        if (last.Run is null) return;
        LastSuccess = last.Run.End ?? last.Run.Start;
        LastSuccessBegan = Run.Of(last.Execution).Start;
    }

    /// <summary>When it was done; null where no success is known.</summary>
    public DateTimeOffset? LastSuccess { get; }

    /// <summary>When the run began that did it.</summary>
    public DateTimeOffset? LastSuccessBegan { get; }

    /// <summary>The table's name in the destination, as the newest of some entries has it.</summary>
    public static string? NameOf(IEnumerable<BulkSyncSchemaExecution> entries) =>
        entries.Select(entry => entry.OutputName).FirstOrDefault(name => !string.IsNullOrEmpty(name));
}
