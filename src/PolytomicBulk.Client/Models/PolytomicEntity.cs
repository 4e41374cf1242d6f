using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>What an id belongs to.</summary>
public sealed class PolytomicEntity : ApiObject
{
    /// <summary>What has the id, such as <c>bulk_sync</c>.</summary>
    public string? Type { get; set; }

    /// <summary>Its name, where it has one.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Name))]
    public string? Name { get; set; }

    /// <summary>What it belongs to, in words.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(BelongsTo))]
    public string? BelongsTo { get; set; }

    /// <summary>The command that gets it. The object can be piped into that command.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Command))]
    public string? Command { get; set; }

    /// <summary>The name of the organization that it is in, where a partner's session has read it.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(OrganizationName))]
    public string? OrganizationName { get; set; }

    /// <summary>Where the service has it.</summary>
    public string? CanonicalPath { get; set; }

    /// <summary>What else the service says of it, such as the schemas that it is about.</summary>
    public JsonMap? Context { get; set; }

    /// <summary>What it is related to: the id and the path of each, by what it is.</summary>
    public JsonMap? Relationships { get; set; }

    /// <summary>
    /// What has the id, as far as the module has a command for it: BulkSync, Execution, Schedule, Schema, Connection, Policy, Organization or Other.
    /// </summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(Kind))]
    public string Kind => What.ToString();

    internal EntityKind What => EntityKinds.Of(Type);

    /// <summary>The id.</summary>
    public Guid? Id { get; set; }

    /// <summary>The id under a name of its own, so that a row of it is not taken for a bulk sync.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(EntityId))]
    public Guid? EntityId => Id;

    /// <summary>The bulk sync that it is or belongs to.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(SyncId))]
    public Guid? SyncId => IdOf(EntityKind.BulkSync);

    /// <summary>The execution that it is.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ExecutionId))]
    public Guid? ExecutionId => IdOf(EntityKind.Execution);

    /// <summary>The schedule that it is.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ScheduleId))]
    public Guid? ScheduleId => IdOf(EntityKind.Schedule);

    /// <summary>The connection that it is or belongs to.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionId))]
    public Guid? ConnectionId => IdOf(EntityKind.Connection);

    /// <summary>The permission policy that it is.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(PolicyId))]
    public Guid? PolicyId => IdOf(EntityKind.Policy);

    /// <summary>The organization that it is in.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>The type and the name or id.</summary>
    public override string ToString() => string.Join(" ", new[] { Type, Name ?? Id?.ToString() }.Where(word => !string.IsNullOrEmpty(word)));

    private Guid? IdOf(EntityKind kind)
    {
        if (What == kind) return Id;
        // An execution has a bulk sync; a bulk sync has connections, and is none.
        if (kind is EntityKind.Execution or EntityKind.Schedule or EntityKind.Policy) return null;
        if (kind == EntityKind.Connection && What != EntityKind.Schema) return null;
        foreach (var (name, related) in Relationships ?? Enumerable.Empty<KeyValuePair<string, object?>>())
        {
            if (EntityKinds.Of(name) == kind && related is JsonMap map && Guid.TryParse(map["id"] as string, out var id)) return id;
        }

        return null;
    }
}
