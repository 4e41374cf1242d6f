using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Json;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Editing;

/// <summary>A property in which one document differs from another.</summary>
/// <param name="Property">The property in words, such as <c>Schemas.contact.Fields.email.Enabled</c>.</param>
/// <param name="Expected">Its value in the first document; null where it is not there.</param>
/// <param name="Actual">Its value in the second; null where it is not there.</param>
internal sealed record JsonDifference(string Property, JsonNode? Expected, JsonNode? Actual)
{
    /// <summary>What would make the second document like the first, such as <c>~ Name: 'A' -> 'B'</c>.</summary>
    public override string ToString() => Words(Property, JsonWords.Show(Actual), JsonWords.Show(Expected));

    /// <summary>A change of a property in words.</summary>
    public static string Words(string property, string old, string now) => $"~ {property}: {old} -> {now}";

    /// <summary>All differences, down to single values. Objects in a list that have an id are compared with their like.</summary>
    /// <param name="table">What is known of the documents' properties.</param>
    /// <param name="expected">The first document.</param>
    /// <param name="actual">The second document.</param>
    public static IEnumerable<JsonDifference> Between(ApiTable table, JsonObject expected, JsonObject actual) => Between("", table, expected, actual);

    /// <summary>Whether two values of a property are one: times by their instant, however they are written.</summary>
    public static bool AreSame(ApiProperty? property, JsonNode? one, JsonNode? other) =>
        JsonWords.IsEmpty(one)
            ? JsonWords.IsEmpty(other)
            : JsonNode.DeepEquals(one, other)
                || (property?.Kind == PropertyKind.Time && JsonWords.Instant(one) is { } instant && instant == JsonWords.Instant(other));

    /// <summary>Without a table the names are somebody else's. They are shown as they are, and so is the meaning of their empty values.</summary>
    private static IEnumerable<JsonDifference> Between(string prefix, ApiTable? table, JsonObject expected, JsonObject actual) =>
        from name in expected.Select(property => property.Key).Concat(actual.Select(property => property.Key)).Distinct()
        let label = prefix + (table is null ? name : table.LabelOf(name))
        from difference in Between(label, table, table?.Get(name), expected[name], actual[name])
        select difference;

    private static IEnumerable<JsonDifference> Between(
        string label, ApiTable? table, ApiProperty? property, JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonObject one, JsonObject other) => Between(label + ".", property?.Table, one, other),
        _ when table is not null && HaveIds(expected, actual) => ById(label, property?.Table, expected as JsonArray ?? [], actual as JsonArray ?? []),
        _ => (table is null ? JsonNode.DeepEquals(expected, actual) : MeanTheSame(property, expected, actual)) ? [] : [new(label, expected, actual)],
    };

    private static IEnumerable<JsonDifference> ById(string label, ApiTable? table, JsonArray expected, JsonArray actual)
    {
        var (wanted, present) = (ToMap(expected), ToMap(actual));
        foreach (var id in wanted.Keys.Concat(present.Keys).Distinct())
        {
            var (one, other) = (Get(wanted, id), Get(present, id));
            if (one is null || other is null)
            {
                yield return new($"{label}.{id}", one, other);
                continue;
            }

            foreach (var difference in Between($"{label}.{id}.", table, one, other)) yield return difference;
        }

        static Dictionary<string, JsonObject> ToMap(JsonArray items) => items.OfType<JsonObject>().ToDictionary(item => JsonWords.Text(item["id"])!);

        static JsonObject? Get(Dictionary<string, JsonObject> items, string id) => items.TryGetValue(id, out var item) ? item : null;
    }

    /// <summary>Whether each item has an id that no other has. Where two share one, only the lists as a whole can be compared.</summary>
    private static bool HaveIds(params JsonNode?[] lists)
    {
        return Array.Exists(lists, list => list is JsonArray { Count: > 0 })
            && Array.TrueForAll(lists, list => list is null || (list is JsonArray items && AreDistinct([.. items.Select(IdOf)])));

        static string? IdOf(JsonNode? item) => item is JsonObject json ? JsonWords.Text(json["id"]) : null;

        static bool AreDistinct(List<string?> ids) => !ids.Contains(null) && ids.Distinct().Count() == ids.Count;
    }

    private static bool MeanTheSame(ApiProperty? property, JsonNode? one, JsonNode? other) =>
        AreSame(property, one, other)
        || (property?.Kind == PropertyKind.Flag && IsOff(one) && IsOff(other))
        || (one is JsonArray first && other is JsonArray second && AreSameInAnyOrder(first, second));

    private static bool IsOff(JsonNode? node) => JsonWords.IsEmpty(node) || node!.GetValueKind() == JsonValueKind.False;

    /// <summary>All conditions of a filter hold together, whichever comes first.</summary>
    private static bool AreSameInAnyOrder(JsonArray one, JsonArray other)
    {
        if (one.Count != other.Count) return false;
        var rest = other.ToList();
        return one.All(item => rest.FindIndex(candidate => JsonNode.DeepEquals(item, candidate)) is var found and >= 0 && RemoveAt(found));

        bool RemoveAt(int index)
        {
            rest.RemoveAt(index);
            return true;
        }
    }
}
