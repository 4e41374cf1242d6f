namespace PolytomicBulk;

/// <summary>An event of the organization, such as the end of an execution.</summary>
public sealed class PolytomicEvent : ApiObject
{
    /// <summary>When it happened, in local time.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(CreatedAt))]
    public DateTime? CreatedAt => ExactTime.Parse(CreatedAtText)?.ToLocalTime();

    /// <summary>The type of event, such as <c>bulk_sync.failed</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The name of the bulk sync at that time.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncName))]
    public string? SyncName => TextIn("sync_name");

    /// <summary>Why the execution failed.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Error))]
    public string? Error => TextIn("error");

    /// <summary>What started the execution, such as a schedule or a person.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(TriggerSource))]
    public string? TriggerSource => TextIn("trigger_source");

    /// <summary>All properties of the event. They depend on its type.</summary>
    public JsonMap? Event { get; set; }

    /// <summary>The id of the event.</summary>
    public Guid? Id { get; set; }

    /// <summary>The id of the event, under a name that no other object uses, so that a row is not mistaken for a bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(EventId))]
    public Guid? EventId => Id;

    /// <summary>The id of the bulk sync, or of another kind of sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncId))]
    public Guid? SyncId => IdIn("sync_id");

    /// <summary>The id of the execution.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ExecutionId))]
    public Guid? ExecutionId => IdIn("execution_id");

    /// <summary>The id of the source connection.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SourceConnectionId))]
    public Guid? SourceConnectionId => IdIn("source_connection_id");

    /// <summary>The id of the destination connection.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(DestinationConnectionId))]
    public Guid? DestinationConnectionId => IdIn("destination_connection_id");

    /// <summary>The id of the organization in which it happened.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>The time to the nanosecond, as the service wrote it. The next page begins there.</summary>
    [JsonInclude, JsonPropertyName("created_at")]
    internal string? CreatedAtText { get; set; }

    /// <summary>The type and the bulk sync.</summary>
    public override string ToString() => string.Join(" ", new[] { Type, SyncName ?? SyncId?.ToString() }.Where(word => !string.IsNullOrEmpty(word)));

    private string? TextIn(string name) => Event?[name] as string is { Length: > 0 } text ? text : null;

    private Guid? IdIn(string name) => Guid.TryParse(TextIn(name), out var id) ? id : null;
}
