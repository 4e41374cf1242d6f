using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>Connections, and what they offer to bulk syncs.</summary>
public sealed class ConnectionOperations
{
    private readonly ApiRequestor _api;

    internal ConnectionOperations(ApiRequestor api) => _api = api;

    /// <summary>All connections (connections_list).</summary>
    /// <param name="cancel">Ends the reading.</param>
    public IAsyncEnumerable<Connection> ListAsync(CancellationToken cancel = default) =>
        _api.ListAsync(Page, ApiJson.Default.PageEnvelopeConnection, cancel);

    /// <summary>
    /// All connections, for who decides by the list (connections_list): where there is more than one page, it is read until two readings agree on the
    /// ids and names.
    /// </summary>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="PolytomicApiException">The list changed each time that it was read.</exception>
    public Task<IReadOnlyList<Connection>> ListCertainAsync(CancellationToken cancel = default) =>
        _api.ListCertainAsync(Page, ApiJson.Default.PageEnvelopeConnection, connection => (connection.Id, connection.Name), cancel);

    /// <summary>One connection (connections_get).</summary>
    /// <param name="id">The connection's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task<Connection> GetAsync(Guid id, CancellationToken cancel = default) =>
        _api.GetAsync(Request($"read connection {id}", id), ApiJson.Default.EnvelopeConnection, cancel);

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
