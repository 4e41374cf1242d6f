using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Editing;
using PolytomicBulk.Json;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Configuration;

/// <summary>
/// The one form of all configurations that mean the same: nothing that is empty, off by itself or made up by the service, and all in one order.
/// </summary>
internal static class ConfigurationForm
{
    /// <summary>What a file has objects for: the connections by their roles.</summary>
    public static readonly string[] Connections = ["source_connection", "destination_connection"];

    private static readonly string[] First =
    [
        "id", "name", "active", "mode", "source_connection", "source_configuration", "destination_connection", "destination_configuration",
        "default_schedule", "additional_schedules", "enabled", "frequency",
    ];

    private static readonly string[] Last = ["fields", "filters", "schemas"];

    private static readonly ApiTable Connection = new("connection", new("id", PropertyKind.Id), new("name", PropertyKind.Text));

    /// <summary>A file names connections as objects, beside what a bulk sync has.</summary>
    public static ApiTable Table { get; } = new(
        "configuration",
        [
            .. ApiTables.BulkSync.Properties.Where(property => property.Kind != PropertyKind.Id),
            .. Connections.Select(role => new ApiProperty(role, PropertyKind.Item) { Table = Connection }),
        ]);

    /// <summary>The normal form of a configuration.</summary>
    public static JsonObject Normalize(JsonObject json) => Normalize(Table, json);

    /// <summary>The normal form of a schedule as the service has it.</summary>
    public static JsonObject NormalizeSchedule(JsonObject schedule) => Normalize(ApiTables.Schedule, Choices.In(ApiTables.Schedule, schedule));

    private static JsonObject Normalize(ApiTable? table, JsonObject json)
    {
        var normal = new JsonObject();
        foreach (var name in json.Select(property => property.Key).OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal))
        {
            if (Choices.IsPassing(json, name) || Normalize(table?.Get(name), name, json[name]) is not { } value) continue;
            normal[name] = value;
        }

        return normal;
    }

    private static JsonNode? Normalize(ApiProperty? property, string name, JsonNode? value) => (property?.Kind, value) switch
    {
        (_, null) => null,
        (PropertyKind.Free, JsonObject free) => free.Count > 0 || property.IsRequired ? Sorted(free) : null,
        (_, JsonObject inner) => Normalize(property?.Table, inner),
        (_, JsonArray { Count: 0 }) => null,
        (PropertyKind.Items, JsonArray items) when name is "schemas" or "fields" && items.All(item => item is JsonObject) =>
            new JsonArray(
                [.. items.OfType<JsonObject>().Select(item => NormalizeChoice(property.Table!, item)).OrderBy(SchemaForm.IdOf, StringComparer.Ordinal)]),
        (PropertyKind.Items, JsonArray items) when name == "additional_schedules" =>
            InOrder(items.Select(item => item is JsonObject schedule ? Normalize(property.Table, schedule) : Sorted(item))),
        (_, JsonArray items) when name == "policies" => InOrder(items.Select(Sorted)),
        (_, JsonArray items) => new JsonArray([.. items.Select(Sorted)]),
        _ when JsonWords.IsEmpty(value) => null,
        _ when name is "obfuscated" or "disable_data_cutoff" && value.GetValueKind() == JsonValueKind.False => null,
        (PropertyKind.Time, _) when JsonWords.Instant(value) is { } time => LocalTimeConverter.ToText(time),
        _ => value.DeepClone(),
    };

    private static JsonObject NormalizeChoice(ApiTable table, JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        copy["enabled"] ??= false;
        foreach (var name in table.SetByService) copy.Remove(name);
        return Normalize(table, copy);
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(
            json.OrderBy(property => property.Key, StringComparer.Ordinal)
                .Select(property => new KeyValuePair<string, JsonNode?>(property.Key, Sorted(property.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static JsonArray InOrder(IEnumerable<JsonNode?> items) => new([.. items.OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal)]);

    private static int Rank(string name) => Array.IndexOf(First, name) is var first and >= 0 ? first : First.Length + 1 + Array.IndexOf(Last, name);
}
