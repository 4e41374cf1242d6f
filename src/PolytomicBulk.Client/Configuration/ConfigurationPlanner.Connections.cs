namespace PolytomicBulk.Configuration;

public sealed partial class ConfigurationPlanner
{
    /// <summary>
    /// Returns the configurations with their connections and policies in this organization, and the reasons for those that do not exist. If an id
    /// does not exist, as in another organization, the name is used.
    /// </summary>
    private async Task<IReadOnlyList<(BulkSyncConfiguration Configuration, ConfigurationReason[] Lost)>> ConnectAsync(
        IReadOnlyList<BulkSync> syncs, CancellationToken cancel)
    {
        var mapped = _files.Configurations
            .Select(file => file
                .WithConnections(connection => _options.Connections?.Replace(connection) ?? connection)
                .WithPolicies(policy => _options.Policies?.Replace(policy) ?? policy))
            .ToList();
        // What a bulk sync uses exists. A comparison reads the connections only if a file contains others.
        var used = new HashSet<Guid>(syncs.SelectMany(sync => new[] { sync.SourceConnectionId, sync.DestinationConnectionId }).OfType<Guid>());
        var carried = new HashSet<Guid>(syncs.SelectMany(sync => sync.Policies ?? []));
        var connections = !_options.OnlyCompares || mapped.Exists(file => file.ConnectionIds.Values.Any(connection => !used.Contains(connection.Id)))
            ? (await _configurations.ListConnectionsAsync(cancel).ConfigureAwait(false)).Select(one => (one.Id ?? Guid.Empty, one.Name)).ToList()
            : null;
        var policies = mapped.Exists(file => file.PolicyIds.Any(policy => !carried.Contains(policy.Id)))
            ? (await _configurations.ListPoliciesAsync(cancel).ConfigureAwait(false)).Select(one => (one.Id ?? Guid.Empty, one.Name)).ToList()
            : null;
        return [.. mapped.Select(file =>
        {
            var lost = new List<ConfigurationReason>();
            var connected = file
                .WithConnections((role, connection) => FindConnection(connection, role))
                .WithPolicies(FindPolicy);
            return (connected, _options.OnlyCompares ? [] : lost.ToArray());

            (Guid Id, string? Name) FindConnection((Guid Id, string? Name) connection, string role) =>
                Find(connection, connections, "connection", ConfigurationReasonKind.NoSuchConnection, file.Path, role, lost);

            (Guid Id, string? Name) FindPolicy((Guid Id, string? Name) policy) =>
                Find(policy, policies, "permission policy", ConfigurationReasonKind.NoSuchPolicy, file.Path, "policies", lost);
        })];
    }

    /// <summary>Finds an object by its id. If the id does not exist, finds the only object with its name.</summary>
    private static (Guid Id, string? Name) Find(
        (Guid Id, string? Name) thing,
        List<(Guid Id, string? Name)>? there,
        string what,
        ConfigurationReasonKind kind,
        string? path,
        string property,
        List<ConfigurationReason> lost)
    {
        if (there is null || there.Exists(one => one.Id == thing.Id)) return thing;
        var same = there.FindAll(one => one.Name is not null && one.Name == thing.Name);
        if (same is [var only]) return only;
        var why = same.Count == 0 ? "which is not in this organization" : $"and {same.Count} of this organization have that name";
        var line = ConfigurationLines.Read(path)?.Find(property);
        lost.Add(new(
            kind,
            $"'{path}' has the {what} '{thing.Name}' ({thing.Id}), {why}{ConfigurationWords.At(line)}.",
            thing.Id,
            same.Count == 0 ? null : same[0].Id)
        {
            Property = property,
            Line = line,
        });
        return thing;
    }
}
