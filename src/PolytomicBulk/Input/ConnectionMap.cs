using System.Collections;
using System.Globalization;

namespace PolytomicBulk.Input;

/// <summary>Which connection takes the place of another, as somebody wrote it.</summary>
internal sealed class ConnectionMap
{
    private readonly List<(string From, Connection To)> _pairs;

    /// <param name="map">From the id or name of a connection to the id or name of another.</param>
    /// <param name="connections">The connections that there are.</param>
    /// <exception cref="ArgumentException">It leads to a connection that there is not, or to several.</exception>
    public ConnectionMap(IDictionary? map, IReadOnlyList<Connection> connections) =>
        _pairs = [.. (map ?? new Hashtable()).Cast<DictionaryEntry>().Select(pair => (Text(pair.Key), Find(Text(pair.Value), connections)))];

    /// <summary>The connection in the place of another, or that one where none is.</summary>
    public (Guid Id, string? Name) Map((Guid Id, string? Name) connection) =>
        _pairs.Find(pair => Is(pair.From, connection.Id, connection.Name)).To is { Id: { } id } to ? (id, to.Name) : connection;

    private static Connection Find(string text, IReadOnlyList<Connection> connections) => connections.Where(connection => Is(text, connection.Id, connection.Name)).ToList() switch
    {
        [var one] => one,
        [] => throw new ArgumentException($"-ConnectionMap leads to '{text}', and there is no such connection in this organization. Get-PolytomicConnection lists them."),
        var several => throw new ArgumentException($"-ConnectionMap leads to '{text}', and {several.Count} connections have that name. Give the id of one: {string.Join(", ", several.Select(connection => connection.Id))}."),
    };

    private static bool Is(string text, Guid? id, string? name) => Guid.TryParse(text, out var given) ? given == id : string.Equals(text, name, StringComparison.OrdinalIgnoreCase);

    private static string Text(object? value) => JsonInput.Unwrap(value) is Connection connection ? connection.Id.ToString()! : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
