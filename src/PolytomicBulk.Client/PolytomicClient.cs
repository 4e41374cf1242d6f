using System.Net;
using System.Security;

namespace PolytomicBulk;

/// <summary>The typed client of the Polytomic bulk sync API.</summary>
public sealed class PolytomicClient : IDisposable
{
    private readonly ApiTransport _transport;
    private readonly ApiRequestor _api;
    private readonly OpenUpdates _open;
    private readonly StartedExecutions _started;
    private readonly SilentWrites _silent;
    private readonly bool _ownsTransport;

    /// <summary>Creates a client with its own connection pool.</summary>
    /// <param name="options">The address of the service, and other options.</param>
    /// <param name="credential">The credential. Null if the service needs no key.</param>
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
        var api = _api = new ApiRequestor(transport, observer);
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
        Checks = new(Connections);
        Updates = new(BulkSyncs, Schemas, Schedules, open, new(ConnectionSchemas, transport.Clock, observer), Checks, transport.Clock, observer);
        Starts = new(BulkSyncs, Schemas, Connections);
        Waits = new(transport.Clock, BulkSyncs, Executions, ConnectionSchemas, Logs, started, observer);
        Configurations = new(BulkSyncs, Connections, Updates, Checks, Policies, transport.Width);
        Reports = new(Executions, Schemas, Identity, Configurations, transport.Clock);
    }

    /// <summary>Operations on bulk syncs.</summary>
    public BulkSyncOperations BulkSyncs { get; }

    /// <summary>Checks whether settings fit the connections.</summary>
    public SettingsCheck Checks { get; }

    /// <summary>Operations on bulk syncs as configurations.</summary>
    public ConfigurationOperations Configurations { get; }

    /// <summary>Operations on connections.</summary>
    public ConnectionOperations Connections { get; }

    /// <summary>Operations on the schemas of connections.</summary>
    public ConnectionSchemaOperations ConnectionSchemas { get; }

    /// <summary>Finds what ids belong to.</summary>
    public EntityOperations Entities { get; }

    /// <summary>Operations on the email addresses that are notified when a bulk sync fails.</summary>
    public ErrorSubscriberOperations ErrorSubscribers { get; }

    /// <summary>Operations on the events of the organization.</summary>
    public EventOperations Events { get; }

    /// <summary>Operations on executions of bulk syncs.</summary>
    public ExecutionOperations Executions { get; }

    /// <summary>Operations on the user of the API key.</summary>
    public IdentityOperations Identity { get; }

    /// <summary>Operations on the logs of executions.</summary>
    public LogOperations Logs { get; }

    /// <summary>Operations on organizations.</summary>
    public OrganizationOperations Organizations { get; }

    /// <summary>Operations on permission policies.</summary>
    public PolicyOperations Policies { get; }

    /// <summary>Reports on bulk syncs.</summary>
    public ReportOperations Reports { get; }

    /// <summary>Operations on schedules of bulk syncs.</summary>
    public ScheduleOperations Schedules { get; }

    /// <summary>Operations on schemas of bulk syncs.</summary>
    public SchemaOperations Schemas { get; }

    /// <summary>Checks what executions would sync.</summary>
    public StartCheck Starts { get; }

    /// <summary>Updates bulk syncs so that nothing else changes.</summary>
    public BulkSyncUpdates Updates { get; }

    /// <summary>Waits for operations of the service that take a while.</summary>
    public Waits Waits { get; }

    /// <summary>The names of bulk syncs that were read.</summary>
    public SyncNames SyncNames { get; }

    /// <summary>The names of connections that were read.</summary>
    public ConnectionNames ConnectionNames { get; }

    /// <summary>The names of permission policies that were read.</summary>
    public Names PolicyNames { get; }

    /// <summary>The clock for delays between requests.</summary>
    public TimeProvider Clock => _transport.Clock;

    /// <summary>The same client with an observer of its requests.</summary>
    /// <param name="observer">The observer.</param>
    public PolytomicClient ObservedBy(RequestObserver observer) =>
        new(_transport, _open, SyncNames, ConnectionNames, PolicyNames, _started, _silent, observer, ownsTransport: false);

    /// <summary>Treats a value in the settings of bulk syncs as a secret, whatever the name of the setting is. Messages do not show it.</summary>
    /// <param name="secret">The value.</param>
    public void Hide(SecureString secret) => _api.Hide(new NetworkCredential("", secret).Password);

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        if (_ownsTransport) _transport.Dispose();
    }
}
