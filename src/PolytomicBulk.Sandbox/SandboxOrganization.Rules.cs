namespace PolytomicBulk.Sandbox;

/// <summary>Checks in addition to the contract: objects that do not exist, and settings that do not match a connection.</summary>
internal sealed partial class SandboxOrganization
{
    private void Check(JsonObject settings, JsonObject? sync)
    {
        if (string.IsNullOrWhiteSpace((string)settings["name"]!)) throw SandboxError.Invalid("name", "must not be empty");
        if (settings["organization_id"] is { } organization && !IsSame(organization, Id))
            throw new SandboxError(403, "forbidden", "organization_id is another organization than the key's");
        foreach (var limit in new[] { "concurrency_limit", "resync_concurrency_limit" })
        {
            if (settings[limit] is { } number && (long)number < 1) throw SandboxError.Invalid(limit, "must be at least 1");
        }

        var (from, to) = ((string)settings["source_connection_id"]!, (string)settings["destination_connection_id"]!);
        var source = Connections.FindSource(from, "source_connection_id");
        var destination = Connections.FindDestination(to, "destination_connection_id");
        var modes = destination["modes"]!.AsArray().Select(mode => (string)mode!["id"]!).ToArray();
        if (!modes.Contains((string)settings["mode"]!))
            throw SandboxError.Invalid("mode", $"must be one that the destination supports: {string.Join(", ", modes)}");
        CheckForm(source["configuration"] as JsonObject ?? [], settings["source_configuration"] as JsonObject ?? [], "source_configuration");
        CheckForm(destination["configuration"]!.AsObject(), settings["destination_configuration"]!.AsObject(), "destination_configuration");

        var tables = Tables(from, sync);
        CheckSchedule(settings["default_schedule"]!.AsObject(), "default_schedule", to, tables);
        foreach (var (schedule, number) in Items(settings["additional_schedules"]))
            CheckSchedule(schedule!.AsObject(), $"additional_schedules[{number}]", to, tables);
        foreach (var (choice, number) in Items(settings["schemas"]))
        {
            var name = $"schemas[{number}]";
            if (choice is JsonObject schema) CheckSchema(schema, Table(tables, (string?)schema["id"], $"{name}.id"), name);
            else Table(tables, (string)choice!, name);
        }

        Connections.CheckReady(from);
    }

    /// <summary>Checks settings against the form of a connection. Settings that the form does not contain are allowed.</summary>
    private static void CheckForm(JsonObject form, JsonObject settings, string name)
    {
        foreach (var (setting, rule) in form.Select(field => (field.Key, field.Value!.AsObject())))
        {
            var (path, value) = ($"{name}.{setting}", settings[setting]);
            if (value is null)
            {
                if (IsTrue(rule["required"])) throw SandboxError.Missing(path);
                continue;
            }

            var type = (string)rule["type"]!;
            if (!Fits(value, type)) throw SandboxError.Invalid(path, $"must be {type}");
            if (rule["enum"] is JsonArray values && !values.Any(known => JsonNode.DeepEquals(known, value)))
                throw SandboxError.Invalid(path, $"must be one of {string.Join(", ", values)}");
            if (type == "string" && IsTrue(rule["required"]) && (string)value! == "") throw SandboxError.Missing(path);
            if (rule["items"] is JsonObject items) CheckForm(items, value.AsObject(), path);
        }
    }

    private static bool Fits(JsonNode value, string type) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Object => type == "object",
        System.Text.Json.JsonValueKind.Array => type == "array",
        System.Text.Json.JsonValueKind.String => type == "string",
        System.Text.Json.JsonValueKind.Number => type is "number" or "integer",
        _ => type == "boolean",
    };

    /// <summary>The schemas of a source with their fields, including fields that only the bulk sync has.</summary>
    private Dictionary<string, HashSet<string>> Tables(string connectionId, JsonObject? sync)
    {
        var tables = Connections.FieldsOf(connectionId);
        if (!IsSame(sync?["source_connection_id"], connectionId)) return tables;
        foreach (var schema in SchemasOf(sync!)) tables[(string)schema["id"]!].UnionWith(FieldsOf(schema).Select(field => (string)field["id"]!));
        return tables;
    }

    private static HashSet<string> Table(Dictionary<string, HashSet<string>> tables, string? id, string name)
    {
        if (id is null) throw SandboxError.Missing(name);
        return tables.TryGetValue(id, out var fields) ? fields : throw SandboxError.Invalid(name, $"is not a schema of the source: '{id}'");
    }

    /// <summary>Refuses settings of a schema that name unknown fields.</summary>
    private static void CheckSchema(JsonObject schema, HashSet<string> fields, string name)
    {
        var prefix = name.Length == 0 ? "" : name + ".";
        foreach (var (choice, number) in Items(schema["fields"]))
        {
            var (field, path) = choice is JsonObject settings ? ((string?)settings["id"], $"{prefix}fields[{number}].id")
                : ((string?)choice, $"{prefix}fields[{number}]");
            Known(field ?? throw SandboxError.Missing(path), path);
        }

        foreach (var (filter, number) in Items(schema["filters"]))
        {
            if ((string?)filter!["field_id"] is { Length: > 0 } field) Known(field, $"{prefix}filters[{number}].field_id");
        }

        foreach (var property in new[] { "partition_key", "tracking_field" })
        {
            if ((string?)schema[property] is { Length: > 0 } field) Known(field, prefix + property);
        }

        void Known(string field, string path)
        {
            if (!fields.Contains(field)) throw SandboxError.Invalid(path, $"is not a field of the schema: '{field}'");
        }
    }

    private static IEnumerable<(JsonNode? Item, int Number)> Items(JsonNode? list) => (list as JsonArray ?? []).Select((item, number) => (item, number));
}
