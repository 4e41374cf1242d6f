namespace PolytomicBulk.Sandbox;

/// <summary>The connections of an organization, their schemas, and the user-defined parts of those schemas.</summary>
internal sealed partial class SandboxConnections
{
    private static readonly TimeSpan RefreshTime = TimeSpan.FromSeconds(10);

    private static readonly string[] FieldTypes = ["string", "number", "boolean", "datetime", "array", "object", "binary"];

    // A limit, so that a sandbox does not grow without bound.
    private const int MostConnections = 1000;
    private const int MostUserFields = 200;

    /// <summary>The connection whose schemas the option Tables replaces.</summary>
    public const string WithTables = "5f88ea52-5af3-57d3-bdf1-2f249dac4bdf";

    private readonly TimeProvider _clock;
    private readonly SandboxIds _ids;
    private readonly JsonObject _seed;
    private readonly Dictionary<string, DateTimeOffset> _refreshes = [];
    private readonly Dictionary<string, string> _patterns = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _isNew = [];
    private readonly bool _hasOtherTables;
    private readonly Dictionary<(string Connection, string Schema), SchemaOverrides> _overrides = [];

    /// <summary>Creates the connections of the seed.</summary>
    public SandboxConnections(TimeProvider clock, SandboxIds ids, IReadOnlyDictionary<string, string[]>? tables, string? organization)
    {
        using var seed = typeof(SandboxConnections).Assembly.GetManifestResourceStream("PolytomicBulk.Sandbox.Connections.json")!;
        (_clock, _ids, _seed, _hasOtherTables) = (clock, ids, JsonNode.Parse(seed)!.AsObject(), tables is not null);
        if (tables is not null) _seed["sources"]![WithTables]!["schemas"] = new JsonArray([.. tables.Select(table => ToSchema(table.Key, table.Value))]);
        foreach (var (connection, age) in List.Select((connection, index) => (connection!.AsObject(), TimeSpan.FromMinutes(95 + (73 * index)))))
        {
            var pattern = IdOf(connection);
            if (organization is not null)
                (connection["id"], connection["organization_id"], connection["policies"]) = (organization[..8] + pattern[8..], organization, new JsonArray());
            _refreshes[IdOf(connection)] = clock.GetUtcNow() - age;
            _patterns[IdOf(connection)] = pattern;
            connection["status_error"] ??= "";
            if (!connection.ContainsKey("api_calls_last_24_hours")) connection["api_calls_last_24_hours"] = null;
        }
    }

    public JsonArray List => _seed["connections"]!.AsArray();

    public JsonArray Types => _seed["types"]!.AsArray();

    public JsonObject Find(string id) => LookUp(id) ?? throw SandboxError.NotFound("connection");

    /// <summary>The id of the seed connection whose schemas and settings a connection uses, or empty text.</summary>
    public string PatternOf(string id) => _patterns[id];

    /// <summary>The properties of a connection as a source.</summary>
    public JsonObject FindSource(string id, string property) => _seed["sources"]![PatternOf(IdOf(Known(id, property)))] as JsonObject
        ?? throw SandboxError.Invalid(property, "belongs to a connection that cannot be the source of a bulk sync");

    /// <summary>The properties of a connection as a destination.</summary>
    public JsonObject FindDestination(string id, string property) => _seed["destinations"]![PatternOf(IdOf(Known(id, property)))] as JsonObject
        ?? throw SandboxError.Invalid(property, "belongs to a connection that cannot be the destination of a bulk sync");

    /// <summary>Refuses a connection whose schemas are not cached yet.</summary>
    public void CheckReady(string id)
    {
        var connection = IdOf(Find(id));
        if (!_isNew.Contains(connection) || !IsRefreshing(connection)) return;
        // While the service reads the schemas for the first time, it can return either error. The sandbox returns each for half of that time.
        throw _clock.GetUtcNow() - _refreshes[connection] < TimeSpan.FromTicks(RefreshTime.Ticks / 2)
            ? new SandboxError(422, "unprocessable", "cache refresh in progress")
            : new SandboxError(400, "bad_request", "did not provide any schemas");
    }

    /// <summary>Whether a seed connection has its default schemas.</summary>
    public bool HasOwnTables(string pattern) => !(_hasOtherTables && pattern == WithTables);

    /// <summary>Why a connection does not work, or null if it works.</summary>
    public string? FaultOf(string id) => LookUp(id) is { } connection && (string?)connection["status"] != "healthy"
        ? (string)connection["status_error"]! : null;

    /// <summary>The schemas that a seed connection offers as a source, with their fields.</summary>
    public IReadOnlyList<(string Id, IReadOnlyList<string> Fields)> Offer(string pattern) =>
        [.. (_seed["sources"]![pattern]?["schemas"] as JsonArray ?? [])
            .Select(schema => (IdOf(schema), (IReadOnlyList<string>)[.. schema!["fields"]!.AsArray().Select(IdOf)]))];

    /// <summary>The fields of each schema that a source offers, including user-defined fields.</summary>
    public Dictionary<string, HashSet<string>> FieldsOf(string id)
    {
        var connection = IdOf(Find(id));
        return Offer(PatternOf(connection)).ToDictionary(table => table.Id, table => new HashSet<string>([
            .. table.Fields,
            .. _overrides.TryGetValue((connection, table.Id), out var overrides) ? overrides.Fields.Keys : Enumerable.Empty<string>()]));
    }

    public JsonObject Source(string connectionId, bool includeFields)
    {
        var id = IdOf(Find(connectionId));
        var source = FindSource(id, "id").DeepClone().AsObject();
        CheckReady(id);
        source["schemas"] = new JsonArray([.. source["schemas"]!.AsArray().Select(schema => Show(id, schema!.AsObject(), includeFields))]);
        return source;
    }

    public JsonObject Destination(string connectionId) => FindDestination(IdOf(Find(connectionId)), "id");

    public JsonObject Schema(string connectionId, string schemaId)
    {
        var (connection, schema) = FindSchema(connectionId, schemaId);
        return Show(connection, schema, includeFields: true);
    }

    public JsonArray? Records(string connectionId, string schemaId)
    {
        var (connection, schema) = FindSchema(connectionId, schemaId);
        var fields = schema["fields"]!.AsArray();
        var added = Overrides(connection, schemaId).Fields.Where(field => fields.All(known => IdOf(known) != field.Key)).ToArray();
        var records = new JsonArray();
        for (var i = 0; i < ((fields.FirstOrDefault()?["samples"] as JsonArray)?.Count ?? 0); i++)
        {
            var record = new JsonObject();
            foreach (var field in fields) record[IdOf(field)] = field!["samples"]![i]?.DeepClone();
            foreach (var field in added) record[field.Key] = field.Value["example"]?.DeepClone();
            records.Add(record);
        }

        return records.Count == 0 ? null : records;
    }

    public void Refresh(string connectionId)
    {
        var connection = Find(connectionId);
        if ((string?)connection["status"] != "healthy") throw SandboxError.Invalid("id", "belongs to a connection that is not healthy and cannot be refreshed");
        var id = IdOf(connection);
        if (!IsRefreshing(id)) _refreshes[id] = _clock.GetUtcNow();
    }

    public JsonObject Status(string connectionId)
    {
        var id = IdOf(Find(connectionId));
        var started = _refreshes[id];
        return IsRefreshing(id)
            ? new JsonObject { ["cache_status"] = "refreshing", ["last_refresh_started"] = SandboxTime.Text(started), ["last_refresh_finished"] = null }
            : new JsonObject { ["cache_status"] = "fresh", ["last_refresh_started"] = SandboxTime.Text(started),
                ["last_refresh_finished"] = SandboxTime.Text(started + RefreshTime) };
    }

    private static string IdOf(JsonNode? node) => (string)node!["id"]!;

    private static JsonObject ToSchema(string id, string[] fields) => new()
    {
        ["id"] = id,
        ["name"] = id,
        ["fields"] = new JsonArray([.. fields.Select((field, number) => new JsonObject
        {
            ["id"] = field,
            ["name"] = field,
            ["type"] = "string",
            ["remote_type"] = "text",
            ["is_primary_key"] = number == 0,
            ["samples"] = new JsonArray("a", "b"),
        })]),
    };

    private JsonObject? LookUp(string id) =>
        List.Select(connection => connection!.AsObject()).FirstOrDefault(connection => string.Equals(IdOf(connection), id, StringComparison.OrdinalIgnoreCase));

    private JsonObject Known(string id, string property) => LookUp(id)
        ?? throw SandboxError.Invalid(property, "does not belong to a connection of this organization");

    private bool IsRefreshing(string id) => _clock.GetUtcNow() < _refreshes[id] + RefreshTime;

    private (string Connection, JsonObject Schema) FindSchema(string connectionId, string schemaId)
    {
        var id = IdOf(Find(connectionId));
        CheckReady(id);
        var schema = (_seed["sources"]![PatternOf(id)]?["schemas"] as JsonArray)?.FirstOrDefault(schema => IdOf(schema) == schemaId);
        return (id, schema?.AsObject() ?? throw SandboxError.NotFound("schema"));
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

    /// <summary>A schema in the form of an answer: with the overrides, and without the samples.</summary>
    private JsonObject Show(string connection, JsonObject schema, bool includeFields)
    {
        var shown = new JsonObject { ["id"] = IdOf(schema), ["name"] = (string)schema["name"]! };
        if (!includeFields) return shown;

        var overrides = Overrides(connection, IdOf(schema));
        var fields = schema["fields"]!.AsArray().Select(field => field!.DeepClone().AsObject()).ToList();
        foreach (var added in overrides.Fields.Keys.Where(id => fields.TrueForAll(field => IdOf(field) != id)))
            fields.Add(new JsonObject { ["id"] = added, ["is_primary_key"] = false });
        foreach (var field in fields)
        {
            field.Remove("samples");
            field["user_managed"] = overrides.Fields.TryGetValue(IdOf(field), out var definition);
            if (definition?["label"] is { } label) field["name"] = (string)label!;
            if (definition?["type"] is { } type) field["type"] = (string)type!;
            if ((string?)definition?["path"] is { Length: > 0 } path) field["path"] = path;
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
