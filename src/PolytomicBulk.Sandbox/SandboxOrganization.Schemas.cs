namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    /// <summary>Properties of schemas and fields that are not settings.</summary>
    private static readonly string[] NoSettings = ["id", "output_name", "fields"];

    private readonly Dictionary<string, List<JsonObject>> _schemas = new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, List<JsonObject>> _offered = new(StringComparer.OrdinalIgnoreCase);

    private Dictionary<string, SandboxSource> Sources => field ??= SandboxSource.ReadAll();

    private Dictionary<string, Func<SandboxCall, SandboxReply>> SchemaOperations => new()
    {
        ["bulkSchemas_list"] = ListSchemas,
        ["bulkSchemas_patch"] = PatchSchemas,
        ["bulkSchemas_get"] = call => SandboxReply.Data(FindSchema(call["id"], call["schema_id"])),
        ["bulkSchemas_update"] = ReplaceSchema,
        ["bulkSchemas_cancel"] = CancelSchema,
    };

    /// <summary>The schemas of a bulk sync with all their settings.</summary>
    private List<JsonObject> SchemasOf(JsonObject sync)
    {
        var id = (string)sync["id"]!;
        if (_schemas.TryGetValue(id, out var schemas)) return schemas;
        return _schemas[id] = [.. OfferedSchemas((string)sync["source_connection_id"]!).Select(Clone)];
    }

    /// <summary>The schemas of a source with their settings in bulk syncs when the sandbox starts.</summary>
    private List<JsonObject> OfferedSchemas(string connectionId)
    {
        var pattern = Connections.PatternOf(connectionId);
        return _offered.TryGetValue(pattern, out var schemas) ? schemas : _offered[pattern] = ReadSchemas(pattern);
    }

    private SandboxSource SourceOf(string pattern) =>
        Connections.HasOwnTables(pattern) && Sources.TryGetValue(pattern, out var source) ? source : SandboxSource.Unknown;

    private static bool IsEnabled(JsonObject schema) => IsTrue(schema["enabled"]);

    /// <summary>Selects the schemas of a new or updated bulk sync. Without a list, selects all schemas.</summary>
    private void ChooseSchemas(JsonObject sync, JsonArray? chosen)
    {
        var schemas = SchemasOf(sync);
        foreach (var schema in schemas)
        {
            Reset(schema, enabled: chosen is null);
            ResetFields(schema, enabled: true);
        }

        foreach (var choice in chosen ?? [])
        {
            var (id, settings) = choice is JsonObject json ? ((string)json["id"]!, json) : ((string)choice!, []);
            var schema = schemas.Find(schema => (string)schema["id"]! == id)!;
            Set(schema, settings);
            schema["enabled"] = settings["enabled"] is null || IsTrue(settings["enabled"]);
            if (HasFields(settings)) ChooseFields(schema, settings["fields"]!.AsArray());
        }

        foreach (var schema in schemas) NameOutput(schema);
    }

    private static JsonObject AddField(JsonObject schema, string id, bool enabled)
    {
        var field = new JsonObject { ["id"] = id, ["enabled"] = enabled, ["obfuscated"] = false, ["user_output_name"] = "" };
        schema["fields"]!.AsArray().Add((JsonNode)field);
        return field;
    }

    private static void ChooseFields(JsonObject schema, JsonArray chosen)
    {
        ResetFields(schema, enabled: false);
        foreach (var choice in chosen)
        {
            var (id, settings) = choice is JsonObject json ? ((string)json["id"]!, json) : ((string)choice!, []);
            var field = FieldsOf(schema).FirstOrDefault(field => (string)field["id"]! == id) ?? AddField(schema, id, enabled: true);
            (field["enabled"], field["obfuscated"]) = (settings["enabled"] is null || IsTrue(settings["enabled"]), IsTrue(settings["obfuscate"]));
        }
    }

    private JsonObject FindSchema(string syncId, string schemaId) => LookUpSchema(syncId, schemaId) ?? throw SandboxError.NotFound($"schema {schemaId}");

    private JsonObject? LookUpSchema(string syncId, string schemaId) => SchemasOf(FindSync(syncId)).Find(schema => (string)schema["id"]! == schemaId);

    private SandboxReply ListSchemas(SandboxCall call)
    {
        var schemas = SchemasOf(FindSync(call["id"])).AsEnumerable();
        if (ReadFilter(call, "enabled") is { } enabled) schemas = schemas.Where(schema => IsEnabled(schema) == (enabled == "true"));
        var items = schemas.Select(WithoutDetails).ToArray();
        return SandboxReply.Data(items.Length == 0 ? null : new JsonArray(items));

        static JsonNode WithoutDetails(JsonObject schema)
        {
            var item = Clone(schema);
            item.Remove("fields");
            item.Remove("filters");
            return item;
        }
    }

    /// <summary>The value of a filter. OpenAPI writes an object in a query as its properties. The vendor's clients write it as JSON.</summary>
    private static string? ReadFilter(SandboxCall call, string name)
    {
        try
        {
            var value = call.Parameter(name);
            if (value is null && call.Parameter("filters") is { } filters)
            {
                using var json = JsonDocument.Parse(filters);
                if (json.RootElement.TryGetProperty(name, out var property)) value = property.GetString();
            }

            return value is null or "true" or "false" ? value : throw SandboxError.Invalid(name, "must be true or false");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw SandboxError.Invalid("filters", "must be a JSON object of strings");
        }
    }

    private SandboxReply PatchSchemas(SandboxCall call)
    {
        var sync = FindSync(call["id"]);
        var changes = Items(call.Body["schemas"]).Select(item =>
        {
            var (change, name) = (item.Item!.AsObject(), $"schemas[{item.Number}]");
            var id = (string?)change["id"] ?? throw SandboxError.Missing($"{name}.id");
            var schema = LookUpSchema(call["id"], id) ?? throw SandboxError.Invalid($"{name}.id", $"is not a schema of the bulk sync: '{id}'");
            CheckSettings(sync, schema, change, name);
            return (Schema: schema, Change: change);
        }).ToList();

        foreach (var (schema, change) in changes)
        {
            Set(schema, change);
            if (HasFields(change)) SetFields(schema, change["fields"]!.AsArray());
            else foreach (var field in FieldsOf(schema)) field["enabled"] = true;
            NameOutput(schema);
        }

        Sign(sync, "updated");
        return SandboxReply.Data(changes.Count == 0 ? null : new JsonArray([.. changes.Select(change => Clone(change.Schema))]));
    }

    private SandboxReply ReplaceSchema(SandboxCall call)
    {
        var (schema, change) = (FindSchema(call["id"], call["schema_id"]), call.Body);
        CheckSettings(FindSync(call["id"]), schema, change, "");
        Reset(schema, enabled: true);
        Set(schema, change);
        ResetFields(schema, enabled: !HasFields(change));
        if (HasFields(change)) SetFields(schema, change["fields"]!.AsArray());
        NameOutput(schema);
        Sign(FindSync(call["id"]), "updated");
        return SandboxReply.Data(schema);
    }

    private SandboxReply CancelSchema(SandboxCall call)
    {
        FindSchema(call["id"], call["schema_id"]);
        var isRunning = RunningExecution(FindSync(call["id"]))?.Cancel(call["schema_id"], _clock.GetUtcNow()) == true;
        return SandboxReply.Data(new JsonObject { ["message"] = isRunning ? "the schema is being canceled" : "nothing is running" });
    }

    /// <summary>Refuses invalid settings before anything is changed.</summary>
    private void CheckSettings(JsonObject sync, JsonObject schema, JsonObject change, string name) =>
        CheckSchema(change, Tables((string)sync["source_connection_id"]!, sync)[(string)schema["id"]!], name);

    /// <summary>Whether a change names fields. If the list is missing or empty, the change is for all fields.</summary>
    private static bool HasFields(JsonObject change) => change["fields"] is JsonArray { Count: > 0 };

    private static IEnumerable<JsonObject> FieldsOf(JsonObject schema) => schema["fields"]!.AsArray().Select(field => field!.AsObject());

    /// <summary>Resets a schema to the default settings. Its fields do not change.</summary>
    private static void Reset(JsonObject schema, bool enabled)
    {
        schema["enabled"] = enabled;
        foreach (var setting in Unset()) schema[setting.Key] = setting.Value?.DeepClone();
    }

    /// <summary>The default settings of a schema. Settings that cannot be null are empty.</summary>
    private static JsonObject Unset() => new()
    {
        ["data_cutoff_timestamp"] = null,
        ["disable_data_cutoff"] = false,
        ["filters"] = new JsonArray(),
        ["partition_key"] = "",
        ["tracking_field"] = "",
        ["user_output_name"] = "",
    };

    private static void ResetFields(JsonObject schema, bool enabled)
    {
        foreach (var field in FieldsOf(schema)) (field["enabled"], field["obfuscated"], field["user_output_name"]) = (enabled, false, "");
    }

    private static void SetFields(JsonObject schema, JsonArray changes)
    {
        foreach (var change in changes.Select(change => change!.AsObject()))
        {
            var id = (string)change["id"]!;
            var field = FieldsOf(schema).FirstOrDefault(field => (string)field["id"]! == id) ?? AddField(schema, id, enabled: true);
            Set(field, change);
        }
    }

    /// <summary>Applies the specified settings. null resets a setting to its default.</summary>
    private static void Set(JsonObject item, JsonObject settings)
    {
        var unset = Unset();
        foreach (var setting in settings.Where(setting => !NoSettings.Contains(setting.Key)))
            item[setting.Key] = (setting.Value ?? unset[setting.Key])?.DeepClone();
    }

    private static void NameOutput(JsonObject schema)
    {
        schema["output_name"] = OutputName(schema, ((string)schema["id"]!).Split('.').Last());
        foreach (var field in FieldsOf(schema)) field["output_name"] = OutputName(field, (string)field["id"]!);
    }

    private static string OutputName(JsonObject item, string name) => (string?)item["user_output_name"] is { Length: > 0 } chosen ? chosen : Normalize(name);

    /// <summary>A name for a warehouse: lowercase letters, digits and underscores.</summary>
    private static string Normalize(string name) => Regex.Replace(name, @"[^\p{L}\p{Nd}]+", "_").Trim('_').ToLowerInvariant();

    /// <summary>The schemas of a source in bulk syncs when the sandbox starts. Everything is enabled, except what the seed changes.</summary>
    private List<JsonObject> ReadSchemas(string pattern)
    {
        var (source, offer) = (SourceOf(pattern), Connections.Offer(pattern));
        if (source.Tables.Except(offer.Select(table => table.Id)).FirstOrDefault() is { } none)
            throw new InvalidOperationException($"'{pattern}' offers no '{none}'");
        return [.. offer.Select(table => ReadSchema(table.Id, table.Fields, source.Chosen(table.Id)))];
    }

    private static JsonObject ReadSchema(string id, IReadOnlyList<string> fields, JsonObject chosen)
    {
        var schema = new JsonObject { ["id"] = id, ["fields"] = new JsonArray() };
        Reset(schema, enabled: true);
        Set(schema, chosen);
        foreach (var field in fields) AddField(schema, field, enabled: true);
        foreach (var choice in chosen["fields"] as JsonObject ?? [])
        {
            Set(FieldsOf(schema).Single(field => (string)field["id"]! == choice.Key), choice.Value!.AsObject());
        }

        NameOutput(schema);
        return schema;
    }
}
