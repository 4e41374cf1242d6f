using System.Security;
using System.Text.Json.Nodes;
using PolytomicBulk.Editing;
using PolytomicBulk;
using PolytomicBulk.Operations;

namespace Client.Tests.Support;

/// <summary>A call of the client that uses an operation of the API, with the expected request and result.</summary>
internal sealed record ApiCall(string Id, Func<PolytomicClient, ApiTarget, Task<IReadOnlyList<object>>> RunAsync)
{
    private static readonly Func<JsonNode, IEnumerable<JsonNode?>> Nothing = _ => [];

    /// <summary>An answer without an envelope.</summary>
    private static readonly Func<JsonNode, IEnumerable<JsonNode?>> Whole = answer => [answer];

    private static readonly Func<JsonNode, IEnumerable<JsonNode?>> Entries = answer => answer["data"]!["entries"]?.AsArray() ?? [];

    /// <summary>The query of its request.</summary>
    public Func<ApiTarget, string> Query { get; init; } = _ => "";

    /// <summary>The body of its request, if it does not depend on an answer.</summary>
    public Func<ApiTarget, JsonObject>? Body { get; init; }

    /// <summary>The parts of an answer that the call must return.</summary>
    public Func<JsonNode, IEnumerable<JsonNode?>> Items { get; init; } = answer => answer["data"] is JsonArray list ? list.AsEnumerable() : [answer["data"]];

    /// <summary>Whether it needs a partner key without an organization.</summary>
    public bool IsOfPartner { get; init; }

    /// <summary>Changes an answer so that the client uses this operation.</summary>
    public Action<string, JsonNode> Adjust { get; init; } = (_, _) => { };

    public static IReadOnlyList<ApiCall> All { get; } =
    [
        new("identity_get", (client, _) => One(client.Identity.GetAsync())),

        new("bulkSync_list", (client, _) => Each(client.BulkSyncs.ListAsync())) { Query = _ => "limit=50" },
        new("bulkSync_create", (client, target) => One(client.BulkSyncs.CreateAsync("Orders", NewSync(target)))) { Body = NewSync },
        new("bulkSync_get", (client, target) => One(client.BulkSyncs.GetAsync(target.Sync, refreshSchemas: true))) { Query = _ => "refresh_schemas=true" },
        new("bulkSync_update", async (client, target) =>
        {
            var edit = await client.BulkSyncs.EditAsync(target.Sync);
            edit.Apply(new JsonObject { ["concurrency_limit"] = 3 });
            return [await client.BulkSyncs.ReplaceAsync(edit)];
        }),
        new("bulkSync_delete", (client, target) => None(client.BulkSyncs.DeleteAsync(target.Sync))) { Items = Nothing },
        new("bulkSync_activate", (client, target) => None(client.BulkSyncs.ActivateAsync(target.Sync, active: false))) { Body = _ => new() { ["active"] = false }, Items = Nothing },
        new("bulkSync_start", (client, target) => One(client.BulkSyncs.StartAsync(target.Sync, resyncMode: "resync", fetchMode: "full", schemas: [target.Schema])))
        {
            Body = target => new() { ["resync_mode"] = "resync", ["fetch_mode"] = "full", ["schemas"] = new JsonArray(target.Schema) },
            // An execution without an id is searched for.
            Adjust = (operation, answer) =>
            {
                if (operation == "bulkSync_start") answer["data"]!["id"] ??= "22222222-0000-4000-8000-000000000002";
            },
        },
        new("bulkSync_cancel", (client, target) => None(client.BulkSyncs.CancelAsync(target.Sync))) { Items = Nothing },
        new("bulkSync_getStatus", (client, target) => One(client.BulkSyncs.GetStatusAsync(target.Sync))),
        new("bulkSync_getSource", (client, target) => One(client.Connections.GetSourceAsync(target.Connection, includeFields: false))) { Query = _ => "include_fields=false" },
        new("bulkSync_getDestination", (client, target) => One(client.Connections.GetDestinationAsync(target.Connection))),

        new("executions_list", (client, target) => Each(client.Executions.ListAsync(target.Sync, completed: true, ascending: true, first: 70))) { Query = _ => "only_terminal=true&ascending=true&limit=70" },
        new("executions_listStatus", (client, target) => List(client.Executions.ListStatusAsync([target.Sync]))) { Query = target => $"sync_id={target.Sync}" },
        new("executions_get", (client, target) => One(client.Executions.GetAsync(target.Sync, target.Execution))),
        new("executions_cancel", (client, target) => None(client.Executions.CancelAsync(target.Sync, target.Execution))) { Items = Nothing },
        new("executions_getConsoleLogs", (client, target) => Each(client.Waits.ReadLogAsync(target.Sync, target.Execution))) { Query = _ => "limit=50", Items = Entries },
        new("executions_getSchemaConsoleLogs", (client, target) => Each(client.Waits.ReadLogAsync(target.Sync, target.Execution, target.Schema))) { Query = _ => "limit=50", Items = Entries },
        new("executions_getLogs", (client, target) => List(client.Logs.ListFilesAsync(target.Sync, target.Execution))) { Items = answer => answer["data"]!["URLs"]?.AsArray() ?? [] },
        new("executions_exportLogs", (client, target) => One(client.Waits.ExportLogsAsync(target.Sync, target.Execution)))
        {
            Items = answer => [answer["data"]!["url"]],
            Adjust = (_, answer) => answer["data"]!["url"] ??= "https://storage.example/files/all.zip",
        },
        new("jobs_get", (client, target) => One(client.Waits.ExportLogsAsync(target.Sync, target.Execution)))
        {
            Items = answer => [answer["data"]!["result"]!["url"]],
            Adjust = (operation, answer) =>
            {
                if (operation == "jobs_get") (answer["data"]!["status"], answer["data"]!["result"]) = ("done", new JsonObject { ["url"] = "https://storage.example/files/all.zip" });
                else (answer["data"], answer["job"]) = (null, new JsonObject { ["job_id"] = "55555555-0000-4000-8000-000000000005", ["status"] = answer["job"]?["status"]?.DeepClone() });
            },
        },

        new("bulkSchemas_list", (client, target) => Each(client.Schemas.ListAsync(target.Sync))),
        new("bulkSchemas_get", (client, target) => One(client.Schemas.GetAsync(target.Sync, target.Schema))),
        new("bulkSchemas_patch", async (client, target) => await None(client.Schemas.PatchAsync(target.Sync, 1, target.Schema, [(await SwitchedOffAsync(client, target)).Whole], default))) { Items = Nothing },
        new("bulkSchemas_update", async (client, target) => await None(client.Schemas.ReplaceAsync(await SwitchedOffAsync(client, target), default))) { Items = Nothing },
        new("bulkSchemas_cancel", (client, target) => None(client.Schemas.CancelAsync(target.Sync, target.Schema))) { Items = Nothing },

        new("schedules_list", (client, target) => List(client.Schedules.ListAsync(target.Sync))),
        new("schedules_create", (client, target) => One(client.Schedules.CreateAsync(target.Sync, Weekly))) { Body = _ => WeeklyBody() },
        new("schedules_get", (client, target) => One(client.Schedules.GetAsync(target.Sync, target.Schedule))),
        new("schedules_update", async (client, target) =>
        {
            var edit = await client.Schedules.EditAsync(target.Sync, target.Schedule, Weekly);
            return await One(Task.FromResult(client.Schedules.Preview(await client.Schedules.ReplaceAsync(edit, default))));
        }),
        new("schedules_delete", (client, target) => None(client.Schedules.DeleteAsync(target.Sync, target.Schedule))) { Items = Nothing },

        new("connections_list", (client, _) => Each(client.Connections.ListAsync())),
        new("connections_get", (client, target) => One(client.Connections.GetAsync(target.Connection))),
        new("connections_getTypes", (client, _) => Each(client.Connections.ListTypesAsync())),
        new("connectionSchemas_get", (client, target) => One(client.ConnectionSchemas.GetAsync(target.Connection, target.Schema))),
        new("connectionSchemas_getStatus", (client, target) => One(client.ConnectionSchemas.GetStatusAsync(target.Connection))),
        new("connectionSchemas_refresh", (client, target) => None(client.ConnectionSchemas.RefreshAsync(target.Connection))) { Items = Nothing },
        new("connectionSchemas_getRecords", (client, target) => Each(client.ConnectionSchemas.ListRecordsAsync(target.Connection, target.Schema))),
        new("connectionSchemas_setPrimaryKeys", (client, target) => None(SetPrimaryKeyAsync(client, target))) { Items = Nothing },
        new("connectionSchemas_resetPrimaryKeys", (client, target) => None(client.ConnectionSchemas.ResetPrimaryKeyAsync(target.Connection, target.Schema))) { Items = Nothing },
        new("connectionSchemas_upsertField", async (client, target) => await None(client.ConnectionSchemas.UpsertFieldAsync(await DefineAsync(client, target), target.Schema)))
        {
            Body = target => new() { ["fields"] = new JsonArray(new JsonObject { ["field_id"] = target.Field, ["label"] = "L", ["type"] = "object", ["path"] = "a.b", ["example"] = new JsonObject { ["a"] = 1 } }) },
            Items = Nothing,
        },
        new("connectionSchemas_patchField", async (client, target) => await One(client.ConnectionSchemas.PatchFieldAsync(await DefineAsync(client, target), target.Schema)))
        {
            Body = _ => new() { ["label"] = "L", ["type"] = "object", ["path"] = "a.b", ["example"] = new JsonObject { ["a"] = 1 } },
        },
        new("connectionSchemas_deleteField", (client, target) => None(client.ConnectionSchemas.DeleteFieldAsync(target.Connection, target.Schema, target.Field))) { Items = Nothing },

        new("connections_getTypeSchema", (client, target) => One(client.Connections.GetTypeSchemaAsync(target.ConnectionType))) { Items = Whole },
        new("connections_getTypeParameterValues", async (client, target) =>
        {
            var edit = await client.Connections.BeginAsync(target.ConnectionType, "x");
            edit.Apply(new JsonObject { ["configuration"] = new JsonObject { ["port"] = 5432 } }, Secret, [], checks: false);
            return [await client.Connections.GetParameterValuesAsync(edit, "database", "o")];
        })
        {
            Body = _ => new() { ["field"] = "database", ["parameters"] = new JsonObject { ["port"] = 5432, ["password"] = "pässword" }, ["query"] = "o" },
        },
        new("connections_getParameterValues", (client, target) => One(client.Connections.GetParameterValuesAsync(target.Connection))),
        new("connections_create", async (client, target) =>
        {
            var edit = await client.Connections.BeginAsync(target.ConnectionType, "Copy");
            edit.Apply(new JsonObject { ["configuration"] = NewConfiguration, ["policies"] = new JsonArray(target.Policy.ToString()), ["healthcheck_interval"] = "1h" }, Secret, [], checks: false);
            return [await client.Connections.CreateAsync(edit, validate: false)];
        })
        {
            Body = target => new()
            {
                ["name"] = "Copy", ["type"] = target.ConnectionType, ["configuration"] = WithSecret(NewConfiguration), ["policies"] = new JsonArray(target.Policy.ToString()),
                ["healthcheck_interval"] = "1h", ["validate"] = false,
            },
        },
        new("connections_update", async (client, target) => [await client.Connections.UpdateAsync(await RenamedAsync(client, target), reconnect: true)]) { Adjust = OfSomeType },
        new("connections_test", async (client, target) => await None(client.Connections.TestAsync(await RenamedAsync(client, target)))) { Items = Nothing, Adjust = OfSomeType },
        new("connections_delete", (client, target) => None(client.Connections.DeleteAsync(target.Unused))) { Items = Nothing },
        new("connections_listShared", (client, target) => List(client.Connections.ListSharedAsync(target.Connection))),
        new("connections_listSharedForPartner", (client, target) => List(client.Connections.ListSharedForPartnerAsync(target.Organization, target.Connection))) { IsOfPartner = true },
        new("connections_createShared", (client, target) => One(client.Connections.CreateSharedAsync(target.Organization, target.Connection, target.OtherOrganization, "Shared")))
        {
            Body = target => new() { ["child_organization_id"] = target.OtherOrganization.ToString(), ["name"] = "Shared" }, IsOfPartner = true,
        },

        new("organization_getCurrent", (client, _) => One(client.Organizations.GetCurrentAsync())),
        new("organization_list", (client, _) => Each(client.Organizations.ListAsync())) { IsOfPartner = true },
        new("organization_get", (client, target) => One(client.Organizations.GetAsync(target.Organization))) { IsOfPartner = true },

        new("events_list", (client, _) => Each(client.Events.ListAsync("bulk_sync.completed", new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc))))
        {
            Query = _ => "type=bulk_sync.completed&starting_after=2024-01-02T03%3A04%3A04.999999999Z&ending_before=2030-01-01T00%3A00%3A00Z&limit=100",
        },
        new("events_getTypes", (client, _) => List(client.Events.ListTypesAsync())),

        new("entities_get", (client, target) => One(client.Entities.GetAsync(target.Sync))),
        new("entities_getForPartner", (client, target) => One(client.Entities.GetForPartnerAsync(target.Sync))) { IsOfPartner = true },

        new("notifications_getGlobalErrorSubscribers", (client, _) => One(client.ErrorSubscribers.GetAsync())) { Items = Whole },
        new("notifications_setGlobalErrorSubscribers", (client, _) => One(client.ErrorSubscribers.SetAsync(["a@b.example"])))
        {
            Items = Whole, Body = _ => new() { ["emails"] = new JsonArray("a@b.example") },
        },

        new("policies_list", (client, _) => Each(client.Policies.ListAsync())),
        new("policies_get", (client, target) => One(client.Policies.GetAsync(target.Policy))),
    ];

    /// <summary>The test runner shows this name.</summary>
    public override string ToString() => Id;

    private static JsonObject Weekly => new()
    {
        ["frequency"] = "weekly",
        ["minute"] = "5",
        ["hour"] = "4",
        ["day_of_week"] = "monday",
        ["selective_mode"] = "incrementalFields",
    };

    private static JsonObject WeeklyBody() => JsonNode.Parse("""{"schedule":{"frequency":"weekly","minute":"5","hour":"4","dayOfWeek":"monday","selectiveMode":"incrementalFields"}}""")!.AsObject();

    private static Dictionary<string, SecureString> Secret => new() { ["password"] = Api.Secure("pässword") };

    private static JsonObject NewConfiguration => new() { ["hostname"] = "h", ["database"] = "d", ["username"] = "u", ["port"] = 5432 };

    private static JsonObject WithSecret(JsonObject configuration)
    {
        configuration["password"] = "pässword";
        return configuration;
    }

    /// <summary>The settings depend on the type.</summary>
    private static void OfSomeType(string operation, JsonNode answer)
    {
        if (operation == "connections_get") answer["data"]!["type"] ??= new JsonObject { ["id"] = "some" };
    }

    private static async Task<ConnectionEdit> RenamedAsync(PolytomicClient client, ApiTarget target)
    {
        var edit = await client.Connections.EditAsync(target.Connection);
        edit.Apply(new JsonObject { ["name"] = "Renamed" }, Secret, [], checks: false);
        return edit;
    }

    private static async Task<ResourceEdit> DefineAsync(PolytomicClient client, ApiTarget target)
    {
        var settings = new JsonObject { ["label"] = "L", ["type"] = "object", ["path"] = "a.b", ["example"] = new JsonObject { ["a"] = 1 } };
        return (await client.ConnectionSchemas.EditFieldAsync(target.Connection, target.Schema, target.Field, settings, isDefinition: false)).Edit;
    }

    private static async Task SetPrimaryKeyAsync(PolytomicClient client, ApiTarget target)
    {
        var (edit, _) = await client.ConnectionSchemas.EditPrimaryKeyAsync(target.Connection, target.Schema);
        edit.Apply(new JsonObject { ["primary_key"] = new JsonArray(target.Field) });
        await client.ConnectionSchemas.SetPrimaryKeyAsync(edit);
    }

    private static JsonObject NewSync(ApiTarget target) => new()
    {
        ["name"] = "Orders",
        ["mode"] = "replicate",
        ["source_connection_id"] = target.Connection.ToString(),
        ["destination_connection_id"] = target.Connection.ToString(),
        ["destination_configuration"] = new JsonObject { ["schema"] = "s" },
        ["default_schedule"] = new JsonObject { ["frequency"] = "daily", ["hour"] = "4", ["minute"] = "5" },
        ["schemas"] = new JsonArray(target.Schema),
    };

    private static async Task<ResourceEdit> SwitchedOffAsync(PolytomicClient client, ApiTarget target)
    {
        var edit = await client.Schemas.EditAsync(target.Sync, target.Schema);
        edit.Apply(new JsonObject { ["enabled"] = false });
        return edit;
    }

    private static async Task<IReadOnlyList<object>> One<T>(Task<T> item)
        where T : class => [await item];

    private static async Task<IReadOnlyList<object>> List<T>(Task<IReadOnlyList<T>> items)
        where T : class => await items;

    private static async Task<IReadOnlyList<object>> Each<T>(IAsyncEnumerable<T> items)
        where T : class
    {
        var list = new List<object>();
        await foreach (var item in items) list.Add(item);
        return list;
    }

    private static async Task<IReadOnlyList<object>> None(Task task)
    {
        await task;
        return [];
    }
}
