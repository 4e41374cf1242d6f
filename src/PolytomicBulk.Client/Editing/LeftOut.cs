namespace PolytomicBulk.Editing;

/// <summary>Completes objects with properties of another object.</summary>
internal static class LeftOut
{
    /// <summary>
    /// Completes a wanted object: properties that it does not name keep their current values. Lists replace lists, but items that already exist keep the
    /// properties that are not named.
    /// </summary>
    public static JsonObject Fill(ApiTable? table, JsonObject wanted, JsonObject now)
    {
        var whole = wanted.DeepClone().AsObject();
        foreach (var (name, value) in now)
        {
            var property = table?.Get(name);
            if (whole.ContainsKey(name)) whole[name] = Fill(property, whole[name], value);
            else if (property?.GoesWith is not { } other || !wanted.ContainsKey(other) || NormalForm.AreSame(table!.Get(other), wanted[other], now[other]))
            {
                whole[name] = value?.DeepClone();
            }
        }

        return whole;
    }

    /// <summary>The wanted list items, each with the missing properties of the matching item.</summary>
    public static JsonArray Fill(ApiTable table, JsonArray wanted, JsonArray now)
    {
        var rest = now.OfType<JsonObject>().ToList();
        // Items that match exactly are paired first, before similar ones.
        var likes = wanted.OfType<JsonObject>().ToDictionary(item => item, item => Take(LikeOf(item)));
        return new JsonArray([.. wanted.Select(item => item is JsonObject one && likes[one] is { } like ? Fill(table, one, like) : item?.DeepClone())]);

        JsonObject? LikeOf(JsonObject item) => SchemaForm.IdOf(item) is { Length: > 0 } id && table.HasIds
            ? rest.Find(candidate => SchemaForm.IdOf(candidate) == id)
            : rest.Find(candidate => !JsonDifference.Between(table, item, candidate, Comparing.OnlyNamed).Any());

        JsonObject? Take(JsonObject? like)
        {
            if (like is not null) rest.Remove(like);
            return like;
        }
    }

    private static JsonNode? Fill(ApiProperty? property, JsonNode? wanted, JsonNode? now) => (wanted, now) switch
    {
        (JsonObject one, JsonObject other) when property is null or { Kind: PropertyKind.Free or PropertyKind.Item } => Fill(property?.Table, one, other),
        (JsonArray items, JsonArray others) when property?.Table is { } table => Fill(table, items, others),
        _ => wanted?.DeepClone(),
    };
}
