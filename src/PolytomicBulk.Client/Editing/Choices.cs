namespace PolytomicBulk.Editing;

/// <summary>Separates what users chose in an object from what the service sets, such as counts and times.</summary>
internal static class Choices
{
    /// <summary>A copy with only what users chose.</summary>
    public static JsonObject In(ApiTable table, JsonObject json)
    {
        var choices = new JsonObject();
        foreach (var (name, value) in json)
        {
            if (!IsChoice(table, json, name)) continue;
            var inner = table.TryGet(name, out var property) ? property.Table : null;
            choices[name] = (inner, value) switch
            {
                (not null, JsonObject item) => In(inner, item),
                (not null, JsonArray items) => new JsonArray([.. items.Select(item => item is JsonObject one ? In(inner, one) : item?.DeepClone())]),
                _ => value?.DeepClone(),
            };
        }

        return choices;
    }

    /// <summary>Whether users choose the property.</summary>
    public static bool IsChoice(ApiTable table, JsonObject item, string name) =>
        table.TryGet(name, out var property) ? property is { IsSetByService: false, IsFixed: false } : !IsPassing(item, name);

    /// <summary>
    /// Whether the service sets a property: a time, a count, or who did something. Only the ending of the name counts, so that properties added later are
    /// recognized too. Otherwise each update would report that the service did not accept them.
    /// </summary>
    public static bool IsPassing(JsonObject item, string name) =>
        name.EndsWith("_at", StringComparison.Ordinal)
        || name.EndsWith("_count", StringComparison.Ordinal)
        || (name.EndsWith("_by", StringComparison.Ordinal) && item.ContainsKey(name[..^2] + "at"));

    /// <summary>Removes what only the service sets, at any depth that the table describes.</summary>
    public static void RemoveSetByService(ApiTable table, JsonObject json)
    {
        foreach (var property in table.Properties)
        {
            if (property.IsSetByService) json.Remove(property.Name);
            else if (property.Table is { } inner)
            {
                foreach (var item in ItemsOf(json[property.Name])) RemoveSetByService(inner, item);
            }
        }
    }

    /// <summary>Where an object of a table contains masks.</summary>
    public static IEnumerable<string> MasksIn(ApiTable table, JsonObject json) =>
        from property in table.Properties
        where property is { Kind: PropertyKind.Free, IsSetByService: false } && json[property.Name] is JsonObject
        from mask in Secrets.MasksIn((JsonObject)json[property.Name]!, property.Name)
        select mask;

    /// <summary>The spellings of the secrets in an object of a table, to remove them from messages. Null if there are none.</summary>
    public static SecretSpellings? SecretsIn(ApiTable table, JsonObject json, IReadOnlyCollection<string> texts)
    {
        var secrets = json.Where(property => table.Get(property.Key) is null or { Kind: PropertyKind.Free, IsSetByService: false })
            .SelectMany(property => Secrets.TextsIn(property.Key, property.Value))
            .Concat(texts)
            .ToList();
        return secrets.Count > 0 ? new(secrets) : null;
    }

    /// <summary>The ids in a property that contains an id or a list of ids.</summary>
    public static IEnumerable<string> IdsIn(JsonNode? value) => value is JsonArray items
        ? items.Select(JsonWords.Text).OfType<string>()
        : JsonWords.Text(value) is { Length: > 0 } id ? [id] : [];

    /// <summary>The ids of the fields that filters use.</summary>
    public static IEnumerable<string> FilteredIn(JsonNode? filters) =>
        ItemsOf(filters).Select(filter => JsonWords.Text(filter["field_id"])).OfType<string>().Where(id => id.Length > 0);

    /// <summary>The objects in a property that contains an object or a list of objects.</summary>
    public static IEnumerable<JsonObject> ItemsOf(JsonNode? node) => node switch
    {
        JsonObject one => [one],
        JsonArray items => items.OfType<JsonObject>(),
        _ => [],
    };
}
