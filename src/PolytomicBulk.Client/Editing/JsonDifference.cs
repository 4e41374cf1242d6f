namespace PolytomicBulk.Editing;

/// <summary>A property in which one document differs from another.</summary>
/// <param name="Property">The path of the property, such as <c>Schemas.contact.Fields.email.Enabled</c>.</param>
/// <param name="Expected">The value in the first document. Null if there is none.</param>
/// <param name="Actual">The value in the second document. Null if there is none.</param>
internal sealed record JsonDifference(string Property, JsonNode? Expected, JsonNode? Actual)
{
    /// <summary>The row of the property. Null if no table knows it.</summary>
    public ApiProperty? Row { get; init; }

    /// <summary>The part of the path in which a name can show that the value is a secret. Null if a table describes the value.</summary>
    public string? Free { get; init; }

    /// <summary>Texts that are secrets whatever their names are.</summary>
    public IReadOnlyCollection<string> SecretTexts { get; init; } = [];

    /// <summary>The change that makes the second document equal to the first, such as <c>~ Name: 'A' -> 'B'</c>.</summary>
    public override string ToString() => InWords(nameOf: null);

    /// <summary>The same change, with the names of the objects whose ids it contains.</summary>
    public string InWords(NameLookup? nameOf) =>
        Words(Property, Show(Row, Actual, nameOf, Free, SecretTexts), Show(Row, Expected, nameOf, Free, SecretTexts), Row);

    /// <summary>What the change does besides, such as <c>cancels a running execution</c>. Null if nothing.</summary>
    public string? Effect => EffectOf(Row, JsonWords.Show(Expected));

    /// <summary>Whether no table knows the property.</summary>
    public bool IsUnknown => !ApiTables.BulkSync.Properties.Any(property => property.Label == Property.Split('.')[0]);

    /// <summary>Whether the service computes the property: no table knows it, and it still exists.</summary>
    public bool IsComputed => IsUnknown && !JsonWords.IsEmpty(Actual);

    /// <summary>A value for output, without secrets.</summary>
    public JsonNode? Shown(JsonNode? value) => Free is null ? value : Secrets.Hide(Free, value, SecretTexts);

    /// <summary>The part of a path in which a name can show that the value is a secret. Null if the table describes the value.</summary>
    public static string? FreeIn(string path, ApiTable? table, ApiProperty? property) =>
        table is null ? path : property is null or { Kind: PropertyKind.Free } ? path[(path.LastIndexOf('.') + 1)..] : null;

    /// <summary>
    /// Formats a value for a message, without secrets. An id follows the name of its object, such as <c>'Orders' (id)</c>, if the name is known.
    /// </summary>
    public static string Show(
        ApiProperty? property, JsonNode? value, NameLookup? nameOf, string? free = null, IReadOnlyCollection<string>? secretTexts = null) => value switch
    {
        JsonArray { Count: > 0 } ids when property?.RefersTo is not null && ids.All(id => JsonWords.Text(id) is not null) =>
            string.Join(", ", ids.Select(id => Show(property, id, nameOf))),
        JsonValue when property?.RefersTo is { } kind && JsonWords.Id(value) is { } id && nameOf?.Invoke(kind, id) is { } name =>
            $"{JsonWords.Show(name)} ({id})",
        _ when free is null => JsonWords.Show(value),
        _ => Secrets.Hide(free, value, secretTexts ?? []) is var shown && JsonWords.Text(shown) == Secrets.NotShown ? Secrets.NotShown : JsonWords.Show(shown),
    };

    /// <summary>Describes the change of a property, and what turning it off does besides.</summary>
    public static string Words(string property, string old, string now, ApiProperty? row = null) =>
        $"~ {property}: {old} -> {now}{(EffectOf(row, now) is { } effect ? $" ({effect})" : "")}";

    private static string? EffectOf(ApiProperty? row, string now) => now == bool.FalseString ? row?.WhenOff : null;

    /// <summary>All differences, down to single values. List items with the same id are compared with each other.</summary>
    public static IEnumerable<JsonDifference> Between(ApiTable table, JsonObject expected, JsonObject actual, Comparing how = Comparing.Whole) =>
        Between("", table, expected, actual, how);

    /// <summary>Whether two values of a property are equal. Times are equal if they are the same instant. A list of single values is a set.</summary>
    public static bool AreSame(ApiProperty? property, JsonNode? one, JsonNode? other) =>
        JsonWords.IsEmpty(one)
            ? JsonWords.IsEmpty(other)
            : JsonNode.DeepEquals(one, other)
                || (property?.Kind == PropertyKind.Time && JsonWords.Instant(one) is { } instant && instant == JsonWords.Instant(other))
                || (property?.Kind == PropertyKind.Values && NormalForm.AreSame(property, one, other));

    /// <summary>Without a table, the labels are unknown, so names are shown unchanged.</summary>
    private static IEnumerable<JsonDifference> Between(string prefix, ApiTable? table, JsonObject expected, JsonObject actual, Comparing how) =>
        from name in how == Comparing.OnlyNamed ? NamesOf(expected) : NamesOf(expected).Concat(NamesOf(actual)).Distinct()
        let label = prefix + (table is null ? name : table.LabelOf(name))
        from difference in Between(label, table, table?.Get(name), expected[name], actual[name], how)
        select difference;

    private static IEnumerable<string> NamesOf(JsonObject json) => json.Select(property => property.Key);

    private static IEnumerable<JsonDifference> Between(
        string label, ApiTable? table, ApiProperty? property, JsonNode? expected, JsonNode? actual, Comparing how) => (expected, actual) switch
    {
        (JsonObject one, JsonObject other) when property?.Kind != PropertyKind.Any => Between(label + ".", property?.Table, one, other, how),
        _ when table is not null && HaveIds(expected, actual) => ById(label, property?.Table, expected as JsonArray ?? [], actual as JsonArray ?? [], how),
        (JsonArray one, JsonArray other) when how == Comparing.OnlyNamed && property?.Table is { } inner =>
            HaveSameItems(inner, one, other) ? [] : [new(label, expected, actual) { Row = property }],
        _ => MeanTheSame(table, property, expected, actual, how)
            ? []
            : [new(label, expected, actual) { Row = property, Free = FreeIn(label, table, property) }],
    };

    /// <summary>Whether each item has its own item in the other list that is equal in what the first one names.</summary>
    private static bool HaveSameItems(ApiTable table, JsonArray wanted, JsonArray now)
    {
        if (wanted.Count != now.Count) return false;
        var rest = now.OfType<JsonObject>().ToList();
        foreach (var item in wanted)
        {
            if (item is not JsonObject one || rest.Find(candidate => !Between(table, one, candidate, Comparing.OnlyNamed).Any()) is not { } same) return false;
            rest.Remove(same);
        }

        return true;
    }

    private static IEnumerable<JsonDifference> ById(string label, ApiTable? table, JsonArray expected, JsonArray actual, Comparing how)
    {
        var (wanted, present) = (ToMap(expected), ToMap(actual));
        foreach (var id in wanted.Keys.Concat(present.Keys).Distinct())
        {
            var (one, other) = (Get(wanted, id), Get(present, id));
            if (one is null || other is null)
            {
                yield return new($"{label}.{id}", one, other) { Free = table is null ? label : null };
                continue;
            }

            foreach (var difference in Between($"{label}.{id}.", table, one, other, how)) yield return difference;
        }

        static Dictionary<string, JsonObject> ToMap(JsonArray items) => items.OfType<JsonObject>().ToDictionary(item => JsonWords.Text(item["id"])!);

        static JsonObject? Get(Dictionary<string, JsonObject> items, string id) => items.TryGetValue(id, out var item) ? item : null;
    }

    /// <summary>Whether each item has a unique id. Otherwise only complete lists can be compared.</summary>
    private static bool HaveIds(params JsonNode?[] lists)
    {
        return Array.TrueForAll(lists, list => list is null || (list is JsonArray items && AreDistinct([.. items.Select(IdOf)])));

        static string? IdOf(JsonNode? item) => item is JsonObject json ? JsonWords.Text(json["id"]) : null;

        static bool AreDistinct(List<string?> ids) => !ids.Contains(null) && ids.Distinct().Count() == ids.Count;
    }

    private static bool MeanTheSame(ApiTable? table, ApiProperty? property, JsonNode? one, JsonNode? other, Comparing how) => how switch
    {
        Comparing.Exact => table is null ? JsonNode.DeepEquals(one, other) : AreSame(property, one, other),
        _ => table is null ? NormalForm.AreSameFree(one, other) : AreSame(property, one, other) || NormalForm.AreSame(property, one, other),
    };
}
