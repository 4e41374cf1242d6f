namespace PolytomicBulk;

/// <summary>The typed client of the Polytomic bulk sync API.</summary>
public sealed class PolytomicClient : IDisposable
{
    private readonly ApiTransport _transport;
    private readonly OpenUpdates _open;
    private readonly StartedExecutions _started;
    private readonly SilentWrites _silent;
    private readonly bool _ownsTransport;

    /// <summary>Makes a client with a connection pool of its own.</summary>
    /// <param name="options">Where and how the service is reached.</param>
    /// <param name="credential">Who calls; null where the service needs no key.</param>
    public PolytomicClient(PolytomicClientOptions options, PolytomicCredential? credential)
        : this(
            new ApiTransport(options, credential),
            new(options.Clock, UpdateJournal.Below(options.JournalFolder, options.BaseUri)),
            new(),
            new(options.Clock),
            new("policy"),
            new(options.Clock),
            new(options.Clock),
            observer: null,
            ownsTransport: true)
    {
    }

    private PolytomicClient(
        ApiTransport transport,
        OpenUpdates open,
        SyncNames syncNames,
        ConnectionNames connectionNames,
        Names policyNames,
        StartedExecutions started,
        SilentWrites silent,
        RequestObserver? observer,
        bool ownsTransport)
    {
        (SyncNames, ConnectionNames, PolicyNames) = (syncNames, connectionNames, policyNames);
        (_transport, _open, _started, _silent, _ownsTransport) = (transport, open, started, silent, ownsTransport);
        var api = new ApiRequestor(transport, observer);
        Connections = new(api, connectionNames, policyNames, silent);
        BulkSyncs = new(api, syncNames, connectionNames, policyNames, Connections, started, silent);
        ConnectionSchemas = new(api, connectionNames);
        ErrorSubscribers = new(api, silent);
        Events = new(api);
        Executions = new(api, syncNames);
        Identity = new(api);
        Logs = new(api, syncNames);
        Organizations = new(api);
        Policies = new(api, policyNames);
        Entities = new(api, BulkSyncs, Connections, Policies, Organizations, syncNames);
        Schedules = new(api, syncNames, BulkSyncs, silent);
        Schemas = new(api, syncNames);
        Updates = new(BulkSyncs, Schemas, Schedules, open, new(ConnectionSchemas, transport.Clock, observer), transport.Clock, observer);
        Checks = new(Connections);
        Starts = new(BulkSyncs, Schemas, Connections);
        Waits = new(transport.Clock, BulkSyncs, Executions, ConnectionSchemas, Logs, started, observer);
        Configurations = new(BulkSyncs, Connections, Updates, Checks, Policies, transport.Width);
        Reports = new(Executions, Schemas, Identity, Configurations, transport.Clock);
    }

    /// <summary>Bulk syncs.</summary>
    public BulkSyncOperations BulkSyncs { get; }

    /// <summary>What in settings does not fit the connections.</summary>
    public SettingsCheck Checks { get; }

    /// <summary>Bulk syncs as configurations, to be kept in files.</summary>
    public ConfigurationOperations Configurations { get; }

    /// <summary>Connections.</summary>
    public ConnectionOperations Connections { get; }

    /// <summary>The schemas of connections.</summary>
    public ConnectionSchemaOperations ConnectionSchemas { get; }

    /// <summary>What ids belong to.</summary>
    public EntityOperations Entities { get; }

    /// <summary>Who is told when a sync fails.</summary>
    public ErrorSubscriberOperations ErrorSubscribers { get; }

    /// <summary>What happened in the organization.</summary>
    public EventOperations Events { get; }

    /// <summary>Executions of bulk syncs.</summary>
    public ExecutionOperations Executions { get; }

    /// <summary>The caller.</summary>
    public IdentityOperations Identity { get; }

    /// <summary>The logs of executions.</summary>
    public LogOperations Logs { get; }

    /// <summary>Organizations.</summary>
    public OrganizationOperations Organizations { get; }

    /// <summary>The permission policies of the organization.</summary>
    public PolicyOperations Policies { get; }

    /// <summary>Reports on bulk syncs.</summary>
    public ReportOperations Reports { get; }

    /// <summary>The schedules of bulk syncs.</summary>
    public ScheduleOperations Schedules { get; }

    /// <summary>The schemas of bulk syncs.</summary>
    public SchemaOperations Schemas { get; }

    /// <summary>What executions would sync, before they are started.</summary>
    public StartCheck Starts { get; }

    /// <summary>Writes of bulk syncs that see to it that nothing else changes.</summary>
    public BulkSyncUpdates Updates { get; }

    /// <summary>What takes the service a while, and is waited for.</summary>
    public Waits Waits { get; }

    /// <summary>What the bulk syncs that have been read are called.</summary>
    public SyncNames SyncNames { get; }

    /// <summary>What the connections that have been read are called.</summary>
    public ConnectionNames ConnectionNames { get; }

    /// <summary>What the permission policies that have been read are called.</summary>
    public Names PolicyNames { get; }

    /// <summary>Where time comes from, for what waits between requests.</summary>
    public TimeProvider Clock => _transport.Clock;

    /// <summary>The same client, whose requests an observer is told of.</summary>
    /// <param name="observer">The observer.</param>
    public PolytomicClient ObservedBy(RequestObserver observer) =>
        new(_transport, _open, SyncNames, ConnectionNames, PolicyNames, _started, _silent, observer, ownsTransport: false);

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        if (_ownsTransport) _transport.Dispose();
    }
}
