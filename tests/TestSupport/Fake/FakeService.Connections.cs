using System.Text.Json.Nodes;

namespace TestSupport.Fake;

/// <content>Connections, their schemas, and policies.</content>
public sealed partial class FakeService
{
    private const string Offered = """
        [{"id":"public.orders","name":"Orders","fields":[{"id":"id","name":"id","type":"number","remote_type":"bigint","is_primary_key":true},
           {"id":"amount","name":"amount","type":"number","remote_type":"numeric"},{"id":"email","name":"email","type":"string","remote_type":"text"}]},
         {"id":"public.customers","name":"Customers","fields":[{"id":"id","name":"id","type":"number","remote_type":"bigint","is_primary_key":true},
           {"id":"name","name":"name","type":"string","remote_type":"text"},{"id":"tax_number","name":"tax_number","type":"string","remote_type":"text"}]},
         {"id":"public.audit","name":"Audit","fields":[{"id":"id","name":"id","type":"number","remote_type":"bigint","is_primary_key":true},
           {"id":"entry","name":"entry","type":"object","remote_type":"jsonb"}]}]
        """;

    private static readonly string[] RequiredOfConnection = ["name", "type", "configuration"];
    private static readonly string[] OnlyInGet = ["created_at", "created_by", "updated_at", "updated_by"];

    private readonly Dictionary<string, Cache> _caches = [];
    private readonly Dictionary<string, string> _policies = [];

    /// <summary>The source connection for <see cref="AddSync"/>.</summary>
    public string SourceId { get; }

    /// <summary>The destination connection for <see cref="AddSync"/>.</summary>
    public string DestinationId { get; }

    /// <summary>The first policy.</summary>
    public string PolicyId { get; }

    /// <summary>Adds a policy. Returns its id.</summary>
    public string AddPolicy(string name)
    {
        lock (_gate)
        {
            var id = NewId();
            _policies[id] = name;
            return id;
        }
    }

    /// <summary>Adds a connection whose schemas are cached. Returns its id.</summary>
    public string AddConnection(string name, string type, string configuration = """{"host":"db.acme.example","username":"polytomic","password":"hunter2"}""")
    {
        lock (_gate)
        {
            var id = CreateConnection(name, type, Object(configuration), []);
            _caches[id].Since = DateTimeOffset.MinValue;
            return id;
        }
    }

    /// <summary>Changes the schemas of a connection.</summary>
    /// <param name="id">The connection.</param>
    /// <param name="json">A list of schemas with their fields, in the form of a source.</param>
    public void SetTables(string id, string json)
    {
        lock (_gate) _caches[id].Tables = JsonNode.Parse(json)!.AsArray();
    }

    private Route[] ConnectionRoutes() =>
    [
        new("GET", "/api/connections", ResourceKind.Connections, _ => FakeAnswer.Data(List(_state.Connections.Values.Select(SeenConnection)))),
        new("POST", "/api/connections", ResourceKind.Connections, call =>
        {
            Require(call.Body, RequiredOfConnection);
            var body = call.Body.DeepClone().AsObject();
            var (configuration, policies) = (body["configuration"]!.DeepClone().AsObject(), (body["policies"] as JsonArray ?? []).DeepClone().AsArray());
            var answer = SeenConnection(Connection(CreateConnection((string)body["name"]!, (string)body["type"]!, configuration, policies)));
            foreach (var name in OnlyInGet) answer.Remove(name);
            return FakeAnswer.Data(answer);
        }),
        new("GET", "/api/connections/*", ResourceKind.Connections, call => FakeAnswer.Data(SeenConnection(Connection(call[0])))),
        new("GET", "/api/connections/*/bulksync/source", ResourceKind.Connections, call =>
        {
            var tables = ReadyTables(call[0]).DeepClone().AsArray();
            if (call.Query("include_fields") == "false") foreach (var table in tables.OfType<JsonObject>()) table.Remove("fields");
            var source = Object("""{"capabilities":{"supports_tracking_fields":true},"configuration":null}""");
            source["schemas"] = List(tables.Select(table => table!.DeepClone()));
            return FakeAnswer.Data(source);
        }),
        new("GET", "/api/connections/*/bulksync/target", ResourceKind.Connections, call =>
        {
            Connection(call[0]);
            return FakeAnswer.Data(Object("""
                {"configuration":{"schema":{"default":"raw","required":true},"advanced":{"items":[]}},"supported_resync_modes":["refetch","resync","rebuild"],
                 "modes":[{"id":"snapshot","label":"Snapshot","requires_identity":false,"supports_field_sync_mode":false,"supports_target_filters":false},
                          {"id":"replicate","label":"Replicate","requires_identity":true,"supports_field_sync_mode":false,"supports_target_filters":false}]}
                """));
        }),
        new("GET", "/api/connections/*/schemas/status", ResourceKind.Connections, call =>
        {
            Connection(call[0]);
            var cache = _caches[call[0]];
            var isRefreshing = IsRefreshing(cache);
            return FakeAnswer.Data(new JsonObject
            {
                ["cache_status"] = isRefreshing ? "refreshing" : "ready",
                ["last_refresh_started"] = cache.Since == DateTimeOffset.MinValue ? null : Text(cache.Since),
                ["last_refresh_finished"] = isRefreshing || cache.Since == DateTimeOffset.MinValue ? null : Text(cache.Since + CacheTime),
            });
        }),
        new("POST", "/api/connections/*/schemas/refresh", ResourceKind.Connections, call =>
        {
            Connection(call[0]);
            var cache = _caches[call[0]];
            if (!IsRefreshing(cache)) (cache.Since, cache.IsFirst) = (_clock.GetUtcNow(), false);
            return new(202, "") { Location = $"/api/connections/{call[0]}/schemas/status" };
        }),
        new("GET", "/api/connections/*/schemas/*", ResourceKind.Connections, call =>
            FakeAnswer.Data((Find(ReadyTables(call[0]), call[1]) ?? throw NotFound("schema", call[1])).DeepClone())),
        new("GET", "/api/permissions/policies", ResourceKind.Other, _ => FakeAnswer.Data(List(_policies.Keys.Select(Policy)))),
        new("GET", "/api/permissions/policies/*", ResourceKind.Other, call =>
            _policies.ContainsKey(call[0]) ? FakeAnswer.Data(Policy(call[0])) : throw NotFound("policy", call[0])),
    ];

    private string CreateConnection(string name, string type, JsonObject configuration, JsonArray policies)
    {
        var (id, stamp) = (NewId(), Stamp());
        _caches[id] = new Cache { Tables = JsonNode.Parse(Offered)!.AsArray(), Since = _clock.GetUtcNow(), IsFirst = true };
        _state.Connections[id] = new()
        {
            ["id"] = id,
            ["name"] = name,
            ["type"] = new JsonObject { ["id"] = type, ["name"] = type, ["operations"] = new JsonArray("bulk_sync_source", "bulk_sync_destination") },
            ["configuration"] = configuration,
            ["organization_id"] = OrganizationId,
            ["policies"] = policies,
            ["saved"] = true,
            ["status"] = "healthy",
            ["status_error"] = "",
            ["created_at"] = stamp,
            ["created_by"] = Actor(Me),
            ["updated_at"] = stamp,
            ["updated_by"] = Actor(Me),
        };
        return id;
    }

    private JsonObject Connection(string id) => _state.Connections.GetValueOrDefault(id) ?? throw NotFound("connection", id);

    private JsonObject SeenConnection(JsonObject stored)
    {
        var connection = stored.DeepClone().AsObject();
        MaskSecrets(connection["configuration"]);
        return connection;
    }

    private JsonArray Tables(string connectionId)
    {
        Connection(connectionId);
        return _caches[connectionId].Tables;
    }

    /// <summary>The schemas of a connection, if the service has read them.</summary>
    private JsonArray ReadyTables(string connectionId)
    {
        var tables = Tables(connectionId);
        if (!_caches[connectionId].IsFirst || !IsRefreshing(_caches[connectionId])) return tables;
        throw UnreadyIs400 ? new Refusal(400, "bad_request", "did not provide any schemas") : new Refusal(422, "unprocessable", "cache refresh in progress");
    }

    private bool IsRefreshing(Cache cache) => cache.Since != DateTimeOffset.MinValue && _clock.GetUtcNow() - cache.Since < CacheTime;

    private JsonObject Policy(string id) =>
        new() { ["id"] = id, ["name"] = _policies[id], ["organization_id"] = OrganizationId, ["system"] = false, ["policy_actions"] = new JsonArray() };

    private sealed class Cache
    {
        public required JsonArray Tables { get; set; }

        public DateTimeOffset Since { get; set; }

        /// <summary>Whether this is the first time that the schemas are read.</summary>
        public bool IsFirst { get; set; }
    }
}
