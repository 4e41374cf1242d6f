namespace PolytomicBulk.Configuration;

/// <summary>Bulk syncs as configurations, to be kept in files.</summary>
public sealed class ConfigurationOperations
{
    private readonly BulkSyncOperations _syncs;
    private readonly ConnectionOperations _existing;
    private readonly BulkSyncUpdates _updates;
    private readonly SettingsCheck _checks;
    private readonly PolicyOperations _policiesThere;
    private Task<IReadOnlyList<Connection>>? _connections;
    private Task<IReadOnlyList<PolytomicPolicy>>? _policies;

    internal ConfigurationOperations(
        BulkSyncOperations syncs, ConnectionOperations connections, BulkSyncUpdates updates, SettingsCheck checks, PolicyOperations policies, int width) =>
        (_syncs, _existing, _updates, _checks, _policiesThere, Width) = (syncs, connections, updates, checks, policies, width);

    /// <summary>The connections that a sync can have (connections_list). They are read once.</summary>
    /// <param name="cancel">Ends the reading.</param>
    public Task<IReadOnlyList<Connection>> ListConnectionsAsync(CancellationToken cancel = default) =>
        _connections ??= _existing.ListCertainAsync(cancel);

    /// <summary>The permission policies that a sync can carry (policies_list). They are read once.</summary>
    /// <param name="cancel">Ends the reading.</param>
    public Task<IReadOnlyList<PolytomicPolicy>> ListPoliciesAsync(CancellationToken cancel = default) => _policies ??= _policiesThere.ListCertainAsync(cancel);

    /// <summary>What a policy is called; null where it is not known, as for who may not list them.</summary>
    private async Task<Func<Guid, string?>> NamePoliciesAsync(CancellationToken cancel)
    {
        try
        {
            var policies = await ListPoliciesAsync(cancel).ConfigureAwait(false);
            return id => policies.FirstOrDefault(policy => policy.Id == id)?.Name;
        }
        catch (PolytomicApiException)
        {
            return static _ => null;
        }
    }

    /// <summary>The configuration of a sync: one request for its schemas, and one for each of them (bulkSchemas_list, bulkSchemas_get).</summary>
    /// <param name="sync">The sync.</param>
    /// <param name="namesConnections">Whether it says what the connections are called.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<BulkSyncConfiguration> ReadAsync(BulkSync sync, bool namesConnections = true, CancellationToken cancel = default)
    {
        var configuration = await ReadAnyAsync(sync, namesConnections, cancel).ConfigureAwait(false);
        return configuration.Fault is { } fault ? throw Failures.Incomplete($"bulk sync '{sync}' ({sync.Id})", fault) : configuration;
    }

    /// <summary>The same for a sync that a file may correct.</summary>
    private async Task<BulkSyncConfiguration> ReadAnyAsync(BulkSync sync, bool namesConnections, CancellationToken cancel)
    {
        var connections = namesConnections ? await ListConnectionsAsync(cancel).ConfigureAwait(false) : [];
        var selection = await _updates.ReadSelectionAsync(sync.Id ?? Guid.Empty, cancel).ConfigureAwait(false);
        var policyName = namesConnections && sync.Policies is { Count: > 0 } ? await NamePoliciesAsync(cancel).ConfigureAwait(false) : null;
        return BulkSyncConfiguration.FromService(
            ToEditable(sync), selection, id => connections.FirstOrDefault(connection => connection.Id == id)?.Name, policyName);
    }

    /// <summary>All syncs, certainly (bulkSync_list).</summary>
    internal Task<IReadOnlyList<BulkSync>> ListSyncsAsync(CancellationToken cancel) => _syncs.ListCertainAsync(cancel);

    /// <summary>Finds the sync that each configuration is of, by its name.</summary>
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

        // The service may store a name without the blanks around it.
        static string Key(string? name) => name?.Trim() ?? "";
    }

    /// <summary>Reads a sync, or why it cannot be read.</summary>
    private Task<ConfigurationMatch> ReadMatchAsync(BulkSync sync, CancellationToken cancel) => TryReadAsync(sync, namesConnections: false, cancel);

    /// <summary>
    /// Reads the sync of a configuration, or why it cannot be read. Its connections are called what the configuration calls them, so that what is the same
    /// is the same text.
    /// </summary>
    internal Task<ConfigurationMatch> ReadMatchAsync(ConfigurationMatch match, CancellationToken cancel)
    {
        var (sync, wanted) = (match.Sync!, match.Configuration!);
        return TryReadAsync(sync, ReadAsync, wanted);

        async Task<BulkSyncConfiguration> ReadAsync()
        {
            var selection = await _updates.ReadSelectionAsync(sync.Id ?? Guid.Empty, cancel).ConfigureAwait(false);
            return BulkSyncConfiguration.FromService(
                ToEditable(sync),
                selection,
                id => wanted.ConnectionIds.Values.FirstOrDefault(connection => connection.Id == id).Name,
                id => wanted.PolicyIds.FirstOrDefault(policy => policy.Id == id).Name);
        }
    }

    /// <summary>How many syncs are worth reading at once.</summary>
    internal int Width { get; }

    /// <summary>
    /// Finds a sync that copies some of the same to the same place as a configuration: it may be of that sync, by another name.
    /// Only those that go to the same place are read, unless they have been; one that cannot be read is none.
    /// </summary>
    internal async Task<ConfigurationMatch?> FindLikeAsync(
        BulkSyncConfiguration configuration, IEnumerable<ConfigurationMatch> others, CancellationToken cancel = default)
    {
        foreach (var other in others)
        {
            if (!GoesWhere(configuration, other.Sync!)) continue;
            var read = other.Actual is null ? await TryReadAsync(other.Sync!, namesConnections: false, cancel).ConfigureAwait(false) : other;
            if (read.Actual is { } actual && configuration.Overlaps(actual)) return other;
        }

        return null;

        static bool GoesWhere(BulkSyncConfiguration configuration, BulkSync sync)
        {
            try
            {
                return configuration.GoesWhere(BulkSyncConfiguration.FromService(ToEditable(sync), Selection.Empty, _ => null));
            }
            catch (PolytomicApiException)
            {
                return false;
            }
        }
    }

    /// <summary>Reads the syncs that have one of some names.</summary>
    /// <param name="names">The names.</param>
    /// <param name="except">The ids of those that are known already.</param>
    /// <param name="cancel">Ends the reading.</param>
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
    /// Makes a sync with all that a configuration says (bulkSync_create). What that cannot say is set afterwards
    /// (bulkSchemas_patch), and the sync is activated last, once it is known to copy nothing else.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="cancel">Ends it.</param>
    public Task<BulkSync> CreateAsync(BulkSyncConfiguration configuration, CancellationToken cancel = default) =>
        _updates.CreateAsync(
            configuration.Name, configuration.ToNewSettings(), configuration.Selection, configuration.OverNew, activate: configuration.IsActive, cancel);

    /// <summary>Makes a sync what a configuration says, with the same care as any update (bulkSync_update, bulkSchemas_patch).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<BulkSyncUpdate> UpdateAsync(Guid id, BulkSyncConfiguration configuration, CancellationToken cancel = default)
    {
        var edit = await _syncs.EditAsync(id, seen: null, cancel).ConfigureAwait(false);
        edit.Edit(changed => ConfigurationEdit.Change(configuration, changed));
        return await _updates.UpdateAsync(edit, configuration.Over, seen: null, allowNew: false, cancel).ConfigureAwait(false);
    }

    /// <summary>Plans what makes syncs what files say.</summary>
    /// <param name="files">The files.</param>
    /// <param name="options">How it is planned.</param>
    public ConfigurationPlanner Planner(ConfigurationSet files, ConfigurationPlanOptions options) => new(this, files, options);

    /// <summary>Plans a copy of a sync, which is paused (bulkSync_get, bulkSchemas_list, bulkSchemas_get).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="name">The copy's name.</param>
    /// <param name="changes">What else is other than in the original, by the API's own names.</param>
    /// <param name="skipValidation">Whether it is left to the service what the connections do not have.</param>
    /// <param name="cancel">Ends the planning.</param>
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
            ? step.Refuse(ConfigurationWords.DoesNotFit($"A copy of bulk sync '{sync}' ({id})", faults))
            : step;
    }

    /// <summary>What of a configuration does not fit its connections, as far as it would be written (bulkSync_getSource, bulkSync_getDestination).</summary>
    internal Task<IReadOnlyList<string>> FindFaultsAsync(BulkSyncConfiguration wanted, BulkSyncConfiguration? actual, CancellationToken cancel)
    {
        bool IsMoved(string role) => actual?.ConnectionIds.TryGetValue(role, out var now) != true || wanted.ConnectionIds[role].Id != now.Id;
        var known = IsMoved("source_connection") ? null : actual!.KnownSchemas;
        var whole = IsMoved("destination_connection") ? wanted.ToSettings()["destination_configuration"] as JsonObject : null;
        return _checks.FindAsync(wanted.ToChanges(actual), known, whole, cancel);
    }

    /// <summary>The places of secrets that an update by a configuration would lose, and why it could not be written.</summary>
    internal static (IReadOnlyList<string> Secrets, PolytomicApiException? Failure) FindLosses(ConfigurationStep step)
    {
        var (secrets, fault) = ConfigurationEdit.FindLosses(step.Wanted!, ToEditable(step.Sync!));
        var now = step.Actual!.Selection;
        fault ??= step.Wanted!.Over(now).UnreadableIn(now);
        return (secrets, fault is null ? null : Failures.Unreadable(step.What, fault));
    }

    /// <summary>Does what a step says (bulkSync_create, bulkSync_update, bulkSync_delete and what belongs to them).</summary>
    /// <param name="step">The step.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>What came of it; null where there is nothing left, or nothing was to be done.</returns>
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

    /// <summary>Deletes a sync that is still the one that was decided on: while somebody thinks it over, another may give it the name of a file.</summary>
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

    private static JsonObject ToEditable(BulkSync sync)
    {
        try
        {
            return JsonSerializer.SerializeToElement(sync, ApiJson.Default.BulkSync).Deserialize(ApiJson.Default.JsonObject)!;
        }
        catch (JsonException fault)
        {
            throw Failures.Incomplete($"bulk sync '{sync}' ({sync.Id})", fault.Message);
        }
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
