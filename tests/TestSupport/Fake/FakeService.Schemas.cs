using System.Text.Json.Nodes;

namespace TestSupport.Fake;

/// <content>The schemas of bulk syncs.</content>
public sealed partial class FakeService
{
    private static readonly string[] ConfigurationNames =
        ["enabled", "filters", "partition_key", "tracking_field", "data_cutoff_timestamp", "disable_data_cutoff"];

    private static readonly string[] SchemaNames = [.. ConfigurationNames, "user_output_name"];
    private static readonly string[] FieldNames = ["id", "enabled", "obfuscate", "obfuscated", "user_output_name", "output_name"];

    /// <summary>A stored schema of a bulk sync.</summary>
    public JsonObject Schema(string syncId, string schemaId)
    {
        lock (_gate) return StoredSchema(syncId, schemaId).DeepClone().AsObject();
    }

    /// <summary>The stored schemas of a bulk sync.</summary>
    public JsonArray Schemas(string syncId)
    {
        lock (_gate) return _state.Schemas[syncId].DeepClone().AsArray();
    }

    /// <summary>Creates an action in which another user edits a schema. Use it as a hook, or run it.</summary>
    /// <param name="syncId">The bulk sync.</param>
    /// <param name="schemaId">The schema.</param>
    /// <param name="json">JSON to merge into it. Fields are found by id. null removes a value.</param>
    /// <param name="touches">Whether the bulk sync then shows when and by whom it was changed.</param>
    public Action SchemaEdit(string syncId, string schemaId, string json, bool touches = true) =>
        Editing(ResourceKind.Schemas, syncId, () => Merge(StoredSchema(syncId, schemaId), Object(json)), touches);

    private Route[] SchemaRoutes() =>
    [
        new("GET", "/api/bulk/syncs/*/schemas", ResourceKind.Schemas, call =>
        {
            ReadyTables((string)Stored(call[0])["source_connection_id"]!);
            return FakeAnswer.Data(List(_state.Schemas[call[0]].OfType<JsonObject>().Select(schema =>
            {
                var item = SeenSchema(schema);
                item.Remove("fields");
                item.Remove("filters");
                return item;
            })));
        }),
        new("PATCH", "/api/bulk/syncs/*/schemas", ResourceKind.Schemas, call => FakeAnswer.Data(List(Patch(call[0], call.Body)))),
        new("GET", "/api/bulk/syncs/*/schemas/*", ResourceKind.Schemas, call => FakeAnswer.Data(SeenSchema(StoredSchema(call[0], call[1])))),
        new("PUT", "/api/bulk/syncs/*/schemas/*", ResourceKind.Schemas, call =>
        {
            var stored = StoredSchema(call[0], call[1]);
            var schema = Configured(Fresh(TableOf(call[0], call[1]), isEnabled: true), call.Body, stored, isConfiguration: false);
            stored.ReplaceWith(schema);
            SchemaWritten(call[0]);
            return FakeAnswer.Data(SeenSchema(schema));
        }),
        new("POST", "/api/bulk/syncs/*/schemas/*/cancel", ResourceKind.Executions, call =>
        {
            StoredSchema(call[0], call[1]);
            return FakeAnswer.Data(new JsonObject { ["message"] = Cancel(call[0]) ? "canceling" : "nothing to cancel" });
        }),
    ];

    private List<JsonNode> Patch(string syncId, JsonObject body)
    {
        Stored(syncId);
        var bodies = (body["schemas"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        foreach (var wanted in bodies) StoredSchema(syncId, (string?)wanted["id"] ?? "");
        var answer = new List<JsonNode>();
        foreach (var wanted in bodies)
        {
            var id = (string)wanted["id"]!;
            var stored = StoredSchema(syncId, id);
            var schema = Patches == PatchWay.ResetsLeftOut ? Fresh(TableOf(syncId, id), isEnabled: true) : stored.DeepClone().AsObject();
            if (Patches != PatchWay.ChangesNothing) schema = Configured(schema, wanted, stored, isConfiguration: false);
            if (Patches == PatchWay.EnablesEveryField) EnableFields(schema);
            stored.ReplaceWith(schema);
            answer.Add(SeenSchema(schema));
        }

        SchemaWritten(syncId);
        return answer;
    }

    private void SchemaWritten(string syncId)
    {
        if (TouchesSync) Touched(syncId, Me);
    }

    private JsonObject StoredSchema(string syncId, string schemaId)
    {
        Stored(syncId);
        return Find(_state.Schemas[syncId], schemaId) ?? throw NotFound("schema", schemaId);
    }

    /// <summary>The schemas of a bulk sync for a list in a body. Text in the list is an id. Without a list, all schemas are selected.</summary>
    private JsonArray Selection(JsonArray tables, JsonArray? wanted, JsonArray? before) => new([.. tables.OfType<JsonObject>().Select(table =>
    {
        var id = (string)table["id"]!;
        var stored = before is null ? null : Find(before, id);
        var item = wanted?.FirstOrDefault(one => IsOf(one, id));
        if (item is null && wanted is not null && Unlisted == Unlisted.AsItWas && stored is not null) return stored.DeepClone().AsObject();
        var fresh = Fresh(table, isEnabled: wanted is null || item is not null || Unlisted == Unlisted.On);
        return item is JsonObject body ? Configured(fresh, body, stored, isConfiguration: true) : fresh;
    })]);

    /// <summary>A schema with default settings.</summary>
    private static JsonObject Fresh(JsonObject table, bool isEnabled) => Named(new()
    {
        ["id"] = (string?)table["id"],
        ["enabled"] = isEnabled,
        ["user_output_name"] = "",
        ["partition_key"] = "",
        ["tracking_field"] = "",
        ["data_cutoff_timestamp"] = null,
        ["disable_data_cutoff"] = false,
        ["filters"] = new JsonArray(),
        ["fields"] = new JsonArray([.. table["fields"]!.AsArray().Select(field =>
            new JsonObject { ["id"] = (string?)field!["id"], ["enabled"] = true, ["obfuscated"] = false, ["user_output_name"] = "" })]),
    });

    /// <summary>A schema with the settings of a body. The body of a bulk sync and the body of a schema use different names.</summary>
    private JsonObject Configured(JsonObject schema, JsonObject body, JsonObject? before, bool isConfiguration)
    {
        foreach (var (name, value) in body)
        {
            if (name is "fields" or "id" or "output_name" or "row_estimate") continue;
            if ((isConfiguration ? ConfigurationNames : SchemaNames).Contains(name)) schema[name] = value?.DeepClone() ?? Reset(name);
            else if (KeepsUnknown && !SchemaNames.Contains(name)) schema[name] = value?.DeepClone();
        }

        _ = (bool)schema["enabled"]!;
        if (body["fields"] is JsonArray wanted)
        {
            foreach (var field in schema["fields"]!.AsArray().OfType<JsonObject>().ToList())
            {
                var stored = Find(before?["fields"] as JsonArray ?? [], (string)field["id"]!);
                Configure(field, wanted.FirstOrDefault(one => IsOf(one, (string)field["id"]!)), stored, isConfiguration);
            }
        }
        else
        {
            EnableFields(schema);
        }

        return Named(Normal(schema));
    }

    private void Configure(JsonObject field, JsonNode? wanted, JsonObject? before, bool isConfiguration)
    {
        if (wanted is null)
        {
            if (Unlisted == Unlisted.AsItWas && before is not null) Merge(field, before);
            else (field["enabled"], field["obfuscated"]) = (Unlisted == Unlisted.On, false);
            return;
        }

        var body = wanted as JsonObject ?? [];
        field["enabled"] = (bool?)body["enabled"] ?? true;
        field["obfuscated"] = (bool?)body[isConfiguration ? "obfuscate" : "obfuscated"] ?? false;
        if (!isConfiguration && body["user_output_name"] is { } name) field["user_output_name"] = name.DeepClone();
        foreach (var (other, value) in body)
        {
            if (KeepsUnknown && !FieldNames.Contains(other)) field[other] = value?.DeepClone();
        }
    }

    private static JsonNode? Reset(string name) => name switch
    {
        "data_cutoff_timestamp" => null,
        "enabled" => true,
        "disable_data_cutoff" => false,
        "filters" => new JsonArray(),
        _ => "",
    };

    private static void EnableFields(JsonObject schema)
    {
        foreach (var field in schema["fields"]!.AsArray()) field!["enabled"] = true;
    }

    /// <summary>Adds the default output name where none is set.</summary>
    private static JsonObject Named(JsonObject schema)
    {
        foreach (var named in schema["fields"]!.AsArray().OfType<JsonObject>().Prepend(schema))
        {
            var id = (string)named["id"]!;
            named["output_name"] = (string?)named["user_output_name"] is { Length: > 0 } name ? name : id.Split('.')[^1].ToLowerInvariant();
        }

        return schema;
    }

    private JsonObject SeenSchema(JsonObject stored)
    {
        var schema = Named(stored.DeepClone().AsObject());
        if (ComputesValues) schema["row_estimate"] = 1000 + _reads;
        return schema;
    }

    private JsonObject TableOf(string syncId, string schemaId) =>
        Find(Tables((string)Stored(syncId)["source_connection_id"]!), schemaId) ?? throw NotFound("schema", schemaId);

    private static JsonObject? Find(JsonArray items, string id) => items.OfType<JsonObject>().FirstOrDefault(item => FakeRule.IsOf(item, id));

    private static bool IsOf(JsonNode? item, string id) =>
        FakeRule.IsOf(item, id) || (item is JsonValue value && value.TryGetValue<string>(out var text) && text == id);
}
