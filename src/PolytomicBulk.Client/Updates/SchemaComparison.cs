namespace PolytomicBulk.Updates;

/// <summary>Finds the properties in which a schema differs from the wanted one, and undoes some of these differences.</summary>
internal static class SchemaComparison
{
    /// <summary>The differences between a schema and the wanted one. A new field that is disabled is not a difference.</summary>
    public static IEnumerable<SchemaDifference> Between(string id, JsonObject? wanted, JsonObject? actual, bool allowsNewFields)
    {
        if (wanted is null) return SchemaForm.IsOn(actual!) ? [new(id, null, "enabled", false, true)] : [];
        if (actual is null) return SchemaForm.IsOn(wanted) ? [new(id, null, "", wanted, null)] : [];
        return Properties(ApiTables.Schema, id, null, wanted, actual).Concat(Fields(id, wanted, actual, allowsNewFields));
    }

    /// <summary>The schema with some properties changed to the wanted values.</summary>
    public static JsonObject Undo(JsonObject actual, IEnumerable<SchemaDifference> differences)
    {
        var schema = actual.DeepClone().AsObject();
        foreach (var difference in differences)
        {
            var item = difference.FieldId is null
                ? schema
                : SchemaForm.FieldsOf(schema).FirstOrDefault(field => SchemaForm.IdOf(field) == difference.FieldId);
            // A field that no longer exists cannot be changed.
            if (item is null) continue;
            item[difference.Name] = JsonWords.IsEmpty(difference.Wanted) ? Nothing(difference) : difference.Wanted!.DeepClone();
        }

        return schema;
    }

    /// <summary>Whether two values of a property mean the same.</summary>
    public static bool AreSame(ApiTable table, string name, JsonNode? one, JsonNode? other)
    {
        return JsonNode.DeepEquals(one, other) || !JsonDifference.Between(table, Only(one), Only(other)).Any();

        JsonObject Only(JsonNode? value) => new() { [name] = value?.DeepClone() };
    }

    private static JsonNode? Nothing(SchemaDifference difference) =>
        difference.Table.Get(difference.Name) is { } property ? property.Nothing : SchemaForm.NothingLike(difference.Actual);

    private static IEnumerable<SchemaDifference> Fields(string id, JsonObject wanted, JsonObject actual, bool allowsNewFields)
    {
        var (before, now) = (SchemaForm.FieldsOf(wanted).ToList(), SchemaForm.FieldsOf(actual).ToList());
        if (!AreDistinct(before) || !AreDistinct(now))
        {
            // If two items have the same id, only complete lists can be compared.
            return AreSame(ApiTables.Schema, "fields", wanted["fields"], actual["fields"])
                ? []
                : [new(id, null, "fields", wanted["fields"], actual["fields"])];
        }

        var byId = now.ToDictionary(SchemaForm.IdOf, StringComparer.Ordinal);
        var known = new HashSet<string>(before.Select(SchemaForm.IdOf), StringComparer.Ordinal);
        return before.SelectMany(field => byId.TryGetValue(SchemaForm.IdOf(field), out var same)
                ? Properties(ApiTables.Field, id, SchemaForm.IdOf(field), field, same)
                : SchemaForm.IsOn(field) ? [new(id, SchemaForm.IdOf(field), "", field, null)] : [])
            .Concat(now.Where(field => !allowsNewFields && !known.Contains(SchemaForm.IdOf(field)) && SchemaForm.IsOn(field))
                .Select(field => new SchemaDifference(id, SchemaForm.IdOf(field), "enabled", false, true)));
    }

    private static IEnumerable<SchemaDifference> Properties(ApiTable table, string schemaId, string? fieldId, JsonObject wanted, JsonObject actual)
    {
        if (JsonNode.DeepEquals(wanted, actual)) yield break;
        foreach (var name in wanted.Select(property => property.Key).Concat(actual.Select(property => property.Key)).Distinct().ToList())
        {
            if (name is "fields" or "id" || !Choices.IsChoice(table, wanted, name) || !Choices.IsChoice(table, actual, name)) continue;
            if (AreSame(table, name, wanted[name], actual[name])) continue;
            yield return new(schemaId, fieldId, name, wanted[name], actual[name]);
        }
    }

    private static bool AreDistinct(List<JsonObject> items) => items.Select(SchemaForm.IdOf).Distinct(StringComparer.Ordinal).Count() == items.Count;
}
