namespace PolytomicBulk.Editing;

/// <summary>Checks quickly whether JSON matches a table, so that it need not be read as an object.</summary>
internal static class PlainJson
{
    /// <summary>Whether each property has a unique name and a value of its kind, at any depth. Other JSON can still be valid.</summary>
    public static bool Is(ApiTable table, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return false;
        var names = new List<string>();
        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            if (names.Contains(name) || !IsPlain(table.Get(name), property.Value)) return false;
            names.Add(name);
        }

        return true;
    }

    private static bool IsPlain(ApiProperty? property, JsonElement value) => (property?.Kind, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => true,
        (null, _) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array),
        (PropertyKind.Text or PropertyKind.Time or PropertyKind.Id, _) => value.ValueKind == JsonValueKind.String,
        (PropertyKind.Flag, _) => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        (PropertyKind.Items, JsonValueKind.Array) => value.EnumerateArray().All(item => Is(property!.Table!, item)),
        _ => false,
    };
}
