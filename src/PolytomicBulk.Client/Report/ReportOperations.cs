namespace PolytomicBulk.Report;

/// <summary>Reads the data for reports.</summary>
public sealed class ReportOperations
{
    /// <summary>The maximum number of older executions to read, to find the last success of a bulk sync.</summary>
    private const int MostOlder = 1000;

    private readonly ExecutionOperations _executions;
    private readonly SchemaOperations _schemas;
    private readonly IdentityOperations _identity;
    private readonly ConfigurationOperations _configurations;
    private readonly TimeProvider _clock;

    internal ReportOperations(
        ExecutionOperations executions, SchemaOperations schemas, IdentityOperations identity, ConfigurationOperations configurations, TimeProvider clock) =>
        (_executions, _schemas, _identity, _configurations, _clock) = (executions, schemas, identity, configurations, clock);

    /// <summary>Reads the data that does not belong to a single bulk sync (identity_get, connections_list, executions_listStatus).</summary>
    /// <param name="zone">The time zone of all days and times.</param>
    /// <param name="since">When the period begins in which runs count. The period includes the whole day of this time.</param>
    /// <param name="cancel">Cancels the requests.</param>
    public async Task<ReportReading> BeginAsync(TimeZoneInfo zone, DateTime since, CancellationToken cancel = default)
    {
        var (identity, connections) = (_identity.GetAsync(cancel), _configurations.ListConnectionsAsync(cancel));
        var statuses = _executions.ListStatusAsync(onlyActive: false, cancel);
        await Task.WhenAll(identity, connections, statuses).ConfigureAwait(false);
        var input = new ReportInput(_clock.GetUtcNow(), zone) { Organization = (await identity.ConfigureAwait(false)).OrganizationName };
        input = input with { Since = input.DayOf(Run.Instant(since)!.Value) };
        return new(input, await connections.ConfigureAwait(false), await statuses.ConfigureAwait(false));
    }

    /// <summary>Reads the data of a bulk sync (executions_list, bulkSchemas_list).</summary>
    /// <param name="reading">The data that does not belong to a single bulk sync.</param>
    /// <param name="sync">The bulk sync.</param>
    /// <param name="cancel">Cancels the requests.</param>
    public async Task<ReportPart> ReadAsync(ReportReading reading, BulkSync sync, CancellationToken cancel = default)
    {
        var id = sync.Id ?? Guid.Empty;
        var schemas = new List<BulkSyncSchema>();
        await foreach (var schema in _schemas.ListAsync(id, cancel).ConfigureAwait(false))
        {
            if (schema.Enabled == true) schemas.Add(schema);
        }

        var input = reading.Input;
        var first = input.StartOf(input.Since < input.Today.AddDays(1 - ReportInput.Days) ? input.Since : input.Today.AddDays(1 - ReportInput.Days));
        var (executions, wanted, older) = (new List<BulkSyncExecution>(), new HashSet<string>(schemas.Select(schema => schema.Id).OfType<string>()), 0);
        var (isWhole, hasFull, texts) = (true, false, new Dictionary<string, string>());
        await foreach (var execution in _executions.ListAsync(id, cancel: cancel).ConfigureAwait(false))
        {
            var run = Run.Of(execution);
            if (run.Start < first && ((hasFull && wanted.Count == 0) || older++ >= MostOlder))
            {
                isWhole = false;
                break;
            }

            Share(execution, texts);
            executions.Add(execution);
            hasFull |= run.IsFullSuccess;
            foreach (var schema in execution.Schemas ?? [])
            {
                if (schema.Schema is not null && Run.Of(execution, schema).IsFullSuccess) wanted.Remove(schema.Schema);
            }
        }

        return reading.Add(new(sync, Run.Distinct(executions), schemas) { IsWhole = isWhole });
    }

    /// <summary>
    /// Stores repeated text once. A month of hourly executions can contain some hundred thousand schemas, and their names and statuses would take half
    /// of the memory.
    /// </summary>
    private static void Share(BulkSyncExecution execution, Dictionary<string, string> texts)
    {
        string? One(string? text) => text is null ? null : texts.TryGetValue(text, out var known) ? known : texts[text] = text;

        (execution.Status, execution.StatusMessage, execution.Type) = (One(execution.Status), One(execution.StatusMessage), One(execution.Type));
        (execution.FetchMode, execution.OutputDisposition) = (One(execution.FetchMode), One(execution.OutputDisposition));
        foreach (var schema in execution.Schemas ?? [])
        {
            (schema.Schema, schema.OutputName) = (One(schema.Schema), One(schema.OutputName));
            (schema.Status, schema.StatusMessage) = (One(schema.Status), One(schema.StatusMessage));
        }
    }

    /// <summary>Finds the changes since an export (bulkSync_list, bulkSchemas_list, bulkSchemas_get).</summary>
    /// <param name="files">The files of the export.</param>
    /// <param name="isWanted">Returns whether the report includes the bulk sync with a name.</param>
    /// <param name="cancel">Cancels the requests.</param>
    public async Task<IReadOnlyList<BulkSyncDrift>> CompareAsync(ConfigurationSet files, Func<string, bool> isWanted, CancellationToken cancel = default)
    {
        var changes = new List<BulkSyncDrift>();
        await foreach (var step in _configurations.Planner(files, new() { OnlyCompares = true }).PlanAsync(cancel).ConfigureAwait(false))
        {
            changes.AddRange(step.Drift.Where(drift => isWanted(drift.SyncName)));
        }

        return changes;
    }
}
