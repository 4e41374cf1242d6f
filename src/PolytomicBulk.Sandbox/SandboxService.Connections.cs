namespace PolytomicBulk.Sandbox;

public sealed partial class SandboxService
{
    /// <summary>Read when the first request needs them, since most sessions are about syncs.</summary>
    private SandboxConnections Connections => field ??= new SandboxConnections(_clock);

    private IEnumerable<Route> ConnectionRoutes() =>
    [
        new("GET", "api/connection_types", (_, _) => SandboxAnswer.Data(Connections.Types)),
        new("GET", "api/connections", (_, _) => SandboxAnswer.Data(Connections.Connections)),
        new("GET", "api/connections/{id}", (_, path) => SandboxAnswer.Data(Connections.Find(path["id"]))),
        new("GET", "api/connections/{id}/bulksync/source", (request, path) => SandboxAnswer.Data(Connections.Source(path["id"], request.Parameter("include_fields") != "false"))),
        new("GET", "api/connections/{id}/bulksync/target", (_, path) => SandboxAnswer.Data(Connections.Destination(path["id"]))),
        new("POST", "api/connections/{id}/schemas/refresh", (_, path) =>
        {
            Connections.Refresh(path["id"]);
            return Accepted with { Location = $"/api/connections/{path["id"]}/schemas/status" };
        }),
        new("GET", "api/connections/{id}/schemas/status", (_, path) => SandboxAnswer.Data(Connections.Status(path["id"]))),
        new("GET", "api/connections/{id}/schemas/{schema}", (_, path) => SandboxAnswer.Data(Connections.Schema(path["id"], path["schema"]))),
        new("GET", "api/connections/{id}/schemas/{schema}/records", (_, path) => SandboxAnswer.Data(Connections.Records(path["id"], path["schema"]))),
        new("PUT", "api/connections/{id}/schemas/{schema}/primary_keys", (request, path) =>
        {
            Connections.SetPrimaryKey(path["id"], path["schema"], request.ReadBody());
            return Accepted;
        }),
        new("DELETE", "api/connections/{id}/schemas/{schema}/primary_keys", (_, path) =>
        {
            Connections.ResetPrimaryKey(path["id"], path["schema"]);
            return Accepted;
        }),
        new("POST", "api/connections/{id}/schemas/{schema}/fields", (request, path) =>
        {
            Connections.UpsertFields(path["id"], path["schema"], request.ReadBody());
            return Accepted;
        }),
        new("PATCH", "api/connections/{id}/schemas/{schema}/fields/{field}", (request, path) =>
            SandboxAnswer.Data(Connections.PatchField(path["id"], path["schema"], path["field"], request.ReadBody()))),
        new("DELETE", "api/connections/{id}/schemas/{schema}/fields/{field}", (_, path) =>
        {
            Connections.DeleteField(path["id"], path["schema"], path["field"]);
            return Accepted;
        }),
    ];
}
