namespace PolytomicBulk.Configuration;

/// <summary>
/// The normal form of configurations: those that mean the same have the same form. The order is fixed, and what only the service sets is omitted.
/// Empty values are included, because an omitted property can have any value.
/// </summary>
internal static class ConfigurationForm
{
    /// <summary>The connections, by their roles. A file describes each one with an object.</summary>
    public static readonly string[] Connections = ["source_connection", "destination_connection"];

    private static readonly string[] First =
    [
        "id", "name", "active", "mode", "source_connection", "source_configuration", "destination_connection", "destination_configuration",
        "default_schedule", "additional_schedules", "enabled", "frequency",
    ];

    private static readonly string[] Last = ["fields", "filters", "schemas"];

    private static readonly ApiTable Connection = new(
        "connection", new("id", PropertyKind.Id) { RefersTo = ResourceKind.Connection }, new("name", PropertyKind.Text));

    /// <summary>The properties that describe a connection or policy in a file.</summary>
    public static IReadOnlyCollection<string> NamesOfDescription => Connection.NameSet;

    /// <summary>The properties of a file. It describes connections with objects, where a bulk sync contains only their ids.</summary>
    public static ApiTable Table { get; } = new(
        "configuration",
        [
            .. ApiTables.BulkSync.Properties.Where(property => property.Kind != PropertyKind.Id),
            .. Connections.Select(role => new ApiProperty(role, PropertyKind.Item) { Table = Connection }),
        ]);

    /// <summary>The normal form of a configuration.</summary>
    public static JsonObject Normalize(JsonObject json, bool isWhole) => Normalize(Table, json, isWhole);

    private static JsonObject Normalize(ApiTable? table, JsonObject json, bool isWhole)
    {
        var normal = new JsonObject();
        var names = json.Select(property => property.Key);
        if (isWhole && table is not null)
        {
            // Only in a schedule with patterns can an omitted time have a value. Other schedules do not need empty times.
            var hasPatterns = ApiTables.TakesPatterns(JsonWords.Text(json["frequency"]));
            var said = table.Properties.Where(property => IsSaid(property) && (hasPatterns || property.GoesWith is null));
            names = names.Union(said.Select(property => property.Name));
        }

        foreach (var name in names.OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal))
        {
            var property = table?.Get(name);
            if (table == ApiTables.DefaultSchedule && ApiTables.OnlyAdditional.Contains(name)) continue;
            if (Choices.IsPassing(json, name) || property is { IsSetByService: true } or { IsFixed: true }) continue;
            if (property?.IsNeverEmpty == true && JsonWords.IsEmpty(json[name])) continue;
            // The service means false and no fields by null. In a file, null says nothing about a flag or the fields.
            if (!isWhole && json[name] is null && property is { Kind: PropertyKind.Flag } or { Table.HasIds: true }) continue;
            var value = table?.IsSet(json, name) == true ? InOrder((JsonArray)json[name]!) : Normalize(property, json[name], isWhole);
            if (value is not null || (property is { Kind: not PropertyKind.Any } && table != Connection)) normal[name] = value;
        }

        return normal;
    }

    /// <summary>Whether a file contains the property even if it is empty.</summary>
    internal static bool IsSaid(ApiProperty property) =>
        property is { IsSetByService: false, IsFixed: false, IsWriteOnly: false, Kind: not PropertyKind.Item };

    private static JsonNode? Normalize(ApiProperty? property, JsonNode? value, bool isWhole) => (property?.Kind, value) switch
    {
        (PropertyKind.Flag, null) => false,
        (PropertyKind.Items or PropertyKind.Values, null) => new JsonArray(),
        (_, null) => null,
        (PropertyKind.Free, JsonObject free) => free.Count > 0 || property.IsRequired ? Sorted(free) : null,
        (_, JsonObject inner) => Normalize(property?.Table, inner, isWhole),
        (PropertyKind.Items, JsonArray items) when property.Table!.HasIds && items.All(item => item is JsonObject) =>
            new JsonArray([.. NormalizeChoices(property.Table, items.OfType<JsonObject>(), isWhole)]),
        (PropertyKind.Items, JsonArray items) =>
            NormalForm.InOrder(items.Select(item => item is JsonObject one ? Normalize(property.Table, one, isWhole) : Sorted(item))),
        (PropertyKind.Values, JsonArray items) => InOrder(items),
        (null, JsonArray { Count: 0 }) => null,
        (_, JsonArray items) => new JsonArray([.. items.Select(Sorted)]),
        _ when JsonWords.IsEmpty(value) => null,
        (PropertyKind.Id, _) when JsonWords.Id(value) is { } id => id.ToString(),
        (PropertyKind.Time, _) when JsonWords.Instant(value) is { } time => LocalTimeConverter.ToText(time),
        // The service accepts these numbers only as text.
        (PropertyKind.NumberText, _) when JsonWords.Whole(value) is { } number => number.ToString(CultureInfo.InvariantCulture),
        _ => value.DeepClone(),
    };

    private static IEnumerable<JsonObject> NormalizeChoices(ApiTable table, IEnumerable<JsonObject> items, bool isWhole)
    {
        foreach (var item in items.OrderBy(SchemaForm.IdOf, StringComparer.Ordinal))
        {
            var copy = item.DeepClone().AsObject();
            copy["enabled"] ??= false;
            yield return Normalize(table, copy, isWhole);
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(
            json.OrderBy(property => property.Key, StringComparer.Ordinal)
                .Select(property => new KeyValuePair<string, JsonNode?>(property.Key, Sorted(property.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static JsonArray InOrder(JsonArray items) => NormalForm.InOrder(items.Select(Sorted));

    /// <summary>The position of a property in the order.</summary>
    internal static int Rank(string name) => Array.IndexOf(First, name) is var first and >= 0 ? first : First.Length + 1 + Array.IndexOf(Last, name);
}
