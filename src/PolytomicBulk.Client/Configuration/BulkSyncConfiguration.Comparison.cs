namespace PolytomicBulk.Configuration;

public sealed partial class BulkSyncConfiguration
{
    /// <summary>
    /// In what a sync is not as this configuration says. What it leaves out makes no difference, nor does a schema or field that is off and not named.
    /// </summary>
    internal IEnumerable<JsonDifference> DifferencesFrom(BulkSyncConfiguration actual) =>
        // Equal text means the same, and is not read any further.
        _hash == actual._hash ? [] : SettingsThatDifferFrom(actual).Concat(SchemasThatDifferFrom(actual));

    /// <summary>In what the settings differ, but for schemas and what connections are called.</summary>
    internal IEnumerable<JsonDifference> SettingsThatDifferFrom(BulkSyncConfiguration actual) =>
        JsonDifference.Between(ConfigurationForm.Table, ToBareSettings(), actual.ToBareSettings(), Comparing.OnlyNamed);

    private IEnumerable<JsonDifference> SchemasThatDifferFrom(BulkSyncConfiguration actual)
    {
        var now = actual.SchemaObjects.ToDictionary(SchemaForm.IdOf, StringComparer.Ordinal);
        foreach (var wanted in SchemaObjects)
        {
            var id = SchemaForm.IdOf(wanted);
            if (!now.TryGetValue(id, out var same))
            {
                if (SchemaForm.IsOn(wanted)) yield return new($"Schemas.{id}.Enabled", true, null);
                continue;
            }

            now.Remove(id);
            foreach (var difference in SchemaForm.Differences(wanted, same, how: Comparing.OnlyNamed)) yield return difference;
        }

        foreach (var extra in now.Values.Where(SchemaForm.IsOn)) yield return new($"Schemas.{SchemaForm.IdOf(extra)}.Enabled", false, true);
    }

    /// <summary>Whether another copies from the same connection to the same place.</summary>
    internal bool GoesWhere(BulkSyncConfiguration other)
    {
        return !JsonDifference.Between(ConfigurationForm.Table, Place(this), Place(other), Comparing.OnlyNamed).Any();

        static JsonObject Place(BulkSyncConfiguration configuration)
        {
            var settings = configuration.ToBareSettings();
            return new(ConfigurationForm.Connections.Append("destination_configuration")
                .Select(name => new KeyValuePair<string, JsonNode?>(name, settings[name]?.DeepClone())));
        }
    }

    /// <summary>Whether another copies some of the same schemas.</summary>
    internal bool Overlaps(BulkSyncConfiguration other)
    {
        return Enabled(this).Intersect(Enabled(other)).Any();

        static IEnumerable<string> Enabled(BulkSyncConfiguration configuration) =>
            configuration.SchemaObjects.Where(SchemaForm.IsOn).Select(SchemaForm.IdOf);
    }

    /// <summary>The settings alone, as they are compared: where a secret may be on the service, nobody can tell what is in its place.</summary>
    private JsonObject ToBareSettings()
    {
        var bare = Json.DeepClone().AsObject();
        bare.Remove("schemas");
        foreach (var role in ConfigurationForm.Connections) (bare[role] as JsonObject)?.Remove("name");
        WithBareIds(bare);
        ConfigurationSecrets.Remove(bare, [], emptyToo: true);
        return bare;
    }
}
