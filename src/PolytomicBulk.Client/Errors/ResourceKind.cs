namespace PolytomicBulk;

/// <summary>What a request is about: of what kind the thing is that its address names.</summary>
public enum ResourceKind
{
    /// <summary>A bulk sync, or all of them.</summary>
    BulkSync,

    /// <summary>An execution of a bulk sync.</summary>
    Execution,

    /// <summary>The last execution of a bulk sync that has never run.</summary>
    LastExecution,

    /// <summary>A schema of a bulk sync.</summary>
    Schema,

    /// <summary>A schedule of a bulk sync.</summary>
    Schedule,

    /// <summary>A connection, or all of them.</summary>
    Connection,

    /// <summary>A schema of a connection.</summary>
    ConnectionSchema,

    /// <summary>The service's copy of a connection's schemas, which is not ready yet.</summary>
    SchemaCache,

    /// <summary>The caller.</summary>
    Identity,

    /// <summary>A permission policy, or all of them.</summary>
    Policy,

    /// <summary>A type of connection.</summary>
    ConnectionType,

    /// <summary>An organization, or all of them.</summary>
    Organization,

    /// <summary>What happened in the organization.</summary>
    Event,

    /// <summary>Anything that has an id.</summary>
    Entity,

    /// <summary>Who is told of failures.</summary>
    ErrorSubscriber,
}
