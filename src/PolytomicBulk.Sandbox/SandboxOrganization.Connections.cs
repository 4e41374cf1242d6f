using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    /// <summary>Read when the first request needs them, since most sessions are about syncs.</summary>
    private SandboxConnections Connections => field ??= new SandboxConnections(_clock, _ids, _tables, _isStaging ? Id : null);

    private Dictionary<string, Func<SandboxCall, SandboxReply>> ConnectionOperations => new()
    {
        ["connections_getTypes"] = _ => SandboxReply.Data(Connections.Types),
        ["connections_list"] = _ => SandboxReply.Data(Connections.List),
        ["connections_get"] = call => SandboxReply.Data(Connections.Find(call["id"])),
        ["connections_create"] = CreateConnection,
        ["bulkSync_getSource"] = call => SandboxReply.Data(Connections.Source(call["id"], call.Parameter("include_fields") != "false")),
        ["bulkSync_getDestination"] = call => SandboxReply.Data(Connections.Destination(call["id"])),
        ["connectionSchemas_refresh"] = call =>
        {
            Connections.Refresh(call["id"]);
            return SandboxReply.Accepted with { Location = $"/api/connections/{call["id"]}/schemas/status" };
        },
        ["connectionSchemas_getStatus"] = call => SandboxReply.Data(Connections.Status(call["id"])),
        ["connectionSchemas_get"] = call => SandboxReply.Data(Connections.Schema(call["id"], call["schema_id"])),
        ["connectionSchemas_getRecords"] = call => SandboxReply.Data(Connections.Records(call["id"], call["schema_id"])),
        ["connectionSchemas_setPrimaryKeys"] = call =>
        {
            Connections.SetPrimaryKey(call["connection_id"], call["schema_id"], call.Body);
            return SandboxReply.Accepted;
        },
        ["connectionSchemas_resetPrimaryKeys"] = call =>
        {
            Connections.ResetPrimaryKey(call["connection_id"], call["schema_id"]);
            return SandboxReply.Accepted;
        },
        ["connectionSchemas_upsertField"] = call =>
        {
            Connections.UpsertFields(call["connection_id"], call["schema_id"], call.Body);
            return SandboxReply.Accepted;
        },
        ["connectionSchemas_patchField"] = call =>
            SandboxReply.Data(Connections.PatchField(call["connection_id"], call["schema_id"], call["field_id"], call.Body)),
        ["connectionSchemas_deleteField"] = call =>
        {
            Connections.DeleteField(call["connection_id"], call["schema_id"], call["field_id"]);
            return SandboxReply.Accepted;
        },
    };

    private SandboxReply CreateConnection(SandboxCall call)
    {
        if (call.Body["organization_id"] is { } organization && !IsSame(organization, Id))
            throw new SandboxError(403, "forbidden", "organization_id is another organization than the key's");
        var connection = Connections.Create(call.Body, Id);
        Sign(connection, "created");
        Sign(connection, "updated");
        var answer = Clone(connection);
        foreach (var property in new[] { "api_calls_last_24_hours", "created_at", "created_by", "updated_at", "updated_by" }) answer.Remove(property);
        return SandboxReply.Data(answer);
    }
}
