namespace PolytomicBulk.Editing;

/// <summary>
/// The common form of all values of a property that mean the same. The service can store a value in another form: trimmed, in lower case in free
/// configuration, digits as a number, without nulls, and sets in any order.
/// </summary>
internal static class NormalForm
{
    /// <summary>Whether two values of a property mean the same.</summary>
    public static bool AreSame(ApiProperty? property, JsonNode? one, JsonNode? other) =>
        JsonNode.DeepEquals(one, other) || JsonNode.DeepEquals(Of(property, one), Of(property, other));

    /// <summary>Whether two values at the same place of a free configuration mean the same.</summary>
    public static bool AreSameFree(JsonNode? one, JsonNode? other) =>
        JsonNode.DeepEquals(one, other) || JsonNode.DeepEquals(Loose(one, ignoresCase: true), Loose(other, ignoresCase: true));

    /// <summary>The normal form of a value. Null if it means the same as no value.</summary>
    private static JsonNode? Of(ApiProperty? property, JsonNode? value) => (property?.Kind, value) switch
    {
        (_, null) => null,
        _ when JsonWords.IsEmpty(value) => null,
        (PropertyKind.Free, _) => Loose(value, ignoresCase: true) is var form and not JsonObject { Count: 0 } ? form : null,
        (PropertyKind.Any, _) => Loose(value, ignoresCase: false),
        (_, JsonObject item) when property?.Table is { } table => Of(table, item),
        (PropertyKind.Items or PropertyKind.Values, JsonArray items) =>
            InOrder(items.Select(item => item is JsonObject one && property!.Table is { } table ? Of(table, one) : Loose(item, ignoresCase: false))),
        (PropertyKind.Flag, _) when value.GetValueKind() == JsonValueKind.False => null,
        (PropertyKind.Time, _) when JsonWords.Instant(value) is { } time => LocalTimeConverter.ToText(time),
        (PropertyKind.Id, _) when JsonWords.Text(value) is { } id => Trim(id).ToLowerInvariant(),
        (PropertyKind.NumberText, _) => Loose(value, ignoresCase: false),
        (PropertyKind.Text, _) when JsonWords.Text(value) is { } text => Trim(text),
        _ => value.DeepClone(),
    };

    private static JsonObject Of(ApiTable table, JsonObject item)
    {
        var form = new JsonObject();
        foreach (var (name, value) in item.OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            var of = table.IsSet(item, name) ? InOrder(((JsonArray)value!).Select(one => Loose(one, ignoresCase: false))) : Of(table.Get(name), value);
            if (of is not null) form[name] = of;
        }

        return form;
    }

    /// <summary>The normal form of a value without a table: properties are sorted, lists keep their order, and null means missing.</summary>
    private static JsonNode? Loose(JsonNode? node, bool ignoresCase) => node switch
    {
        JsonObject json => new JsonObject(
            json.OrderBy(property => property.Key, StringComparer.Ordinal)
                .Where(property => property.Value is not null)
                .Select(property => new KeyValuePair<string, JsonNode?>(property.Key, Loose(property.Value, ignoresCase)))),
        JsonArray items => new JsonArray([.. items.Select(item => Loose(item, ignoresCase))]),
        null => null,
        _ when JsonWords.Text(node) is { } text => Text(ignoresCase ? Trim(text).ToLowerInvariant() : Trim(text)),
        // Numbers compare as text.
        _ when node.GetValueKind() == JsonValueKind.Number => node.ToJsonString(),
        _ => node.DeepClone(),
    };

    /// <summary>Text that contains only blanks is kept: it is neither empty nor equal to other blanks.</summary>
    private static string Trim(string text) => text.Trim() is { Length: > 0 } trimmed ? trimmed : text;

    private static string Text(string text) =>
        text.Length == 0 || !text.All(letter => letter is >= '0' and <= '9') ? text : text.TrimStart('0') is { Length: > 0 } digits ? digits : "0";

    /// <summary>Sorts a list that is a set.</summary>
    public static JsonArray InOrder(IEnumerable<JsonNode?> items) => new([.. items.OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal)]);
}
