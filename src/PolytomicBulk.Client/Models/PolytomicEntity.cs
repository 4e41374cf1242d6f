namespace PolytomicBulk;

/// <summary>The object that an id belongs to.</summary>
public sealed class PolytomicEntity : ApiObject
{
    /// <summary>The type of the object, such as <c>bulk_sync</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The name of the object, if it has one.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Name))]
    public string? Name { get; set; }

    /// <summary>The parent of the object, in words.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(BelongsTo))]
    public string? BelongsTo { get; set; }

    /// <summary>The command that gets the object. You can pipe this output to it.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Command))]
    public string? Command { get; set; }

    /// <summary>The name of its organization, if a partner session has read it.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(OrganizationName))]
    public string? OrganizationName { get; set; }

    /// <summary>The path of the object in the service.</summary>
    public string? CanonicalPath { get; set; }

    /// <summary>Further details of the service, such as the schemas.</summary>
    public JsonMap? Context { get; set; }

    /// <summary>Related objects: the id and the path of each, by type.</summary>
    public JsonMap? Relationships { get; set; }

    /// <summary>
    /// The kind of object: BulkSync, Execution, Schedule, Schema, Connection, Policy or Organization. Other if the module has no command for it.
    /// </summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Kind))]
    public string Kind => What.ToString();

    internal EntityKind What => EntityKinds.Of(Type);

    /// <summary>The id.</summary>
    public Guid? Id { get; set; }

    /// <summary>The id, under a name that no other object uses, so that a row is not mistaken for a bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(EntityId))]
    public Guid? EntityId => Id;

    /// <summary>The id of the bulk sync that the object is or belongs to.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncId))]
    public Guid? SyncId => IdOf(EntityKind.BulkSync);

    /// <summary>The id of the execution that the object is.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ExecutionId))]
    public Guid? ExecutionId => IdOf(EntityKind.Execution);

    /// <summary>The id of the schedule that the object is.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ScheduleId))]
    public Guid? ScheduleId => IdOf(EntityKind.Schedule);

    /// <summary>The id of the connection that the object is or belongs to.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionId))]
    public Guid? ConnectionId => IdOf(EntityKind.Connection);

    /// <summary>The id of the permission policy that the object is.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(PolicyId))]
    public Guid? PolicyId => IdOf(EntityKind.Policy);

    /// <summary>The id of the organization of the object.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>The type and the name or id.</summary>
    public override string ToString() => string.Join(" ", new[] { Type, Name ?? Id?.ToString() }.Where(word => !string.IsNullOrEmpty(word)));

    private Guid? IdOf(EntityKind kind)
    {
        if (What == kind) return Id;
        // For example, an execution belongs to a bulk sync, but a bulk sync does not belong to its connections.
        if (kind is EntityKind.Execution or EntityKind.Schedule or EntityKind.Policy) return null;
        if (kind == EntityKind.Connection && What != EntityKind.Schema) return null;
        foreach (var (name, related) in Relationships ?? Enumerable.Empty<KeyValuePair<string, object?>>())
        {
            if (EntityKinds.Of(name) == kind && related is JsonMap map && Guid.TryParse(map["id"] as string, out var id)) return id;
        }

        return null;
    }
}
