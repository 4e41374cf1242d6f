using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PolytomicBulk.Json;

/// <summary>The JSON of every type on the wire, read and written without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LocalTimeConverter), typeof(ReadableJsonConverter), typeof(ExactObjectConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ApiErrorBody))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Envelope<BulkDestination>))]
[JsonSerializable(typeof(Envelope<BulkSource>))]
[JsonSerializable(typeof(Envelope<BulkSync>))]
[JsonSerializable(typeof(Envelope<BulkSyncExecution>))]
[JsonSerializable(typeof(Envelope<BulkSyncSchedule>))]
[JsonSerializable(typeof(Envelope<BulkSyncSchema>))]
[JsonSerializable(typeof(Envelope<BulkSyncStatus>))]
[JsonSerializable(typeof(Envelope<Connection>))]
[JsonSerializable(typeof(Envelope<ConnectionSchema>))]
[JsonSerializable(typeof(Envelope<ConnectionSchemaStatus>))]
[JsonSerializable(typeof(ConnectionTypeSchema))]
[JsonSerializable(typeof(ErrorSubscriberList))]
[JsonSerializable(typeof(Envelope<Identity>))]
[JsonSerializable(typeof(Envelope<JsonElement>))]
[JsonSerializable(typeof(Envelope<JsonObject>))]
[JsonSerializable(typeof(Envelope<JsonMap>))]
[JsonSerializable(typeof(Envelope<PolytomicEntity>))]
[JsonSerializable(typeof(Envelope<PolytomicOrganization>))]
[JsonSerializable(typeof(Envelope<PolytomicPolicy>))]
[JsonSerializable(typeof(Envelope<SchemaField>))]
[JsonSerializable(typeof(Envelope<Job>))]
[JsonSerializable(typeof(Envelope<LogFileList>))]
[JsonSerializable(typeof(Envelope<LogPage>))]
[JsonSerializable(typeof(LogExportEnvelope))]
[JsonSerializable(typeof(PageEnvelope<BulkSync>))]
[JsonSerializable(typeof(PageEnvelope<BulkSyncExecution>))]
[JsonSerializable(typeof(PageEnvelope<BulkSyncExecutionStatus>))]
[JsonSerializable(typeof(PageEnvelope<BulkSyncSchedule>))]
[JsonSerializable(typeof(PageEnvelope<BulkSyncSchema>))]
[JsonSerializable(typeof(PageEnvelope<Connection>))]
[JsonSerializable(typeof(PageEnvelope<ConnectionType>))]
[JsonSerializable(typeof(PageEnvelope<JsonMap>))]
[JsonSerializable(typeof(PageEnvelope<PolytomicEvent>))]
[JsonSerializable(typeof(PageEnvelope<PolytomicOrganization>))]
[JsonSerializable(typeof(PageEnvelope<PolytomicPolicy>))]
[JsonSerializable(typeof(PageEnvelope<string>))]
internal sealed partial class ApiJson : JsonSerializerContext;
