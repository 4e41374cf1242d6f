using System.Globalization;
using System.Text.Json.Nodes;

namespace TestSupport.Fake;

/// <content>JSON: merges values, and changes their stored form.</content>
public sealed partial class FakeService
{
    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    private static bool IsSame(JsonNode? one, JsonNode? other) => one is not null && JsonNode.DeepEquals(one, other);

    /// <summary>Merges objects, and lists whose items have ids. Replaces all other values. null removes a value.</summary>
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject known) Merge(known, inner);
            else if (value is JsonArray { Count: > 0 } items && target[name] is JsonArray list && items.All(HasId)) MergeItems(list, items);
            else target[name] = value.DeepClone();
        }

        static bool HasId(JsonNode? item) => (item as JsonObject)?["id"] is not null;
    }

    private static void MergeItems(JsonArray list, JsonArray items)
    {
        foreach (var item in items.OfType<JsonObject>())
        {
            if (Find(list, (string)item["id"]!) is { } known) Merge(known, item);
            else list.Add(item.DeepClone());
        }
    }

    /// <summary>A bulk sync or schema in the form in which the service stores it.</summary>
    private JsonObject Normal(JsonObject stored)
    {
        if (Has(Normalizing.Trims) && (string?)stored["name"] is { } name) stored["name"] = name.Trim();
        foreach (var configuration in Configurations)
        {
            if (stored[configuration] is JsonObject json) stored[configuration] = NormalValue(json);
        }

        foreach (var filter in (stored["filters"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (filter.TryGetPropertyValue("value", out var value)) filter["value"] = value is null ? null : NormalValue(value, isConfiguration: false);
            else if (Has(Normalizing.AddsDefaults)) filter["value"] = null;
        }

        if (Has(Normalizing.AddsDefaults) && stored["destination_configuration"] is JsonObject destination) destination.TryAdd("create_schema", true);
        if (Has(Normalizing.Numbers))
        {
            foreach (var schedule in (stored["additional_schedules"] as JsonArray ?? []).Append(stored["default_schedule"]).OfType<JsonObject>())
            {
                foreach (var time in new[] { "hour", "minute" })
                {
                    if (Whole(schedule[time]) is { } number) schedule[time] = number.ToString(CultureInfo.InvariantCulture);
                }
            }
        }

        return stored;
    }

    private JsonNode NormalValue(JsonNode value, bool isConfiguration = true)
    {
        switch (value)
        {
            case JsonObject json:
                return new JsonObject(json.Where(property => property.Value is not null || !Has(Normalizing.DropsNulls))
                    .Select(property => KeyValuePair.Create(property.Key, property.Value is null ? null : NormalValue(property.Value, isConfiguration))));
            case JsonArray list:
                return new JsonArray([.. list.Select(item => item is null ? null : NormalValue(item, isConfiguration))]);
            case JsonValue text when Has(Normalizing.Numbers) && Whole(text) is { } number:
                return number;
            case JsonValue scalar when scalar.TryGetValue<string>(out var text):
                if (Has(Normalizing.Trims)) text = text.Trim();
                return Has(Normalizing.Lowers) && isConfiguration ? text.ToLowerInvariant() : text;
            default:
                return value.DeepClone();
        }
    }

    private bool Has(Normalizing form) => (Normalizes & form) != 0;

    private static int? Whole(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
