namespace PolytomicBulk.Configuration;

/// <summary>Which connection takes the place of another, as somebody wrote it.</summary>
public sealed class ConnectionMap
{
    private readonly List<(string From, Connection To)> _pairs;

    /// <param name="pairs">From the id or name of a connection to the id or name of another.</param>
    /// <param name="connections">The connections that there are.</param>
    /// <exception cref="ArgumentException">It leads to a connection that there is not, or to several.</exception>
    public ConnectionMap(IEnumerable<KeyValuePair<string, string>> pairs, IReadOnlyList<Connection> connections) =>
        _pairs = [.. pairs.Select(pair => (pair.Key, Find(pair.Value, connections)))];

    /// <summary>The connection in the place of another, or that one where none is.</summary>
    /// <param name="connection">The other.</param>
    public (Guid Id, string? Name) Replace((Guid Id, string? Name) connection) =>
        _pairs.Find(pair => IsMeant(pair.From, connection.Id, connection.Name)).To is { Id: { } id } to ? (id, to.Name) : connection;

    /// <summary>Refuses a map from a connection that no configuration has: it would change nothing, and something was meant by it.</summary>
    /// <param name="configurations">The configurations.</param>
    /// <exception cref="ArgumentException">There is such a connection.</exception>
    public void ThrowIfUnused(IEnumerable<BulkSyncConfiguration> configurations)
    {
        var known = configurations.SelectMany(configuration => configuration.ConnectionIds.Values).Distinct().ToList();
        foreach (var (from, _) in _pairs)
        {
            if (known.Exists(connection => IsMeant(from, connection.Id, connection.Name))) continue;
            var names = string.Join(", ", known.Select(connection => $"'{connection.Name}' ({connection.Id})"));
            throw new ArgumentException($"No file has the connection '{from}'. The files have {names}.");
        }
    }

    private static Connection Find(string text, IReadOnlyList<Connection> connections)
    {
        var found = connections.Where(connection => IsMeant(text, connection.Id, connection.Name)).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new ArgumentException($"The map leads to '{text}', and there is no such connection in this organization."),
            _ => throw new ArgumentException(
                $"The map leads to '{text}', and {found.Count} connections have that name. "
                + $"Give the id of one: {string.Join(", ", found.Select(one => one.Id))}."),
        };
    }

    private static bool IsMeant(string text, Guid? id, string? name) =>
        Guid.TryParse(text, out var given) ? given == id : string.Equals(text, name, StringComparison.OrdinalIgnoreCase);
}
