using System.Runtime.CompilerServices;
using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>Connections, and what they offer to bulk syncs.</summary>
public sealed class ConnectionOperations
{
    private readonly ApiRequestor _api;
    private readonly ConnectionNames _names;

    internal ConnectionOperations(ApiRequestor api, ConnectionNames names) => (_api, _names) = (api, names);

    /// <summary>All connections (connections_list). From then on the client knows what they are called.</summary>
    /// <param name="cancel">Ends the reading.</param>
    public async IAsyncEnumerable<Connection> ListAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var connection in _api.ListAsync(Page, ApiJson.Default.PageEnvelopeConnection, cancel).ConfigureAwait(false))
        {
            _names.Learn(connection.Id, connection.Name);
            yield return connection;
        }

        _names.Complete();
    }

    /// <summary>
    /// All connections, for who decides by the list (connections_list): where there is more than one page, it is read until two readings agree on the
    /// ids and names.
    /// </summary>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="PolytomicApiException">The list changed each time that it was read.</exception>
    public async Task<IReadOnlyList<Connection>> ListCertainAsync(CancellationToken cancel = default)
    {
        var all = await _api.ListCertainAsync(Page, ApiJson.Default.PageEnvelopeConnection, connection => (connection.Id, connection.Name), cancel)
            .ConfigureAwait(false);
        foreach (var connection in all) _names.Learn(connection.Id, connection.Name);
        _names.Complete();
        return all;
    }

    /// <summary>Reads what connections are called, unless that was done some minutes ago (connections_list). It never fails.</summary>
    /// <param name="cancel">Ends the reading.</param>
    internal Task ReadNamesAsync(CancellationToken cancel) => _names.RefreshAsync(ListAsync, cancel);

    /// <summary>One connection (connections_get).</summary>
    /// <param name="id">The connection's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<Connection> GetAsync(Guid id, CancellationToken cancel = default)
    {
        var connection = await _api.GetAsync(Request($"read connection {id}", id), ApiJson.Default.EnvelopeConnection, cancel).ConfigureAwait(false);
        _names.Learn(connection.Id, connection.Name);
        return connection;
    }

    /// <summary>All kinds of connection that the service offers (connections_getTypes).</summary>
    /// <param name="cancel">Ends the reading.</param>
    public IAsyncEnumerable<ConnectionType> ListTypesAsync(CancellationToken cancel = default) =>
        _api.ListAsync(
            token => new ApiRequest(HttpMethod.Get, "list the connection types", "api", "connection_types") { Resource = ResourceKind.Connection }
                .With("page_token", token),
            ApiJson.Default.PageEnvelopeConnectionType,
            cancel);

    /// <summary>What a connection offers as a source (bulkSync_getSource).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="includeFields">Whether the schemas come with their fields; null for the service's default.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<BulkSource> GetSourceAsync(Guid connectionId, bool? includeFields = null, CancellationToken cancel = default)
    {
        var request = Request($"read what connection {connectionId} offers as a source", connectionId, "bulksync", "source")
            .With("include_fields", includeFields);
        var source = await _api.GetAsync(request, ApiJson.Default.EnvelopeBulkSource, cancel).ConfigureAwait(false);
        source.ConnectionId = connectionId;
        foreach (var schema in source.Schemas ?? []) schema?.SetOwner(connectionId);
        return source;
    }

    /// <summary>What a connection offers as a destination (bulkSync_getDestination).</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<BulkDestination> GetDestinationAsync(Guid connectionId, CancellationToken cancel = default)
    {
        var request = Request($"read what connection {connectionId} offers as a destination", connectionId, "bulksync", "target");
        var destination = await _api.GetAsync(request, ApiJson.Default.EnvelopeBulkDestination, cancel).ConfigureAwait(false);
        destination.ConnectionId = connectionId;
        return destination;
    }

    private static ApiRequest Page(string? token) =>
        new ApiRequest(HttpMethod.Get, "list the connections", "api", "connections") { Resource = ResourceKind.Connection }.With("page_token", token);

    private static ApiRequest Request(string action, Guid id, params string[] rest) =>
        new(HttpMethod.Get, action, ["api", "connections", id.ToString(), .. rest]) { Resource = ResourceKind.Connection };
}
