namespace PolytomicBulk.Report;

/// <summary>The last time that a schema was copied without errors.</summary>
internal sealed class SchemaHistory
{
    public SchemaHistory(IEnumerable<(BulkSyncExecution Execution, BulkSyncSchemaExecution Schema)> entries)
    {
        var last = entries
            .Select(entry => (entry.Execution, Run: Run.Of(entry.Execution, entry.Schema)))
            .Where(entry => entry.Run.IsFullSuccess)
            .OrderByDescending(entry => entry.Run.End ?? entry.Run.Start)
            .FirstOrDefault();
        if (last.Run is null) return;
        LastSuccess = last.Run.End ?? last.Run.Start;
        LastSuccessBegan = Run.Of(last.Execution).Start;
    }

    /// <summary>When the last success ended. Null if none is known.</summary>
    public DateTimeOffset? LastSuccess { get; }

    /// <summary>When the execution of the last success began. Null if none is known.</summary>
    public DateTimeOffset? LastSuccessBegan { get; }

    /// <summary>The name of the table in the destination, from the first entry that has one.</summary>
    public static string? NameOf(IEnumerable<BulkSyncSchemaExecution> entries) =>
        entries.Select(entry => entry.OutputName).FirstOrDefault(name => !string.IsNullOrEmpty(name));
}
