namespace PolytomicBulk.Configuration;

/// <summary>Finds faults in a configuration, and names and values that may be mistyped.</summary>
internal static class ConfigurationCheck
{
    /// <summary>
    /// Why a file is not a configuration: its structure, a property that it cannot have, or the type or range of a value. Null if it is one.
    /// </summary>
    public static InvalidConfigurationException? FindFault(JsonObject json) => FindFaultInShape(json) ?? FindFaultInNames(json) ?? FindFaultInValues(json);

    /// <summary>
    /// Why JSON is not a complete configuration, by its structure. Null if it is one. Values are not checked, because an unusual value of the service
    /// is not a fault.
    /// </summary>
    public static InvalidConfigurationException? FindFaultInShape(JsonObject json)
    {
        foreach (var name in new[] { "name", "mode" })
        {
            if (string.IsNullOrWhiteSpace(JsonWords.Text(json[name]))) return FaultOfSetting($"'{name}' is missing or is not text.", name);
        }

        foreach (var role in ConfigurationForm.Connections)
        {
            if (JsonWords.Id((json[role] as JsonObject)?["id"]) is not null) continue;
            var message = $"'{role}' must be an object whose 'id' is the id of a connection.";
            return json[role] is JsonObject connection && Mistyped(connection, "id", ["name"]) is { } mistyped
                ? Fault(message, connection, "id", role, mistyped)
                : FaultOfSetting(message, role);
        }

        foreach (var name in new[] { "destination_configuration", "default_schedule" })
        {
            if (json[name] is not JsonObject) return FaultOfSetting($"'{name}' is missing or is not an object.", name);
        }

        var schedule = json["default_schedule"]!.AsObject();
        if (string.IsNullOrEmpty(JsonWords.Text(schedule["frequency"])))
        {
            var mistyped = Mistyped(schedule, "frequency", ApiTables.DefaultSchedule.NameSet);
            return Fault("'default_schedule' needs a 'frequency'.", schedule, "frequency", "default_schedule.frequency", mistyped);
        }

        // If the list were missing by mistake, all schemas of the bulk sync would be disabled.
        if (json["schemas"] is not JsonArray schemas) return FaultOfSetting("'schemas' must be a list. Use [] to sync nothing.", "schemas");
        return FindFaultInItems(json, "schemas", "", "the sync")
            ?? schemas.OfType<JsonObject>()
                .Select(schema => FindFaultInItems(schema, "fields", $"schemas.{SchemaForm.IdOf(schema)}.", $"schema '{SchemaForm.IdOf(schema)}'"))
                .FirstOrDefault(fault => fault is not null);

        InvalidConfigurationException FaultOfSetting(string message, string name) =>
            Fault(message, json, name, name, Mistyped(json, name, ConfigurationPart.Settings));
    }

    /// <summary>Finds names and values that may be mistyped: this version does not know them, and the service does not use them at the same place.</summary>
    public static IEnumerable<ConfigurationDoubt> FindDoubts(BulkSyncConfiguration configuration, ConfigurationVocabulary service)
    {
        foreach (var part in configuration.Parts)
        {
            foreach (var (name, value) in part.Json.Select(property => (property.Key, JsonWords.Text(property.Value))))
            {
                if (part.Names?.Contains(name) == false && !service.Has(part, name)) yield return new(part.Place + name, name, IsValue: false, part.Names);
                else if (value is not null && part.ValuesOf(name) is { } known && !known.Contains(value) && !service.Has(part, name, value))
                {
                    yield return new(part.Place + name, value, IsValue: true, known);
                }
            }
        }
    }

    /// <summary>
    /// Why a property is never written: only the service sets it, or it is in the description of a connection or policy, which only files have.
    /// </summary>
    private static InvalidConfigurationException? FindFaultInNames(JsonObject json)
    {
        if (json.Select(property => property.Key).FirstOrDefault(name => !Choices.IsChoice(ApiTables.BulkSync, json, name)) is { } ofService)
        {
            return Fault($"'{ofService}' cannot be in a file, because only the service sets it.", json, ofService, ofService);
        }

        return
        (
            from place in ConfigurationForm.Connections.Append("policies")
            from described in Choices.ItemsOf(json[place])
            from name in described.Select(property => property.Key)
            where !ConfigurationForm.NamesOfDescription.Contains(name)
            select Fault($"'{place}' cannot have the property '{name}', only 'id' and 'name'.", described, name, $"{place}.{name}")).FirstOrDefault();
    }

    private static InvalidConfigurationException? FindFaultInValues(JsonObject json) =>
        (from part in ConfigurationPart.ListIn(json)
         from property in part.Json
         let fault = FaultOf(part, property.Key, property.Value)
         where fault is not null
         select Fault($"'{part.Place + property.Key}' {fault}.", part.Json, property.Key, part.Place + property.Key)).FirstOrDefault();

    private static string? FaultOf(ConfigurationPart part, string name, JsonNode? value)
    {
        if (part.Table == ApiTables.DefaultSchedule && ApiTables.OnlyAdditional.Contains(name))
        {
            return JsonWords.IsEmpty(value) ? null : "cannot have a value, because only an additional schedule has this property";
        }

        if (part.Names is null) return null;
        if (part.Table == ApiTables.BulkSync && name == "policies") return FaultOfPolicies(value);
        return part.Table.Get(name)?.FaultOf(value, ApiTables.TakesPatterns(JsonWords.Text(part.Json["frequency"])));
    }

    private static string? FaultOfPolicies(JsonNode? value) =>
        value is null || (value is JsonArray policies
            && policies.All(policy => JsonWords.Id(BulkSyncConfiguration.IdOfPolicy(policy)) is not null))
            ? null
            : "must be a list of permission policies, each with an id";

    private static InvalidConfigurationException? FindFaultInItems(JsonObject json, string name, string place, string owner)
    {
        if (json[name] is null) return null;
        var message = $"'{name}' of {owner} must be a list of objects that each have an 'id'.";
        if (json[name] is not JsonArray items || !items.All(item => item is JsonObject)) return Fault(message, json, name, place + name);
        if (items.OfType<JsonObject>().FirstOrDefault(item => SchemaForm.IdOf(item).Length == 0) is { } bare)
        {
            // No other name in the tables is similar.
            return Fault(message, bare, "id", place + name, Mistyped(bare, "id", []));
        }

        var twice = items.OfType<JsonObject>().GroupBy(SchemaForm.IdOf).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? null : Fault($"'{name}' of {owner} contains '{twice.Key}' twice.", twice.ElementAt(1), "id", $"{place}{name}.{twice.Key}.id");
    }

    /// <summary>A fault of a property, or of the one that was probably mistyped.</summary>
    private static InvalidConfigurationException Fault(string message, JsonObject owner, string name, string place, string? mistyped = null)
    {
        var advice = mistyped is null ? "" : $" Rename '{mistyped}' to '{name}'.";
        return new(message + advice, place) { Where = (owner, mistyped ?? name), SyncName = JsonWords.Text(owner.Root["name"]) };
    }

    /// <summary>If an object omits a property, but has an unknown property with a similar name, this is probably the one.</summary>
    private static string? Mistyped(JsonObject owner, string name, IReadOnlyCollection<string> known) => owner.ContainsKey(name)
        ? null
        : owner.Select(property => property.Key).FirstOrDefault(key => !known.Contains(key) && Likeness.Nearest(key, [name]).Length > 0);
}
