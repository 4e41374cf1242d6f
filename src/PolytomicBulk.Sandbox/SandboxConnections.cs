using System.Globalization;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

/// <summary>The sandbox's connections, their schemas, and what users override in those.</summary>
internal sealed class SandboxConnections
{
    private static readonly TimeSpan RefreshTime = TimeSpan.FromSeconds(10);

    private static readonly HashSet<string> FieldTypes = ["unknown", "string", "number", "boolean", "datetime", "array", "object", "binary"];

    private readonly TimeProvider _clock;
    private readonly JsonObject _seed;
    private readonly Dictionary<string, DateTimeOffset> _refreshes = [];
    private readonly Dictionary<(string Connection, string Schema), SchemaOverrides> _overrides = [];

    public SandboxConnections(TimeProvider clock)
    {
        using var seed = typeof(SandboxConnections).Assembly.GetManifestResourceStream("PolytomicBulk.Sandbox.Connections.json")!;
        (_clock, _seed) = (clock, JsonNode.Parse(seed)!.AsObject());
        foreach (var (connection, age) in Connections.Select((connection, index) => (connection, TimeSpan.FromMinutes(95 + (73 * index)))))
        {
            _refreshes[IdOf(connection)] = clock.GetUtcNow() - age;
        }
    }

    public JsonArray Connections => _seed["connections"]!.AsArray();

    public JsonArray Types => _seed["types"]!.AsArray();

    public JsonObject Find(string id) =>
        Connections.Select(connection => connection!.AsObject()).FirstOrDefault(connection => string.Equals(IdOf(connection), id, StringComparison.OrdinalIgnoreCase))
        ?? throw new SandboxError(404, "not_found", "connection not found");

    public JsonObject Source(string connectionId, bool includeFields)
    {
        var id = IdOf(Find(connectionId));
        var source = _seed["sources"]![id]!.DeepClone().AsObject();
        source["schemas"] = new JsonArray([.. source["schemas"]!.AsArray().Select(schema => Show(id, schema!.AsObject(), includeFields))]);
        return source;
    }

    public JsonObject Destination(string connectionId)
    {
        var connection = Find(connectionId);
        return _seed["destinations"]![IdOf(connection)] as JsonObject
            ?? throw new SandboxError(400, "bad_request", $"{(string)connection["name"]!} cannot be the destination of a bulk sync");
    }

    public JsonObject Schema(string connectionId, string schemaId)
    {
        var (connection, schema) = FindSchema(connectionId, schemaId);
        return Show(connection, schema, includeFields: true);
    }

    public JsonArray Records(string connectionId, string schemaId)
    {
        var (connection, schema) = FindSchema(connectionId, schemaId);
        var fields = schema["fields"]!.AsArray();
        var added = Overrides(connection, schemaId).Fields.Where(field => fields.All(known => IdOf(known) != field.Key)).ToArray();
        var records = new JsonArray();
        for (var i = 0; i < fields[0]!["samples"]!.AsArray().Count; i++)
        {
            var record = new JsonObject();
            foreach (var field in fields) record[IdOf(field)] = field!["samples"]![i]?.DeepClone();
            foreach (var field in added) record[field.Key] = field.Value["example"]?.DeepClone();
            records.Add(record);
        }

        return records;
    }

    public void Refresh(string connectionId)
    {
        var connection = Find(connectionId);
        if ((string?)connection["status"] != "healthy") throw new SandboxError(400, "bad_request", "only a healthy connection can be refreshed");
        var id = IdOf(connection);
        if (!IsRefreshing(id)) _refreshes[id] = _clock.GetUtcNow();
    }

    public JsonObject Status(string connectionId)
    {
        var id = IdOf(Find(connectionId));
        var started = _refreshes[id];
        return IsRefreshing(id)
            ? new JsonObject { ["cache_status"] = "refreshing", ["last_refresh_started"] = Write(started) }
            : new JsonObject { ["cache_status"] = "fresh", ["last_refresh_started"] = Write(started), ["last_refresh_finished"] = Write(started + RefreshTime) };
    }

    public void SetPrimaryKey(string connectionId, string schemaId, JsonObject body)
    {
        var overrides = FindOverrides(connectionId, schemaId, out var fields);
        var keys = new Dictionary<string, bool>();
        foreach (var item in Items(body))
        {
            var id = Text(item, "field_id") ?? throw Missing("field_id");
            if (!fields.Contains(id)) throw new SandboxError(400, "bad_request", $"the schema has no field {id}");
            keys[id] = item["is_primary_key"] is JsonValue value && value.TryGetValue<bool>(out var isKey) ? isKey : throw Missing("is_primary_key");
        }

        overrides.PrimaryKeys = keys;
    }

    public void ResetPrimaryKey(string connectionId, string schemaId) => FindOverrides(connectionId, schemaId, out _).PrimaryKeys = [];

    public void UpsertFields(string connectionId, string schemaId, JsonObject body)
    {
        var overrides = FindOverrides(connectionId, schemaId, out _);
        var definitions = Items(body).Select(item => (Text(item, "field_id") ?? throw Missing("field_id"), Definition(item, isWhole: true))).ToArray();
        foreach (var (id, definition) in definitions) overrides.Fields[id] = definition;
    }

    public JsonObject PatchField(string connectionId, string schemaId, string fieldId, JsonObject body)
    {
        var overrides = FindOverrides(connectionId, schemaId, out var fields);
        if (!fields.Contains(fieldId)) throw NoField();
        var changed = overrides.Fields.TryGetValue(fieldId, out var definition) ? definition : [];
        foreach (var change in Definition(body, isWhole: false)) changed[change.Key] = change.Value?.DeepClone();
        overrides.Fields[fieldId] = changed;
        return Schema(connectionId, schemaId)["fields"]!.AsArray().Single(field => IdOf(field) == fieldId)!.AsObject();
    }

    public void DeleteField(string connectionId, string schemaId, string fieldId)
    {
        var overrides = FindOverrides(connectionId, schemaId, out var fields);
        if (!fields.Contains(fieldId)) throw NoField();
        if (!overrides.Fields.Remove(fieldId)) throw new SandboxError(400, "bad_request", $"field {fieldId} comes from the source, and no user defined it");
        if (Schema(connectionId, schemaId)["fields"]!.AsArray().All(field => IdOf(field) != fieldId)) overrides.PrimaryKeys.Remove(fieldId);
    }

    private static string IdOf(JsonNode? node) => (string)node!["id"]!;

    private static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static SandboxError Missing(string property) => new(400, "bad_request", $"{property} is required");

    private static SandboxError NoField() => new(404, "not_found", "field not found");

    private static IEnumerable<JsonObject> Items(JsonObject body) =>
        (body["fields"] as JsonArray)?.Select(item => item as JsonObject ?? throw Missing("fields")) ?? throw Missing("fields");

    private static string? Text(JsonObject json, string property) =>
        json[property] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static JsonObject Definition(JsonObject from, bool isWhole)
    {
        var definition = new JsonObject();
        foreach (var property in new[] { "label", "type", "path" })
        {
            if (Text(from, property) is { } text) definition[property] = text;
            else if (isWhole && property != "path") throw Missing(property);
        }

        if (definition["type"] is { } type && !FieldTypes.Contains((string)type!)) throw new SandboxError(400, "bad_request", $"there is no type {(string)type!}");
        if (from.TryGetPropertyValue("example", out var example)) definition["example"] = example?.DeepClone();
        return definition;
    }

    private bool IsRefreshing(string id) => _clock.GetUtcNow() < _refreshes[id] + RefreshTime;

    private (string Connection, JsonObject Schema) FindSchema(string connectionId, string schemaId)
    {
        var id = IdOf(Find(connectionId));
        var schema = _seed["sources"]![id]!["schemas"]!.AsArray().FirstOrDefault(schema => IdOf(schema) == schemaId);
        return (id, schema?.AsObject() ?? throw new SandboxError(404, "not_found", "schema not found"));
    }

    private SchemaOverrides FindOverrides(string connectionId, string schemaId, out HashSet<string> fields)
    {
        var (connection, schema) = FindSchema(connectionId, schemaId);
        fields = [.. Show(connection, schema, includeFields: true)["fields"]!.AsArray().Select(IdOf)];
        return Overrides(connection, schemaId);
    }

    private SchemaOverrides Overrides(string connection, string schemaId)
    {
        if (!_overrides.TryGetValue((connection, schemaId), out var overrides)) _overrides[(connection, schemaId)] = overrides = new();
        return overrides;
    }

    /// <summary>A schema as the service shows it: with the overrides, and without the samples.</summary>
    private JsonObject Show(string connection, JsonObject schema, bool includeFields)
    {
        var shown = new JsonObject { ["id"] = IdOf(schema), ["name"] = (string)schema["name"]! };
        if (!includeFields) return shown;

        var overrides = Overrides(connection, IdOf(schema));
        var fields = schema["fields"]!.AsArray().Select(field => field!.DeepClone().AsObject()).ToList();
        foreach (var added in overrides.Fields.Keys.Where(id => fields.TrueForAll(field => IdOf(field) != id))) fields.Add(new JsonObject { ["id"] = added, ["is_primary_key"] = false });
        foreach (var field in fields)
        {
            field.Remove("samples");
            field["user_managed"] = overrides.Fields.TryGetValue(IdOf(field), out var definition);
            if (definition?["label"] is { } label) field["name"] = (string)label!;
            if (definition?["type"] is { } type) field["type"] = (string)type!;
            if (definition?["path"] is { } path) field["path"] = (string)path!;
            if (overrides.PrimaryKeys.TryGetValue(IdOf(field), out var isKey)) field["is_primary_key"] = isKey;
        }

        shown["fields"] = new JsonArray([.. fields]);
        return shown;
    }

    private sealed class SchemaOverrides
    {
        public Dictionary<string, bool> PrimaryKeys { get; set; } = [];

        public Dictionary<string, JsonObject> Fields { get; } = [];
    }
}
