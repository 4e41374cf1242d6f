namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    private Dictionary<string, Func<SandboxCall, SandboxReply>> EntityOperations => new()
    {
        ["entities_get"] = call => SandboxReply.Data(FindEntity(call["id"]) ?? throw SandboxError.NotFound("entity")),
        ["entities_getForPartner"] = _ => throw OfPartner(),
    };

    /// <summary>The object with an id, or null if the organization does not have it.</summary>
    public JsonObject? FindEntity(string id)
    {
        if (IsSame(id, Id)) return Entity(id, "organization", $"/organizations/{Id}");
        if (LookUpSync(id) is { } sync)
        {
            var entity = Entity(id, "bulk_sync", $"/bulk/syncs/{id}", Of("source_connection", sync["source_connection_id"], "connections"),
                Of("destination_connection", sync["destination_connection_id"], "connections"));
            var schemas = SchemasOf(sync).Where(IsEnabled).Select(schema => schema["id"]!.DeepClone());
            entity["context"] = new JsonObject { ["schema_ids"] = new JsonArray([.. schemas]) };
            return entity;
        }

        if (Connections.List.FirstOrDefault(connection => IsSame(connection!["id"], id)) is not null) return Entity(id, "connection", $"/connections/{id}");
        if (_state.Policies.Any(policy => IsSame(policy!["id"], id))) return Entity(id, "policy", $"/permissions/policies/{id}");
        foreach (var owner in _state.Syncs)
        {
            var path = $"/bulk/syncs/{owner["id"]}";
            if (SchedulesOf(owner).Exists(schedule => IsSame(schedule["id"], id)))
                return Entity(id, "bulk_sync_schedule", $"{path}/schedules/{id}", Of("bulk_sync", owner["id"], "bulk/syncs"));
            if (ExecutionsOf(owner).Exists(execution => IsSame(execution.Id.ToString(), id)))
                return Entity(id, "bulk_sync_execution", $"{path}/executions/{id}", Of("bulk_sync", owner["id"], "bulk/syncs"));
        }

        return null;
    }

    private JsonObject Entity(string id, string type, string path, params KeyValuePair<string, JsonNode?>[] relationships) => new()
    {
        ["id"] = id.ToLowerInvariant(),
        ["type"] = type,
        ["organization_id"] = Id,
        ["canonical_path"] = path,
        ["context"] = new JsonObject(),
        ["relationships"] = new JsonObject(relationships.Append(Of("organization", Id, "organizations"))),
    };

    private static KeyValuePair<string, JsonNode?> Of(string name, JsonNode? id, string path) =>
        new(name, new JsonObject { ["id"] = (string)id!, ["path"] = $"/{path}/{id}" });
}
