namespace PolytomicBulk;

/// <summary>The kind of resource that a request is about.</summary>
public enum ResourceKind
{
    /// <summary>A bulk sync, or all of them.</summary>
    BulkSync,

    /// <summary>An execution of a bulk sync.</summary>
    Execution,

    /// <summary>The last execution of a bulk sync that never ran.</summary>
    LastExecution,

    /// <summary>A schema of a bulk sync.</summary>
    Schema,

    /// <summary>A schedule of a bulk sync.</summary>
    Schedule,

    /// <summary>A connection, or all of them.</summary>
    Connection,

    /// <summary>A schema of a connection.</summary>
    ConnectionSchema,

    /// <summary>The cached schemas of a connection that is not ready yet.</summary>
    SchemaCache,

    /// <summary>The user of the API key.</summary>
    Identity,

    /// <summary>A permission policy, or all of them.</summary>
    Policy,

    /// <summary>A type of connection.</summary>
    ConnectionType,

    /// <summary>An organization, or all of them.</summary>
    Organization,

    /// <summary>The events of the organization.</summary>
    Event,

    /// <summary>Anything that has an id.</summary>
    Entity,

    /// <summary>The email addresses that are notified of failures.</summary>
    ErrorSubscriber,
}
