using System.Text.Json.Nodes;

namespace TestSupport.Fake;

/// <content>Bulk syncs: list, get, create, update, delete, activate.</content>
public sealed partial class FakeService
{
    private static readonly string[] Required =
        ["name", "mode", "source_connection_id", "destination_connection_id", "destination_configuration", "default_schedule"];

    private static readonly string[] Roles = ["source_connection_id", "destination_connection_id"];
    private static readonly string[] Configurations = ["source_configuration", "destination_configuration"];
    private static readonly string[] SecretWords = ["password", "secret", "token", "private_key"];
    private static readonly string[] SetByService = ["id", "created_at", "created_by", "updated_at", "updated_by", "organization_id", "schemas", "health"];
    private static readonly JsonObject SyncDefaults = Object("""
        {"active":false,"additional_schedules":[],"automatically_add_new_fields":"all","automatically_add_new_objects":"none",
         "concurrency_limit":null,"data_cutoff_timestamp":null,"disable_record_timestamps":false,"normalize_names":"enabled","policies":[],
         "resync_concurrency_limit":null,"source_configuration":null}
        """);

    /// <summary>All stored bulk syncs.</summary>
    public IReadOnlyList<JsonObject> Syncs
    {
        get
        {
            lock (_gate) return [.. _state.Syncs.Values.Select(sync => sync.DeepClone().AsObject())];
        }
    }

    /// <summary>A stored bulk sync.</summary>
    public JsonObject Sync(string id)
    {
        lock (_gate) return Stored(id).DeepClone().AsObject();
    }

    /// <summary>Adds a bulk sync of all tables, like another client. Returns its id.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="json">Properties to add to the body or to replace in it.</param>
    public string AddSync(string name, string json = "{}")
    {
        var body = Object("""{"active":true,"mode":"snapshot","destination_configuration":{"schema":"raw"}}""");
        body["default_schedule"] = Object("""{"frequency":"daily","hour":"5","minute":"30"}""");
        (body["name"], body["source_connection_id"], body["destination_connection_id"]) = (name, SourceId, DestinationId);
        Merge(body, Object(json));
        lock (_gate) return Create(body);
    }

    /// <summary>The settings that a client sends for a new, paused bulk sync between the two connections.</summary>
    /// <param name="name">Its name.</param>
    public JsonObject NewSettings(string name) => new()
    {
        ["name"] = name,
        ["active"] = false,
        ["mode"] = "snapshot",
        ["source_connection_id"] = SourceId,
        ["destination_connection_id"] = DestinationId,
        ["destination_configuration"] = new JsonObject { ["schema"] = "s" },
        ["default_schedule"] = new JsonObject { ["frequency"] = "manual" },
    };

    /// <summary>Creates an action in which another user edits a bulk sync. Use it as a hook, or run it.</summary>
    /// <param name="id">The bulk sync.</param>
    /// <param name="json">JSON to merge into it. Items of lists are found by id. null removes a value.</param>
    /// <param name="touches">Whether the bulk sync then shows when and by whom it was changed.</param>
    public Action SyncEdit(string id, string json, bool touches = true) => Editing(ResourceKind.Syncs, id, () => Merge(Stored(id), Object(json)), touches);

    /// <summary>Creates an action in which another user saves a bulk sync, which moves it to the front of the list.</summary>
    public Action Touch(string id) => SyncEdit(id, "{}");

    /// <summary>Creates an action in which another user deletes a bulk sync.</summary>
    public Action SyncRemoval(string id) => Editing(ResourceKind.Syncs, id, () => Delete(id), touches: false);

    private Action Editing(ResourceKind kind, string syncId, Action edit, bool touches) => () =>
    {
        lock (_gate)
        {
            Written(kind);
            edit();
            if (touches) Touched(syncId, Other);
        }
    };

    private Route[] SyncRoutes() =>
    [
        new("GET", "/api/me", ResourceKind.Other, _ => FakeAnswer.Data(new JsonObject
        {
            ["id"] = Me.Id,
            ["email"] = "ana@acme.example",
            ["role"] = "admin",
            ["organization_id"] = OrganizationId,
            ["organization_name"] = "Acme",
            ["is_user"] = true,
        })),
        new("GET", "/api/bulk/syncs", ResourceKind.Syncs, call => Page(
            [.. from sync in _state.Syncs.Values
             where call.Query("active") is not { } active || (bool)sync["active"]! == (active == "true")
             orderby Time(sync["updated_at"]) descending, (string)sync["id"]!
             select Seen(sync)],
            call,
            PageSize)),
        new("POST", "/api/bulk/syncs", ResourceKind.Syncs, call => FakeAnswer.Data(Seen(Stored(Create(call.Body))))),
        new("GET", "/api/bulk/syncs/*", ResourceKind.Syncs, call => FakeAnswer.Data(Seen(Stored(call[0])))),
        new("PUT", "/api/bulk/syncs/*", ResourceKind.Syncs, call => FakeAnswer.Data(Seen(Put(call[0], call.Body)))),
        new("DELETE", "/api/bulk/syncs/*", ResourceKind.Syncs, call => Delete(call[0])),
        new("POST", "/api/bulk/syncs/*/activate", ResourceKind.Syncs, call =>
        {
            var sync = Stored(call[0]);
            Require(call.Body, ["active"]);
            var active = (bool)call.Body["active"]!;
            sync["active"] = active;
            if (!active) Cancel(call[0]);
            Touched(call[0], Me);
            return FakeAnswer.Data(new JsonObject { ["id"] = call[0], ["active"] = active });
        }),
    ];

    private JsonObject Stored(string syncId) => _state.Syncs.GetValueOrDefault(syncId) ?? throw NotFound("bulk sync", syncId);

    private string Create(JsonObject body)
    {
        var sync = Settings(null, body);
        var tables = ReadyTables((string)sync["source_connection_id"]!);
        var schemas = Selection(tables, body["schemas"] as JsonArray, null);
        var id = NewId();
        (sync["id"], sync["organization_id"], sync["created_at"], sync["created_by"]) = (id, OrganizationId, Stamp(), Actor(Me));
        _state.Syncs[id] = sync;
        _state.Schemas[id] = schemas;
        _state.Executions[id] = [];
        Touched(id, Me);
        return id;
    }

    private JsonObject Put(string id, JsonObject body)
    {
        var (before, schemas) = (Stored(id), _state.Schemas[id]);
        var sync = Settings(before, body);
        var tables = Tables((string)sync["source_connection_id"]!);
        var isOther = (string?)sync["source_connection_id"] != (string?)before["source_connection_id"];
        foreach (var name in SetByService) if (before[name] is { } value) sync[name] = value.DeepClone();
        if (Puts == PutWay.ResetsAll) _state.Schemas[id] = Selection(tables, null, null);
        else if (Puts == PutWay.ReplacesSchemas || isOther) _state.Schemas[id] = Selection(tables, body["schemas"] as JsonArray, schemas);
        _state.Syncs[id] = sync;
        Touched(id, Me);
        return sync;
    }

    private FakeAnswer Delete(string id)
    {
        Stored(id);
        _state.Syncs.Remove(id);
        _state.Schemas.Remove(id);
        _state.Executions.Remove(id);
        return new(200, "");
    }

    /// <summary>The settings of a bulk sync after a write with a body.</summary>
    private JsonObject Settings(JsonObject? before, JsonObject body)
    {
        Require(body, Required);
        foreach (var role in Roles) Connection((string)body[role]!);
        var sync = (before is not null && KeepsLeftOut ? before : SyncDefaults).DeepClone().AsObject();
        if (before is null || !KeepsLeftOut) sync["active"] = ActiveByDefault;
        foreach (var (name, value) in body)
        {
            if (SetByService.Contains(name) || (!KeepsUnknown && !SyncDefaults.ContainsKey(name) && !Required.Contains(name))) continue;
            if (value is not null) sync[name] = value.DeepClone();
            else if (SyncDefaults.TryGetPropertyValue(name, out var normal) && name != "active") sync[name] = normal?.DeepClone();
        }

        _ = (bool)sync["active"]!;
        sync["default_schedule"] = Schedule(body["default_schedule"] as JsonObject ?? [], before?["default_schedule"] as JsonObject);
        if (body["additional_schedules"] is JsonArray additional)
        {
            var known = (before?["additional_schedules"] as JsonArray ?? []).OfType<JsonObject>().ToList();
            sync["additional_schedules"] = new JsonArray([.. from schedule in additional.OfType<JsonObject>()
                                                             select Schedule(schedule, known.Find(one => IsSame(one["id"], schedule["id"])))]);
        }

        return Normal(sync);
    }

    private static void Require(JsonObject body, string[] names)
    {
        if (names.FirstOrDefault(name => body[name] is null) is { } missing) throw new Refusal(400, "bad_request", $"{missing} is required");
    }

    private void Touched(string id, (string Id, string Name) user)
    {
        if (_state.Syncs.GetValueOrDefault(id) is { } sync) (sync["updated_at"], sync["updated_by"]) = (Stamp(), Actor(user));
    }

    /// <summary>The bulk sync in an answer.</summary>
    private JsonObject Seen(JsonObject stored)
    {
        var sync = stored.DeepClone().AsObject();
        if (ComputesValues) sync["health"] = new JsonObject { ["score"] = _reads, ["checked_at"] = Text(_clock.GetUtcNow()) };
        if (MovesUpdatedAt) sync["updated_at"] = Text(Time(sync["updated_at"]).AddSeconds(_reads));
        if (MasksSyncs) foreach (var name in Configurations) MaskSecrets(sync[name]);
        if (EmptyListsAreNull && sync["additional_schedules"] is JsonArray { Count: 0 }) sync["additional_schedules"] = null;
        return sync;
    }

    private void MaskSecrets(JsonNode? node)
    {
        if (node is JsonArray list) foreach (var item in list) MaskSecrets(item);
        if (node is not JsonObject json) return;
        foreach (var (name, value) in json.ToList())
        {
            if (value is JsonValue && SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))) json[name] = Mask;
            else MaskSecrets(value);
        }
    }
}
