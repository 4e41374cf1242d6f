namespace PolytomicBulk.Configuration;

/// <summary>Finds settings that a write requires, and that neither the file nor the bulk sync has.</summary>
internal static class ConfigurationNeeds
{
    private static readonly List<string> Times =
        [.. ApiTables.Schedule.Properties.Where(property => property.GoesWith is not null).Select(property => property.Name)];

    /// <summary>Returns the reasons to refuse a step that creates or updates a bulk sync.</summary>
    public static IEnumerable<ConfigurationReason> Find(ConfigurationStep step)
    {
        var (wanted, actual) = (step.Wanted!, step.Actual);
        var before = step.Sync is { } sync && actual is not null ? BulkSyncConfiguration.ToEditable(sync) : null;
        var written = before is null ? wanted.ToNewSettings() : ConfigurationEdit.ToWrite(wanted, before, []);
        var schemas = actual?.SchemaObjects.ToDictionary(SchemaForm.IdOf, StringComparer.Ordinal) ?? [];
        return
        [
            .. from name in ApiTables.SchedulesOfSync
               from schedule in Choices.ItemsOf(written?[name])
               where !IsAmong(ApiTables.BulkSync[name].Table!, schedule, before?[name])
               let missing = MissingIn(schedule)
               where missing.Count > 0
               select ConfigurationWords.LacksTimes(wanted, name, JsonWords.Text(schedule["frequency"]), missing, isAny: missing == Times),
            .. from schema in wanted.SchemaObjects
               let id = SchemaForm.IdOf(schema)
               let same = schemas.TryGetValue(id, out var known) ? known : null
               from reason in FindIn(wanted, schema, same)
               select reason,
        ];
    }

    /// <summary>The times that a schedule needs. If it needs any one of all times, returns <see cref="Times"/>.</summary>
    private static List<string> MissingIn(JsonObject schedule)
    {
        var missing = ApiTables.Schedule.PropertiesMissingIn(schedule).Select(property => property.Name).ToList();
        var needsAny = ApiTables.TakesPatterns(JsonWords.Text(schedule["frequency"])) && Times.TrueForAll(name => JsonWords.IsEmpty(schedule[name]));
        return needsAny ? Times : missing;
    }

    private static IEnumerable<ConfigurationReason> FindIn(BulkSyncConfiguration wanted, JsonObject schema, JsonObject? same)
    {
        var id = SchemaForm.IdOf(schema);
        // A disabled schema of a bulk sync can have enabled fields, which are then synced.
        var hasFields = schema.ContainsKey("fields") || (same is not null && (SchemaForm.IsOn(same) || SchemaForm.FieldsOf(same).Any(SchemaForm.IsOn)));
        if (SchemaForm.IsOn(schema) && !hasFields) yield return ConfigurationWords.LacksFields(wanted, id);
        var filters = Choices.ItemsOf(schema["filters"]).Where(filter => !IsAmong(ApiTables.Filter, filter, same?["filters"]));
        if (filters.Any(filter => JsonWords.IsEmpty(filter["function"]))) yield return ConfigurationWords.LacksFunction(wanted, id);
    }

    /// <summary>Whether the bulk sync already has the item, so that the service accepts it.</summary>
    private static bool IsAmong(ApiTable table, JsonObject item, JsonNode? items) =>
        Choices.ItemsOf(items).Any(other => !JsonDifference.Between(table, item, Choices.In(table, other), Comparing.OnlyNamed).Any());
}
