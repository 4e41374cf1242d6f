using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PolytomicBulk.Sandbox;

public sealed partial class SandboxService
{
    /// <summary>What nobody sets of a schema or a field; all else is a setting, whether it is known here or not.</summary>
    private static readonly string[] NoSettings = ["id", "output_name", "fields"];

    /// <summary>What each source connection offers, as a bulk sync takes it over.</summary>
    private readonly JsonObject _sourceSchemas = ReadSchemas();

    private readonly Dictionary<string, List<JsonObject>> _schemas = new(StringComparer.OrdinalIgnoreCase);

    private IEnumerable<Route> SchemaRoutes() =>
    [
        new("GET", "api/bulk/syncs/{id}/schemas", (request, path) => ListSchemas(request, path["id"])),
        new("PATCH", "api/bulk/syncs/{id}/schemas", (request, path) => PatchSchemas(request, path["id"])),
        new("GET", "api/bulk/syncs/{id}/schemas/{schema_id}", (_, path) => SandboxAnswer.Data(FindSchema(path["id"], path["schema_id"]))),
        new("PUT", "api/bulk/syncs/{id}/schemas/{schema_id}", (request, path) => ReplaceSchema(request, path["id"], path["schema_id"])),
        new("POST", "api/bulk/syncs/{id}/schemas/{schema_id}/cancel", (_, path) => CancelSchema(path["id"], path["schema_id"])),
    ];

    /// <summary>The schemas of a sync, with all their settings.</summary>
    private List<JsonObject> SchemasOf(JsonObject sync)
    {
        var id = (string)sync["id"]!;
        if (_schemas.TryGetValue(id, out var schemas)) return schemas;
        return _schemas[id] = [.. OfferedSchemas(sync).Select(schema => schema.DeepClone().AsObject())];
    }

    /// <summary>The schemas that a sync's source has, as the sync had them when the sandbox began.</summary>
    private IEnumerable<JsonObject> OfferedSchemas(JsonObject sync) =>
        (_sourceSchemas[(string)sync["source_connection_id"]!] as JsonArray ?? []).Select(schema => schema!.AsObject());

    private static bool IsEnabled(JsonObject schema) => IsTrue(schema["enabled"]);

    /// <summary>Gives a sync that is being made what was chosen of its source's schemas, or all of them where nothing was.</summary>
    private void ChooseSchemas(JsonObject sync, JsonArray? chosen)
    {
        var schemas = SchemasOf(sync);
        foreach (var schema in schemas)
        {
            RemoveSettings(schema);
            schema["enabled"] = chosen is null;
            ResetFields(schema, enabled: true);
        }

        foreach (var choice in chosen ?? [])
        {
            var (id, settings) = ReadChoice(choice);
            var schema = schemas.Find(schema => (string)schema["id"]! == id);
            // A source may have more tables and fields than are told of here.
            if (schema is null) schemas.Add(schema = new JsonObject { ["id"] = id, ["fields"] = new JsonArray() });
            Set(schema, settings);
            schema["enabled"] = settings["enabled"] is null || IsTrue(settings["enabled"]);
            if (HasFields(settings)) ChooseFields(schema, settings["fields"]!.AsArray());
        }

        foreach (var schema in schemas)
        {
            schema["filters"] ??= new JsonArray();
            NameOutput(schema);
        }
    }

    /// <summary>A schema or a field is chosen by its id alone, or by an object with it.</summary>
    private static (string Id, JsonObject Settings) ReadChoice(JsonNode? choice)
    {
        var settings = choice as JsonObject;
        var id = settings is null ? choice : settings["id"];
        return id?.GetValueKind() == JsonValueKind.String ? ((string)id!, settings ?? []) : throw Unprocessable("every schema and every field needs an id");
    }

    private static void ChooseFields(JsonObject schema, JsonArray chosen)
    {
        ResetFields(schema, enabled: false);
        foreach (var choice in chosen)
        {
            var (id, settings) = ReadChoice(choice);
            var field = FieldsOf(schema).FirstOrDefault(field => (string)field["id"]! == id);
            if (field is null) schema["fields"]!.AsArray().Add((JsonNode)(field = new JsonObject { ["id"] = id }));
            Set(field, settings);
            field.Remove("obfuscate");
            (field["enabled"], field["obfuscated"]) = (settings["enabled"] is null || IsTrue(settings["enabled"]), IsTrue(settings["obfuscate"]));
        }
    }

    private JsonObject FindSchema(string syncId, string schemaId) =>
        SchemasOf(FindSync(syncId)).Find(schema => (string)schema["id"]! == schemaId)
        ?? throw new SandboxError(404, "not_found", $"schema {schemaId} not found");

    private (int Status, JsonObject Body) ListSchemas(SandboxRequest request, string syncId)
    {
        var schemas = SchemasOf(FindSync(syncId)).AsEnumerable();
        if (ReadFilter(request, "enabled") is { } enabled) schemas = schemas.Where(schema => IsTrue(schema["enabled"]) == (enabled == "true"));
        return SandboxAnswer.Data(new JsonArray([.. schemas.Select(WithoutDetails)]));

        static JsonNode WithoutDetails(JsonObject schema)
        {
            var item = schema.DeepClone().AsObject();
            item.Remove("fields");
            item.Remove("filters");
            return item;
        }
    }

    /// <summary>A filter's value. OpenAPI spells an object in a query as its properties; the service's own clients, as JSON.</summary>
    private static string? ReadFilter(SandboxRequest request, string name)
    {
        try
        {
            return request.Parameter(name) ?? (request.Parameter("filters") is { } filters ? (string?)JsonNode.Parse(filters)?[name] : null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new SandboxError(400, "bad_request", "filters is not a JSON object of strings");
        }
    }

    private (int Status, JsonObject Body) PatchSchemas(SandboxRequest request, string syncId)
    {
        var sync = FindSync(syncId);
        var given = request.ReadBody()["schemas"] as JsonArray ?? [];
        var changes = given.Select(item => item is JsonObject change && change["id"] is { } id
            ? (Schema: FindSchema(syncId, (string)id!), Change: change)
            : throw new SandboxError(400, "bad_request", "every schema needs an id")).ToList();

        foreach (var (schema, change) in changes)
        {
            Check(schema, change);
            Set(schema, change);
            schema["filters"] ??= new JsonArray();
            if (HasFields(change)) SetFields(schema, change["fields"]!.AsArray());
            else foreach (var field in FieldsOf(schema)) field["enabled"] = true;
            NameOutput(schema);
        }

        Sign(sync, "updated");
        return SandboxAnswer.Data(new JsonArray([.. changes.Select(change => change.Schema.DeepClone())]));
    }

    private (int Status, JsonObject Body) ReplaceSchema(SandboxRequest request, string syncId, string schemaId)
    {
        var (schema, change) = (FindSchema(syncId, schemaId), request.ReadBody());
        Check(schema, change);
        RemoveSettings(schema);
        Set(schema, change);
        schema["enabled"] ??= true;
        schema["filters"] ??= new JsonArray();
        ResetFields(schema, enabled: !HasFields(change));
        if (HasFields(change)) SetFields(schema, change["fields"]!.AsArray());
        NameOutput(schema);
        Sign(FindSync(syncId), "updated");
        return SandboxAnswer.Data(schema);
    }

    private (int Status, JsonObject Body) CancelSchema(string syncId, string schemaId)
    {
        FindSchema(syncId, schemaId);
        var isRunning = RunningExecution(FindSync(syncId))?.Cancel(schemaId, _clock.GetUtcNow()) == true;
        return SandboxAnswer.Data(new JsonObject { ["message"] = isRunning ? "the schema is being canceled" : "nothing is running" });
    }

    /// <summary>Refuses what does not fit before anything is changed.</summary>
    private static void Check(JsonObject schema, JsonObject change)
    {
        foreach (var field in change["fields"] as JsonArray ?? [])
        {
            if (!FieldsOf(schema).Any(known => (string)known["id"]! == (string?)field?["id"])) throw new SandboxError(400, "bad_request", $"schema {schema["id"]} has no field {field?["id"]}");
        }

        foreach (var filter in change["filters"] as JsonArray ?? [])
        {
            if (filter?["function"] is null) throw new SandboxError(400, "bad_request", "every filter needs a function");
        }
    }

    /// <summary>No fields and an empty list of them both stand for every field.</summary>
    private static bool HasFields(JsonObject change) => change["fields"] is JsonArray { Count: > 0 };

    private static IEnumerable<JsonObject> FieldsOf(JsonObject schema) => schema["fields"]!.AsArray().Select(field => field!.AsObject());

    private static void ResetFields(JsonObject schema, bool enabled)
    {
        foreach (var field in FieldsOf(schema))
        {
            RemoveSettings(field);
            (field["enabled"], field["obfuscated"]) = (enabled, false);
        }
    }

    private static void SetFields(JsonObject schema, JsonArray changes)
    {
        foreach (var change in changes.Select(change => change!.AsObject()))
        {
            var field = FieldsOf(schema).First(field => (string)field["id"]! == (string)change["id"]!);
            Set(field, change);
        }
    }

    private static void RemoveSettings(JsonObject item)
    {
        foreach (var name in item.Select(property => property.Key).Except(NoSettings).ToList()) item.Remove(name);
    }

    private static void Set(JsonObject item, JsonObject settings)
    {
        foreach (var setting in settings.Where(setting => !NoSettings.Contains(setting.Key))) SetOrRemove(item, setting.Key, setting.Value);
    }

    private static void SetOrRemove(JsonObject json, string name, JsonNode? value)
    {
        if (value is null || (value.GetValueKind() == JsonValueKind.String && (string)value! == "")) json.Remove(name);
        else json[name] = value.DeepClone();
    }

    private static void NameOutput(JsonObject schema)
    {
        schema["output_name"] = (string?)schema["user_output_name"] ?? Normalize(((string)schema["id"]!).Split('.').Last());
        foreach (var field in FieldsOf(schema)) field["output_name"] = (string?)field["user_output_name"] ?? Normalize((string)field["id"]!);
    }

    /// <summary>A name fit for a warehouse: small letters, digits and underscores.</summary>
    private static string Normalize(string name) => Regex.Replace(name, @"[^\p{L}\p{Nd}]+", "_").Trim('_').ToLowerInvariant();

    private static bool IsTrue(JsonNode? node) => node?.GetValueKind() == JsonValueKind.True;

    private static JsonObject ReadSchemas()
    {
        using var seed = typeof(SandboxService).Assembly.GetManifestResourceStream("PolytomicBulk.Sandbox.Schemas.json")!;
        var sources = JsonNode.Parse(seed)!.AsObject();
        foreach (var schema in sources.SelectMany(source => source.Value!.AsArray())) NameOutput(schema!.AsObject());
        return sources;
    }
}
