namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxConnections
{
    private const string Mask = "********";

    /// <summary>A secret that contains this word does not work, so that users can try a wrong password.</summary>
    private const string Wrong = "wrong";

    /// <summary>The settings that contain the name of a server.</summary>
    private static readonly string[] Hosts = ["hostname", "url", "account", "domain", "ssh_host"];

    public JsonObject FindType(string id) =>
        Types.FirstOrDefault(type => IdOf(type) == id)?.AsObject() ?? throw SandboxError.NotFound("connection type");

    public JsonObject Create(JsonObject settings, string organization)
    {
        var id = (string)settings["type"]!;
        var type = Types.FirstOrDefault(type => IdOf(type) == id)?.AsObject() ?? throw SandboxError.Invalid("type", $"does not exist: '{id}'");
        var connection = new JsonObject { ["id"] = _ids.Next().ToString(), ["type"] = Summary(type), ["saved"] = true, ["organization_id"] = organization };
        Configure(connection, type, settings);
        connection["api_calls_last_24_hours"] = null;
        var pattern = List.FirstOrDefault(other => IdOf(other!["type"]) == IdOf(type));
        Add(connection, pattern is null ? "" : PatternOf(IdOf(pattern)));
        return connection;
    }

    /// <summary>Replaces all settings of a connection, and removes those that the request omits.</summary>
    public void Update(JsonObject connection, JsonObject settings)
    {
        var type = FindType(IdOf(connection["type"]));
        if (settings["type"] is { } other && (string)other! != IdOf(type)) throw SandboxError.Invalid("type", "cannot be changed");
        Configure(connection, type, settings);
    }

    public void Delete(JsonObject connection) => List.Remove((JsonNode)connection);

    /// <summary>Creates a connection that shares a connection of another organization.</summary>
    public JsonObject Share(SandboxConnections others, JsonObject parent, string? name, string organization)
    {
        CheckNumber();
        var connection = parent.DeepClone().AsObject();
        (connection["id"], connection["parent_connection_id"], connection["organization_id"]) = (_ids.Next().ToString(), IdOf(parent), organization);
        (connection["name"], connection["policies"]) = (string.IsNullOrWhiteSpace(name) ? (string)parent["name"]! : name, new JsonArray());
        Add(connection, others.PatternOf(IdOf(parent)));
        return connection;
    }

    /// <summary>Tests settings without saving them. For an existing connection, the stored settings replace omitted ones.</summary>
    public void Test(JsonObject body)
    {
        var id = (string)body["type"]!;
        var type = Types.FirstOrDefault(type => IdOf(type) == id)?.AsObject() ?? throw SandboxError.Invalid("type", $"does not exist: '{id}'");
        var configuration = body["configuration"]!.AsObject();
        string? fault = null;
        if ((string?)body["connection_id"] is { } known)
        {
            var connection = Find(known);
            if (IdOf(connection["type"]) != id) throw SandboxError.Invalid("type", "is not the connection's");
            // The sandbox cannot check a stored secret. The status of the connection decides.
            var stored = connection["configuration"]!.AsObject();
            var isSame = configuration.All(setting => JsonNode.DeepEquals(setting.Value, stored[setting.Key]));
            fault = isSame && (string?)connection["status"] != "healthy" ? (string?)connection["status_error"] : null;
            foreach (var setting in stored)
            {
                if (!configuration.ContainsKey(setting.Key) && setting.Value?.ToString() != Mask) configuration[setting.Key] = setting.Value?.DeepClone();
            }
        }
        else CheckRequired(type, configuration);

        if ((fault ?? FaultOf(type, configuration)) is { Length: > 0 } why) throw SandboxError.Invalid("configuration", $"does not work: {why}");
    }

    /// <summary>The address for signing in, or null if the type does not need it.</summary>
    public string? SignInOf(JsonObject connection) => UsesSignIn(FindType(IdOf(connection["type"])))
        ? $"https://sandbox.invalid/oauth/{IdOf(connection["type"])}?connection={IdOf(connection)}" : null;

    /// <summary>The possible values of the settings of a connection.</summary>
    public JsonObject ValuesOf(string id)
    {
        var type = FindType(IdOf(Find(id)["type"]));
        return new JsonObject(Properties(type).Select(property => property.Key).Where(name => Choices(type, name).Count > 0)
            .Select(name => new KeyValuePair<string, JsonNode?>(name, Offer(type, name, query: null))));
    }

    /// <summary>The possible values of one setting of a type.</summary>
    public JsonObject ValuesOfType(string id, JsonObject body)
    {
        var (type, field) = (FindType(id), (string)body["field"]!);
        if (Properties(type).All(property => property.Key != field)) throw SandboxError.Invalid("field", $"is not a setting of the type: '{field}'");
        if ((string?)body["connection_id"] is { } known) Find(known);
        return new() { [field] = Offer(type, field, (string?)body["query"]) };
    }

    private JsonObject Offer(JsonObject type, string field, string? query)
    {
        var values = Choices(type, field).Where(choice => query is null || Regex.IsMatch(choice.Label, Regex.Escape(query), RegexOptions.IgnoreCase))
            .Select(choice => (JsonNode)new JsonObject { ["label"] = choice.Label, ["value"] = choice.Value }).ToArray();
        return new() { ["allows_creation"] = false, ["values"] = values.Length == 0 ? null : new JsonArray(values) };
    }

    private List<(string Value, string Label)> Choices(JsonObject type, string field)
    {
        var property = Properties(type).First(property => property.Key == field).Value!;
        if (property["enum"] is JsonArray known) return [.. known.Select(one => ((string)one!["value"]!, (string)one!["label"]!))];
        return [.. (_seed["values"]![IdOf(type)]?[field] as JsonArray ?? []).Select(value => ((string)value!, (string)value!))];
    }

    private void Add(JsonObject connection, string pattern)
    {
        List.Add((JsonNode)connection);
        _patterns[IdOf(connection)] = pattern;
        _refreshes[IdOf(connection)] = _clock.GetUtcNow();
        _isNew.Add(IdOf(connection));
    }

    private void CheckNumber()
    {
        if (List.Count >= MostConnections) throw new SandboxError(422, "unprocessable", $"an organization has at most {MostConnections} connections");
    }

    private void Configure(JsonObject connection, JsonObject type, JsonObject settings)
    {
        if (string.IsNullOrWhiteSpace((string)settings["name"]!)) throw SandboxError.Invalid("name", "must not be empty");
        if (LookUp(IdOf(connection)) is null) CheckNumber();
        var configuration = settings["configuration"]!.AsObject();
        CheckRequired(type, configuration);
        var fault = FaultOf(type, configuration);
        if (fault is not null && settings["validate"]?.ToJsonString() != "false") throw SandboxError.Invalid("configuration", $"does not work: {fault}");
        var secrets = Properties(type).Where(IsSensitive).Select(property => property.Key).ToList();
        connection["name"] = (string)settings["name"]!;
        (connection["status"], connection["status_error"]) = (fault is null ? "healthy" : "unhealthy", fault ?? "");
        connection["configuration"] = new JsonObject(configuration.Select(setting =>
            new KeyValuePair<string, JsonNode?>(setting.Key, secrets.Contains(setting.Key) && setting.Value is not null ? Mask : setting.Value?.DeepClone())));
        connection["policies"] = settings["policies"]?.DeepClone() ?? new JsonArray();
    }

    private static void CheckRequired(JsonObject type, JsonObject configuration)
    {
        foreach (var required in type["configurationForm"]!["jsonschema"]!["required"]!.AsArray().Select(name => (string)name!))
            if (configuration[required] is null) throw SandboxError.Missing($"configuration.{required}");
    }

    private static string? FaultOf(JsonObject type, JsonObject configuration)
    {
        foreach (var name in Properties(type).Where(IsSensitive).Select(property => property.Key))
        {
            if (configuration[name] is { } secret && secret.ToString() is var text && (text == Mask || text.Contains(Wrong)))
                return $"the service does not accept the {name}";
        }

        return Array.Find(Hosts, name => configuration[name]?.ToString().EndsWith(".invalid", StringComparison.OrdinalIgnoreCase) == true) is { } host
            ? $"there is no host {configuration[host]}" : null;
    }

    private static JsonObject Summary(JsonObject type)
    {
        var can = type["capabilities"]!.AsObject().Where(one => one.Key != "orchestration" && (bool)one.Value!)
            .Select(one => JsonValue.Create(one.Key)).ToArray();
        return new()
        {
            ["id"] = IdOf(type), ["name"] = (string)type["name"]!, ["logo_url"] = (string)type["logo_url"]!,
            ["operations"] = can.Length == 0 ? null : new JsonArray([.. can]),
        };
    }

    /// <summary>The settings of a type, including those that depend on other settings.</summary>
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Properties(JsonObject type)
    {
        var schema = type["configurationForm"]!["jsonschema"]!;
        return schema["properties"]!.AsObject()
            .Concat((schema["dependentSchemas"] as JsonObject ?? []).SelectMany(other => other.Value!["properties"]!.AsObject()));
    }

    private static bool IsSensitive(KeyValuePair<string, JsonNode?> property) => property.Value!["sensitive"] is not null;

    private static bool UsesSignIn(JsonObject type) => (bool)type["use_oauth"]!;
}
