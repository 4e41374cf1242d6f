namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    /// <summary>Created on first use, because most sessions do not need connections.</summary>
    private SandboxConnections Connections => field ??= new SandboxConnections(_clock, _ids, _tables, _isStaging ? Id : null);

    private Dictionary<string, Func<SandboxCall, SandboxReply>> ConnectionOperations => new()
    {
        ["connections_getTypes"] = _ => SandboxReply.Data(Connections.Types),
        ["connections_list"] = _ => SandboxReply.Data(Connections.List),
        ["connections_get"] = call => SandboxReply.Data(Connections.Find(call["id"])),
        ["connections_create"] = CreateConnection,
        ["connections_update"] = UpdateConnection,
        ["connections_delete"] = DeleteConnection,
        ["connections_test"] = call =>
        {
            Connections.Test(call.Body);
            return SandboxReply.Nothing;
        },
        ["connections_getTypeSchema"] = call => new(200, Connections.FindType(call["id"])["configurationForm"]!["jsonschema"]!.DeepClone().AsObject()),
        ["connections_getTypeParameterValues"] = call => SandboxReply.Data(Connections.ValuesOfType(call["type"], call.Body)),
        ["connections_getParameterValues"] = call => SandboxReply.Data(Connections.ValuesOf(call["id"])),
        ["connections_listShared"] = call => Shared(call["id"]),
        ["connections_listSharedForPartner"] = _ => throw OfPartner(),
        ["connections_createShared"] = _ => throw OfPartner(),
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
        return Answer(connection, Connections.SignInOf(connection));
    }

    private SandboxReply UpdateConnection(SandboxCall call)
    {
        var connection = Connections.Find(call["id"]);
        Connections.Update(connection, call.Body);
        Sign(connection, "updated");
        return Answer(connection, IsTrue(call.Body["reconnect"]) ? Connections.SignInOf(connection) : null);
    }

    private static SandboxReply Answer(JsonObject connection, string? signIn)
    {
        var answer = Clone(connection);
        foreach (var property in new[] { "api_calls_last_24_hours", "parent_connection_id", "created_at", "created_by", "updated_at", "updated_by" })
            answer.Remove(property);
        if (signIn is not null) answer["auth_url"] = signIn;
        return SandboxReply.Data(answer);
    }

    /// <summary>Deletes a connection. With force, also deletes the bulk syncs that use it, as the service does.</summary>
    private SandboxReply DeleteConnection(SandboxCall call)
    {
        var connection = Connections.Find(call["id"]);
        var users = _state.Syncs.FindAll(sync =>
            IsSame(sync["source_connection_id"], connection["id"]) || IsSame(sync["destination_connection_id"], connection["id"]));
        if (users.Count > 0 && !call.IsSet("force")) throw new SandboxError(422, "unprocessable", $"the connection is used by {users.Count} syncs");
        foreach (var sync in users) Remove(sync);
        Connections.Delete(connection);
        return SandboxReply.Nothing;
    }

    /// <summary>The connections in all organizations that share a connection.</summary>
    public SandboxReply Shared(string id)
    {
        var parent = Connections.Find(id);
        var children = _all().SelectMany(organization => organization.Connections.List)
            .Where(connection => IsSame(connection!["parent_connection_id"], parent["id"])).Select(connection => connection!.DeepClone()).ToArray();
        return SandboxReply.Data(children.Length == 0 ? null : new JsonArray(children));
    }

    /// <summary>Creates a connection that shares a connection of another organization.</summary>
    public SandboxReply Share(SandboxOrganization parent, string connectionId, string? name)
    {
        var connection = Connections.Share(parent.Connections, parent.Connections.Find(connectionId), name, Id);
        Sign(connection, "created");
        Sign(connection, "updated");
        return SandboxReply.Data(new JsonObject { ["id"] = (string)connection["id"]! });
    }

    private static SandboxError OfPartner() => new(403, "forbidden", "a partner key alone reaches this");
}
