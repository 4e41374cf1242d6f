using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>The one form of all configurations that mean the same: nothing that is empty, off by itself or made up by the service, and all in one order.</summary>
internal static class ConfigurationForm
{
    private static readonly string[] First =
    [
        "id", "name", "active", "mode", "source_connection", "source_configuration", "destination_connection", "destination_configuration",
        "default_schedule", "additional_schedules", "enabled", "frequency",
    ];

    private static readonly string[] Last = ["fields", "filters", "schemas"];

    public static JsonObject Of(JsonObject json)
    {
        var normal = new JsonObject();
        foreach (var name in json.Select(property => property.Key).OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal))
        {
            if (BulkSyncEdit.IsPassing(json, name) || Of(name, json[name]) is not { } value) continue;
            normal[name] = value;
        }

        return normal;
    }

    private static JsonNode? Of(string name, JsonNode? value) => value switch
    {
        null => null,
        JsonObject free when JsonDifference.IsFree(name) => free.Count > 0 || name == "destination_configuration" ? Sorted(free) : null,
        JsonObject inner => Of(inner),
        JsonArray when JsonWords.IsEmpty(value) => null,
        JsonArray items when name is "schemas" or "fields" && items.All(item => item is JsonObject) => new JsonArray([.. items.OfType<JsonObject>().Select(OfChoice).OrderBy(Selection.IdOf, StringComparer.Ordinal)]),
        JsonArray items when name is "additional_schedules" => InOrder(items.Select(item => item is JsonObject schedule ? Of(schedule) : Sorted(item))),
        JsonArray items when name is "policies" => InOrder(items.Select(Sorted)),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ when JsonWords.IsEmpty(value) => null,
        _ when name is "obfuscated" or "disable_data_cutoff" && value.GetValueKind() == JsonValueKind.False => null,
        _ when JsonWords.IsTime(name) && JsonWords.Instant(value) is { } time => LocalTimeConverter.ToText(time),
        _ => value.DeepClone(),
    };

    private static JsonObject OfChoice(JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        copy["enabled"] ??= false;
        copy.Remove("output_name");
        copy.Remove("sync_id");
        return Of(copy);
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => new KeyValuePair<string, JsonNode?>(property.Key, Sorted(property.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static JsonArray InOrder(IEnumerable<JsonNode?> items) => new([.. items.OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal)]);

    private static int Rank(string name) => Array.IndexOf(First, name) is var first and >= 0 ? first : First.Length + 1 + Array.IndexOf(Last, name);
}
