namespace PolytomicBulk.Configuration;

/// <summary>Operations on bulk syncs as configurations.</summary>
public sealed class ConfigurationOperations
{
    private readonly BulkSyncOperations _syncs;
    private readonly ConnectionOperations _existing;
    private readonly BulkSyncUpdates _updates;
    private readonly SettingsCheck _checks;
    private readonly PolicyOperations _policiesThere;
    // Several bulk syncs are read at the same time.
    private readonly object _lists = new();
    private Task<IReadOnlyList<Connection>>? _connections;
    private Task<IReadOnlyList<PolytomicPolicy>>? _policies;

    internal ConfigurationOperations(
        BulkSyncOperations syncs, ConnectionOperations connections, BulkSyncUpdates updates, SettingsCheck checks, PolicyOperations policies, int width) =>
        (_syncs, _existing, _updates, _checks, _policiesThere, Width) = (syncs, connections, updates, checks, policies, width);

    /// <summary>Lists the connections, for decisions that depend on a complete list (connections_list). They are read once.</summary>
    /// <param name="cancel">Cancels the operation.</param>
    public Task<IReadOnlyList<Connection>> ListConnectionsAsync(CancellationToken cancel = default)
    {
        lock (_lists) return _connections ??= _existing.ListCertainAsync(cancel);
    }

    /// <summary>Lists the permission policies, for decisions that depend on a complete list (policies_list). They are read once.</summary>
    /// <param name="cancel">Cancels the operation.</param>
    public Task<IReadOnlyList<PolytomicPolicy>> ListPoliciesAsync(CancellationToken cancel = default)
    {
        lock (_lists) return _policies ??= _policiesThere.ListCertainAsync(cancel);
    }

    /// <summary>
    /// Returns a function that finds the name of a policy. Null if the names are unknown, for example because the user may not list policies.
    /// </summary>
    private async Task<Func<Guid, string?>?> NamePoliciesAsync(CancellationToken cancel)
    {
        try
        {
            var policies = await ListPoliciesAsync(cancel).ConfigureAwait(false);
            return id => policies.FirstOrDefault(policy => policy.Id == id)?.Name;
        }
        catch (PolytomicApiException)
        {
            // A file needs only the ids.
        }

        return null;
    }

    /// <summary>
    /// Reads the configuration of a bulk sync: one request for its list of schemas, and one for each schema (bulkSchemas_list, bulkSchemas_get).
    /// </summary>
    /// <param name="sync">The bulk sync.</param>
    /// <param name="namesConnections">Whether to include the names of connections and policies.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async Task<BulkSyncConfiguration> ReadAsync(BulkSync sync, bool namesConnections = true, CancellationToken cancel = default)
    {
        var configuration = await ReadAnyAsync(sync, namesConnections, cancel).ConfigureAwait(false);
        return configuration.Fault is { } fault ? throw Failures.Incomplete($"bulk sync '{sync}' ({sync.Id})", fault) : configuration;
    }

    /// <summary>Reads a configuration even if it cannot be written to the service, because a file can correct it.</summary>
    private async Task<BulkSyncConfiguration> ReadAnyAsync(BulkSync sync, bool namesConnections, CancellationToken cancel)
    {
        var connections = namesConnections ? await ListConnectionsAsync(cancel).ConfigureAwait(false) : [];
        var selection = await _updates.ReadSelectionAsync(sync.Id ?? Guid.Empty, cancel).ConfigureAwait(false);
        var policyName = namesConnections && sync.Policies is { Count: > 0 } ? await NamePoliciesAsync(cancel).ConfigureAwait(false) : null;
        return BulkSyncConfiguration.FromService(
            BulkSyncConfiguration.ToEditable(sync), selection, id => connections.FirstOrDefault(connection => connection.Id == id)?.Name, policyName);
    }

    /// <summary>The name of a connection or policy. Null if the session has not read it.</summary>
    internal string? NameOf(ResourceKind kind, Guid id) => _syncs.NameOf(kind, id);

    /// <summary>Lists all bulk syncs, for decisions that depend on a complete list (bulkSync_list).</summary>
    internal Task<IReadOnlyList<BulkSync>> ListSyncsAsync(CancellationToken cancel) => _syncs.ListCertainAsync(cancel);

    /// <summary>Finds the bulk sync of each configuration by its name.</summary>
    internal async Task<IReadOnlyList<ConfigurationMatch>> MatchAsync(
        IReadOnlyCollection<BulkSyncConfiguration> configurations, IReadOnlyList<BulkSync> syncs, bool readsAll, CancellationToken cancel = default)
    {
        var groups = configurations.GroupBy(configuration => Key(configuration.Name)).ToList();
        var named = syncs.ToLookup(sync => Key(sync.Name));
        var matches = new List<ConfigurationMatch>();
        foreach (var group in groups)
        {
            var own = named[group.Key].ToList();
            var isClear = own.Count == 1 && group.Count() == 1;
            var present = isClear && !readsAll
                ? [.. own.Select(sync => new ConfigurationMatch(null, sync))]
                : await Task.WhenAll(own.Select(sync => ReadMatchAsync(sync, cancel)).ToList()).ConfigureAwait(false);
            matches.AddRange(ConfigurationMatch.Pair(group, present));
        }

        var names = new HashSet<string>(groups.Select(group => group.Key), StringComparer.Ordinal);
        return [.. matches, .. syncs.Where(sync => !names.Contains(Key(sync.Name))).Select(sync => new ConfigurationMatch(null, sync))];

        // The service can remove the blanks around a name.
        static string Key(string? name) => name?.Trim() ?? "";
    }

    /// <summary>Reads a bulk sync. If it cannot be read, the match contains the failure.</summary>
    private Task<ConfigurationMatch> ReadMatchAsync(BulkSync sync, CancellationToken cancel) => TryReadAsync(sync, namesConnections: false, cancel);

    /// <summary>
    /// Reads the bulk sync of a configuration. If it cannot be read, the match contains the failure. The names of connections and policies are those
    /// in the configuration, so that equal configurations have the same text.
    /// </summary>
    internal Task<ConfigurationMatch> ReadMatchAsync(ConfigurationMatch match, CancellationToken cancel)
    {
        var (sync, wanted) = (match.Sync!, match.Configuration!);
        return TryReadAsync(sync, ReadAsync, wanted);

        async Task<BulkSyncConfiguration> ReadAsync()
        {
            var selection = await _updates.ReadSelectionAsync(sync.Id ?? Guid.Empty, cancel).ConfigureAwait(false);
            return BulkSyncConfiguration.FromService(
                BulkSyncConfiguration.ToEditable(sync),
                selection,
                id => wanted.ConnectionIds.Values.FirstOrDefault(connection => connection.Id == id).Name,
                id => wanted.PolicyIds.FirstOrDefault(policy => policy.Id == id).Name);
        }
    }

    /// <summary>The number of bulk syncs to read at the same time.</summary>
    internal int Width { get; }

    /// <summary>
    /// Finds a bulk sync or a file that copies some of the same schemas to the same place. The configuration may be a copy, or belong to it under another
    /// name. A bulk sync that has a file is not read. Of the others, only those that copy to the same place are read. One that cannot be read is skipped.
    /// </summary>
    internal async Task<ConfigurationMatch?> FindLikeAsync(
        BulkSyncConfiguration configuration, IEnumerable<ConfigurationMatch> others, CancellationToken cancel = default)
    {
        var all = others.ToList();
        if (all.Find(other => other.Configuration is { } file && configuration.IsLike(file, other.Sync)) is { } planned) return planned;
        foreach (var other in all.Where(other => other.Configuration is null))
        {
            if (!configuration.GoesWhere(other.Sync!)) continue;
            var read = await ReadMatchAsync(other.Sync!, cancel).ConfigureAwait(false);
            if (read.Actual is { } actual && configuration.Overlaps(actual)) return other;
        }

        return null;
    }

    /// <summary>Reads the bulk syncs with one of the names (bulkSync_list, bulkSchemas_list, bulkSchemas_get).</summary>
    /// <param name="names">The names.</param>
    /// <param name="except">The ids of bulk syncs to skip.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async Task<IReadOnlyList<ConfigurationMatch>> ReadNamedAsync(
        ICollection<string> names, ICollection<Guid> except, CancellationToken cancel = default)
    {
        var syncs = await _syncs.ListCertainAsync(cancel).ConfigureAwait(false);
        return await Task.WhenAll(
            syncs.Where(sync => names.Contains(sync.Name ?? "") && !except.Contains(sync.Id ?? Guid.Empty))
                .Select(sync => TryReadAsync(sync, namesConnections: true, cancel))
                .ToList()).ConfigureAwait(false);
    }

    /// <summary>
    /// Creates a bulk sync from a configuration (bulkSync_create). Settings that the request cannot contain are set afterwards (bulkSchemas_patch).
    /// The bulk sync is activated last, after its schemas are checked (bulkSync_activate).
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public Task<BulkSync> CreateAsync(BulkSyncConfiguration configuration, CancellationToken cancel = default) =>
        _updates.CreateAsync(
            configuration.Name, configuration.ToNewSettings(), configuration.Selection, configuration.OverNew, activate: configuration.IsActive, cancel);

    /// <summary>Changes a bulk sync to match a configuration, with the same checks as any update (bulkSync_update, bulkSchemas_patch).</summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async Task<BulkSyncUpdate> UpdateAsync(Guid id, BulkSyncConfiguration configuration, CancellationToken cancel = default)
    {
        var edit = await _syncs.EditAsync(id, seen: null, cancel).ConfigureAwait(false);
        edit.Edit(changed => ConfigurationEdit.Change(configuration, changed));
        var hasOtherSource = SourceMove.In(edit) is not null;
        return await _updates.UpdateAsync(edit, now => configuration.Over(now, hasOtherSource), seen: null, allowNew: false, cancel).ConfigureAwait(false);
    }

    /// <summary>Creates a planner for the steps that make bulk syncs match files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="options">The options of the plan.</param>
    public ConfigurationPlanner Planner(ConfigurationSet files, ConfigurationPlanOptions options) => new(this, files, options);

    /// <summary>Plans a copy of a bulk sync (bulkSync_get, bulkSchemas_list, bulkSchemas_get). The copy is paused.</summary>
    /// <param name="id">The id of the bulk sync.</param>
    /// <param name="name">The name of the copy.</param>
    /// <param name="changes">The other changes, by the property names of the API.</param>
    /// <param name="skipValidation">Whether to skip the check that the settings fit the connections.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async Task<ConfigurationStep> PlanCopyAsync(
        Guid id, string? name, JsonObject changes, bool skipValidation = false, CancellationToken cancel = default)
    {
        var sync = await _syncs.GetAsync(id, cancel: cancel).ConfigureAwait(false);
        var step = new ConfigurationStep(ConfigurationStepKind.Create, name) { Sync = sync, Changes = [$"Copy, paused, as '{name}'"] };
        if (name is null || string.Equals(sync.Name, name, StringComparison.Ordinal)) return step.Refuse(ConfigurationWords.NeedsName(sync));
        var original = await ReadAsync(sync, namesConnections: false, cancel).ConfigureAwait(false);
        var copy = original.ToCopy(name, changes);
        step = step with { Actual = original, Wanted = copy };
        return !skipValidation && await FindFaultsAsync(copy, original, cancel).ConfigureAwait(false) is { Count: > 0 } faults
            ? step.Refuse(ConfigurationWords.DoesNotFit($"A copy of bulk sync '{sync}' ({id})", faults, path: null))
            : step;
    }

    /// <summary>Finds the settings to write that do not fit the connections (bulkSync_getSource, bulkSync_getDestination).</summary>
    internal Task<IReadOnlyList<SettingsFault>> FindFaultsAsync(BulkSyncConfiguration wanted, BulkSyncConfiguration? actual, CancellationToken cancel)
    {
        bool IsMoved(string role) => actual?.ConnectionIds.TryGetValue(role, out var now) != true || wanted.ConnectionIds[role].Id != now.Id;
        var known = IsMoved("source_connection") ? null : actual!.KnownSchemas;
        var whole = IsMoved("destination_connection") ? wanted.ToSettings()["destination_configuration"] as JsonObject : null;
        return _checks.FindFaultsAsync(wanted.ToChanges(actual), known, whole, cancel);
    }

    /// <summary>
    /// Finds the secrets that an update would lose, the reason if the update cannot be written, and the reason if it selects a schema or field that the
    /// bulk sync does not have. With another source, the schemas of the bulk sync do not matter.
    /// </summary>
    internal static (IReadOnlyList<string> Secrets, PolytomicApiException? Failure, PolytomicApiException? Unknown) FindLosses(ConfigurationStep step)
    {
        var (secrets, fault) = ConfigurationEdit.FindLosses(step.Wanted!, BulkSyncConfiguration.ToEditable(step.Sync!));
        var now = step.Actual!.Selection;
        var next = step.Wanted!.Over(now);
        fault ??= next.UnreadableIn(now);
        return (
            secrets,
            fault is null ? null : Failures.Unreadable(step.What, fault),
            step.Wanted.HasSource(step.Actual) && next.UnknownIn(now) is { } unknown ? Failures.Unknown(step.What, unknown) : null);
    }

    /// <summary>Performs a step (bulkSync_create, bulkSync_update, bulkSync_delete, and the operations that they need).</summary>
    /// <param name="step">The step.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>The result. Null after a deletion, and if there was nothing to do.</returns>
    public async Task<BulkSyncUpdate?> ApplyAsync(ConfigurationStep step, CancellationToken cancel = default)
    {
        switch (step.Kind)
        {
            case ConfigurationStepKind.Create:
                return new(await CreateAsync(step.Wanted!, cancel).ConfigureAwait(false), Repaired: [], Different: []);
            case ConfigurationStepKind.Update:
                return await UpdateAsync(step.Sync!.Id ?? Guid.Empty, step.Wanted!, cancel).ConfigureAwait(false);
            case ConfigurationStepKind.Delete:
                await DeleteAsync(step.Sync!, cancel).ConfigureAwait(false);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Deletes a bulk sync if its name has not changed. While the user is asked, somebody can rename it to the name of a file.</summary>
    private async Task DeleteAsync(BulkSync sync, CancellationToken cancel)
    {
        var id = sync.Id ?? Guid.Empty;
        try
        {
            var now = await _syncs.GetAsync(id, cancel: cancel).ConfigureAwait(false);
            if (now.Name != sync.Name) throw Failures.Renamed($"bulk sync '{sync}' ({id})", now.Name);
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.NotFound)
        {
            return;
        }

        await _syncs.DeleteAsync(id, cancel).ConfigureAwait(false);
    }

    private Task<ConfigurationMatch> TryReadAsync(BulkSync sync, bool namesConnections, CancellationToken cancel) =>
        TryReadAsync(sync, () => ReadAnyAsync(sync, namesConnections, cancel), configuration: null);

    private static async Task<ConfigurationMatch> TryReadAsync(BulkSync sync, Func<Task<BulkSyncConfiguration>> readAsync, BulkSyncConfiguration? configuration)
    {
        try
        {
            return new(configuration, sync, await readAsync().ConfigureAwait(false));
        }
        catch (PolytomicApiException failure)
        {
            return new(configuration, sync, Failure: failure);
        }
    }
}
