namespace PolytomicBulk.Commands;

/// <summary>Finds connections by name. They are listed once, for the first name.</summary>
internal sealed class NamedConnections(PolytomicClient client, Action<ErrorRecord> fail)
{
    private List<Connection>? _all;

    /// <summary>The id of a connection with a full name or an id. It is an error if no connection, or several, have the name.</summary>
    public async Task<Guid?> FindAsync(string name, CancellationToken cancel)
    {
        if (Guid.TryParse(name, out var id)) return id;
        var found = Named(await ListAsync(cancel), name);
        if (found is [var one]) return one.Id;
        fail(found.Count == 0 ? NoSuch(name) : ErrorRecords.AmbiguousConnection(name, found));
        return null;
    }

    /// <summary>The ids of several connections, each once.</summary>
    public async Task<IReadOnlyList<Guid>> FindAllAsync(IEnumerable<string> names, CancellationToken cancel)
    {
        var ids = new List<Guid>();
        foreach (var name in names)
        {
            if (await FindAsync(name, cancel) is { } id && !ids.Contains(id)) ids.Add(id);
        }

        return ids;
    }

    /// <summary>The ids of all connections that names match, with wildcards if no connection has the full name.</summary>
    public async Task<HashSet<Guid>> MatchAsync(IEnumerable<string> names, CancellationToken cancel)
    {
        var ids = new HashSet<Guid>();
        foreach (var name in names)
        {
            if (Guid.TryParse(name, out var id)) ids.Add(id);
            else ids.UnionWith((await MatchAsync(name, cancel)).Select(connection => connection.Id!.Value));
        }

        return ids;
    }

    /// <summary>
    /// Puts the ids of the source and the destination into a sync's settings, where they are given by name and not by id. False where one is not found.
    /// </summary>
    public async Task<bool> ReadAsync(JsonObject settings, string? source, string? destination, CancellationToken cancel)
    {
        foreach (var (property, name) in new[] { ("source_connection_id", source), ("destination_connection_id", destination) })
        {
            if (string.IsNullOrWhiteSpace(name) || settings[property] is not null) continue;
            if (await FindAsync(name!, cancel) is not { } id) return false;
            settings[property] = id.ToString();
        }

        return true;
    }

    private async Task<List<Connection>> MatchAsync(string name, CancellationToken cancel)
    {
        var all = await ListAsync(cancel);
        if (Named(all, name) is [_, ..] exact) return exact;
        var filter = new NameFilter(name);
        var found = all.FindAll(connection => filter.IsMatch(connection.Name));
        if (found.Count == 0 && !filter.HasWildcards) fail(filter.IsMalformed ? ErrorRecords.MalformedPattern("connection", name) : NoSuch(filter.Plain));
        return found;
    }

    private static List<Connection> Named(List<Connection> all, string name) =>
        all.FindAll(connection => string.Equals(connection.Name, name, StringComparison.OrdinalIgnoreCase));

    private ErrorRecord NoSuch(string name) => ErrorRecords.NoSuchName(
        "connection", name, Likeness.Nearest(name, _all!.Select(connection => connection.Name)), "To list them, run Get-PolytomicConnection.");

    private async Task<List<Connection>> ListAsync(CancellationToken cancel) =>
        _all ??= [.. (await client.Connections.ListCertainAsync(cancel)).Where(connection => connection.Id is not null)];
}
