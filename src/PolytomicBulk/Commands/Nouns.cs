namespace PolytomicBulk.Commands;

internal static class Nouns
{
    public const string Polytomic = "Polytomic";
    public const string BulkDestination = "PolytomicBulkDestination";
    public const string BulkSource = "PolytomicBulkSource";
    public const string BulkSync = "PolytomicBulkSync";
    public const string BulkSyncExecution = "PolytomicBulkSyncExecution";
    public const string BulkSyncLog = "PolytomicBulkSyncLog";
    public const string BulkSyncSchedule = "PolytomicBulkSyncSchedule";
    public const string BulkSyncSchema = "PolytomicBulkSyncSchema";
    public const string BulkSyncStatus = "PolytomicBulkSyncStatus";
    public const string Connection = "PolytomicConnection";
    public const string ConnectionRecord = "PolytomicConnectionRecord";
    public const string ConnectionSchema = "PolytomicConnectionSchema";
    public const string ConnectionType = "PolytomicConnectionType";
    public const string Identity = "PolytomicIdentity";
    public const string PrimaryKey = "PolytomicPrimaryKey";
    public const string SchemaField = "PolytomicSchemaField";
    public const string Session = "PolytomicSession";
}
