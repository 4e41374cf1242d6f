namespace PolytomicBulk.Editing;

/// <summary>Checks quickly whether JSON matches a table, so that it need not be read as an object.</summary>
internal static class PlainJson
{
    /// <summary>Whether each property has a unique name and a value of its kind, at any depth. Other JSON can still be valid.</summary>
    public static bool Is(ApiTable table, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return false;
        var (seen, next) = (0ul, 0);
        HashSet<string>? others = null;
        foreach (var property in json.EnumerateObject())
        {
            var i = table.InUtf8.Find(property, ref next);
            var isFirst = i < 0 ? (others ??= new(StringComparer.Ordinal)).Add(property.Name) : (seen & (1ul << i)) == 0;
            if (!isFirst || !IsPlain(i < 0 ? null : table.Properties[i], property.Value)) return false;
            if (i >= 0) seen |= 1ul << i;
        }

        return true;
    }

    /// <summary>Whether a table contains each property of an object and of the objects in its lists.</summary>
    public static bool IsKnown(ApiTable table, JsonElement json)
    {
        var next = 0;
        foreach (var property in json.EnumerateObject())
        {
            var i = table.InUtf8.Find(property, ref next);
            if (i < 0) return false;
            if (table.Properties[i].Table is not { } inner || property.Value.ValueKind != JsonValueKind.Array) continue;
            foreach (var item in property.Value.EnumerateArray()) if (item.ValueKind == JsonValueKind.Object && !IsKnown(inner, item)) return false;
        }

        return true;
    }

    private static bool IsPlain(ApiProperty? property, JsonElement value) => (property?.Kind, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => true,
        (null, _) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array),
        (PropertyKind.Text or PropertyKind.Time or PropertyKind.Id, _) => value.ValueKind == JsonValueKind.String,
        (PropertyKind.Flag, _) => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        (PropertyKind.Items, JsonValueKind.Array) => AreAll(property!.Table!, value),
        _ => false,
    };

    private static bool AreAll(ApiTable table, JsonElement items)
    {
        foreach (var item in items.EnumerateArray())
        {
            if (!Is(table, item)) return false;
        }

        return true;
    }
}
