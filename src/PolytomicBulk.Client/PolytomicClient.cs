using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PolytomicBulk.Http;
using PolytomicBulk.Json;
using PolytomicBulk.Operations;

namespace PolytomicBulk;

/// <summary>The typed client of the Polytomic bulk sync API.</summary>
public sealed class PolytomicClient : IDisposable
{
    private readonly ApiTransport _transport;
    private readonly UnfinishedUpdates _unfinished;
    private readonly RequestObserver? _observer;
    private readonly bool _ownsTransport;

    /// <summary>Makes a client with a connection pool of its own.</summary>
    /// <param name="options">Where and how the service is reached.</param>
    /// <param name="credential">Who calls; null where the service needs no key.</param>
    public PolytomicClient(PolytomicClientOptions options, PolytomicCredential? credential)
        : this(new ApiTransport(options, credential), new(options.Clock), new(), observer: null, ownsTransport: true)
    {
    }

    private PolytomicClient(ApiTransport transport, UnfinishedUpdates unfinished, SyncNames syncNames, RequestObserver? observer, bool ownsTransport)
    {
        (_transport, _unfinished, SyncNames, _observer, _ownsTransport) = (transport, unfinished, syncNames, observer, ownsTransport);
        BulkSyncs = new(this, unfinished);
        Configurations = new(this);
        Connections = new(this);
        ConnectionSchemas = new(this);
        Executions = new(this);
        Identity = new(this);
        Logs = new(this);
        Schedules = new(this);
        Schemas = new(this, unfinished);
    }

    /// <summary>Bulk syncs.</summary>
    public BulkSyncOperations BulkSyncs { get; }

    /// <summary>Bulk syncs as configurations, to be kept in files.</summary>
    public ConfigurationOperations Configurations { get; }

    /// <summary>Connections.</summary>
    public ConnectionOperations Connections { get; }

    /// <summary>The schemas of connections.</summary>
    public ConnectionSchemaOperations ConnectionSchemas { get; }

    /// <summary>Executions of bulk syncs.</summary>
    public ExecutionOperations Executions { get; }

    /// <summary>The caller.</summary>
    public IdentityOperations Identity { get; }

    /// <summary>The logs of executions.</summary>
    public LogOperations Logs { get; }

    /// <summary>The schedules of bulk syncs.</summary>
    public ScheduleOperations Schedules { get; }

    /// <summary>The schemas of bulk syncs.</summary>
    public SchemaOperations Schemas { get; }

    /// <summary>What the bulk syncs that have been read are called.</summary>
    public SyncNames SyncNames { get; }

    /// <summary>Where time comes from, for what waits between requests.</summary>
    public TimeProvider Clock => _transport.Clock;

    /// <summary>The same client, whose requests an observer is told of.</summary>
    /// <param name="observer">The observer.</param>
    public PolytomicClient ObservedBy(RequestObserver observer) => new(_transport, _unfinished, SyncNames, observer, ownsTransport: false);

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        if (_ownsTransport) _transport.Dispose();
    }

    internal async Task<T> GetAsync<T>(ApiRequest request, JsonTypeInfo<Envelope<T>> type, CancellationToken cancel)
        where T : class
    {
        var envelope = await _transport
            .SendAsync(request, type, static envelope => envelope.Data is null ? "it holds no data" : null, _observer, cancel)
            .ConfigureAwait(false);
        return envelope.Data!;
    }

    /// <summary>Something as the service's own JSON, to be changed and written back.</summary>
    internal async Task<JsonObject> EditAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : ApiObject
    {
        var envelope = await _transport
            .SendAsync(request, ApiJson.Default.EnvelopeJsonObject, envelope => EditableJson.FaultOf(envelope, type), _observer, cancel)
            .ConfigureAwait(false);
        return envelope.Data!;
    }

    /// <summary>An answer whose outer object is a shape of its own.</summary>
    internal Task<T> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, Func<T, string?> fault, CancellationToken cancel) =>
        _transport.SendAsync(request, type, fault, _observer, cancel);

    /// <summary>A file from the storage host.</summary>
    internal Task DownloadAsync(Uri address, string name, Stream target, Action<long, long?>? progress, CancellationToken cancel) =>
        _transport.Storage.DownloadAsync(address, name, target, progress, _observer, cancel);

    internal Task<T> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancel) =>
        _transport.SendAsync(request, type, static _ => null, _observer, cancel);

    internal Task SendAsync(ApiRequest request, CancellationToken cancel) => _transport.SendAsync(request, _observer, cancel);

    /// <summary>Deletes something.</summary>
    internal async Task DeleteAsync(ApiRequest request, CancellationToken cancel)
    {
        try
        {
            await SendAsync(request, cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (failure is { Failure: PolytomicFailure.NotFound, MayHaveBeenDone: true })
        {
            // An attempt whose answer was lost has already deleted it.
        }
    }

    /// <summary>A list whose answer is one page by nature.</summary>
    internal async Task<List<T>> GetListAsync<T>(ApiRequest request, JsonTypeInfo<PageEnvelope<T>> type, CancellationToken cancel) =>
        (await _transport.SendAsync(request, type, Pages.FaultOfItems, _observer, cancel).ConfigureAwait(false)).Data ?? [];

    internal IAsyncEnumerable<T> ListAsync<T>(Func<string?, ApiRequest> page, JsonTypeInfo<PageEnvelope<T>> type, CancellationToken cancel) =>
        ListAsync(page, type, static _ => null, cancel);

    internal IAsyncEnumerable<T> ListAsync<T>(
        Func<string?, ApiRequest> page, JsonTypeInfo<PageEnvelope<T>> type, Func<List<T>, int?> end, CancellationToken cancel) =>
        Pages.ReadAllAsync((token, fault, cancel) => _transport.SendAsync(page(token), type, fault, _observer, cancel), end, cancel);
}
