using System.Runtime.CompilerServices;
using PolytomicBulk;

// PowerShell looks for a type literal, such as [PolytomicBulk.BulkSync], only in the default load context,
// where this assembly is; the types themselves are in the module's own.
[assembly: TypeForwardedTo(typeof(Actor))]
[assembly: TypeForwardedTo(typeof(BulkDestination))]
[assembly: TypeForwardedTo(typeof(BulkDestinationMode))]
[assembly: TypeForwardedTo(typeof(BulkSource))]
[assembly: TypeForwardedTo(typeof(BulkSourceCapabilities))]
[assembly: TypeForwardedTo(typeof(BulkSync))]
[assembly: TypeForwardedTo(typeof(BulkSyncLogEntry))]
[assembly: TypeForwardedTo(typeof(Connection))]
[assembly: TypeForwardedTo(typeof(ConnectionForm))]
[assembly: TypeForwardedTo(typeof(ConnectionSchema))]
[assembly: TypeForwardedTo(typeof(ConnectionSchemaStatus))]
[assembly: TypeForwardedTo(typeof(ConnectionType))]
[assembly: TypeForwardedTo(typeof(ConnectionTypeCapabilities))]
[assembly: TypeForwardedTo(typeof(ConnectionTypeSummary))]
[assembly: TypeForwardedTo(typeof(Identity))]
[assembly: TypeForwardedTo(typeof(JsonMap))]
[assembly: TypeForwardedTo(typeof(OAuthPrompt))]
[assembly: TypeForwardedTo(typeof(PickValue))]
[assembly: TypeForwardedTo(typeof(PolytomicApiException))]
[assembly: TypeForwardedTo(typeof(PolytomicFailure))]
[assembly: TypeForwardedTo(typeof(ScheduleSettings))]
[assembly: TypeForwardedTo(typeof(SchemaAssociation))]
[assembly: TypeForwardedTo(typeof(SchemaField))]
