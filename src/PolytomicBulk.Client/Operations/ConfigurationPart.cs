using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>A part of a configuration whose names are the API's: the settings themselves, a schedule, a schema, a field or a filter.</summary>
/// <param name="Place">Where it is: what its properties' names begin with in words.</param>
/// <param name="Kind">What parts of all syncs have in common that are at the same place.</param>
/// <param name="Json">The part.</param>
/// <param name="Names">The names that its properties can have, as far as this version knows; null where it does not say.</param>
internal sealed record ConfigurationPart(string Place, string Kind, JsonObject Json, IReadOnlyCollection<string>? Names)
{
    /// <summary>Schedules that say when they fire in properties that the models do not have.</summary>
    private static readonly string[] OpenFrequencies = ["runafter", "multi", "dbtcloud"];

    private static readonly string[] Schedules = ["default_schedule", "additional_schedules"];

    private static readonly string[] Settings =
    [
        .. NamesOf(ApiJson.Default.BulkSync).Except(BulkSyncConfiguration.Connections.Select(role => role + "_id")),
        .. BulkSyncConfiguration.Connections,
        "schemas",
    ];

    private static readonly string[] Schedule = NamesOf(ApiJson.Default.ScheduleSettings);
    private static readonly string[] Schema = NamesOf(ApiJson.Default.BulkSyncSchema);
    private static readonly string[] Field = NamesOf(ApiJson.Default.BulkSyncField);
    private static readonly string[] Filter = NamesOf(ApiJson.Default.BulkSyncFilter);

    /// <summary>All parts of a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    public static IEnumerable<ConfigurationPart> Of(JsonObject configuration) =>
    [
        new("", "", configuration, Settings),
        .. from name in Schedules
           from schedule in Items(configuration[name])
           select new ConfigurationPart($"{name}.", name, schedule, OpenFrequencies.Contains(JsonWords.Text(schedule["frequency"])) ? null : Schedule),
        .. Items(configuration["schemas"]).SelectMany(OfSchema),
    ];

    private static IEnumerable<ConfigurationPart> OfSchema(JsonObject schema)
    {
        var place = $"schemas.{Selection.IdOf(schema)}.";
        return
        [
            new(place, "schemas", schema, Schema),
            .. Items(schema["fields"]).Select(field => new ConfigurationPart($"{place}fields.{Selection.IdOf(field)}.", "fields", field, Field)),
            .. Items(schema["filters"]).Select(filter => new ConfigurationPart($"{place}filters.", "filters", filter, Filter)),
        ];
    }

    private static IEnumerable<JsonObject> Items(JsonNode? node) => node switch
    {
        JsonObject one => [one],
        JsonArray items => items.OfType<JsonObject>(),
        _ => [],
    };

    private static string[] NamesOf(JsonTypeInfo type) => [.. type.Properties.Where(property => !property.IsExtensionData && !property.Name.StartsWith(ApiObject.OffTheWire, StringComparison.Ordinal)).Select(property => property.Name)];
}
