namespace PolytomicBulk.Configuration;

public sealed partial class BulkSyncConfiguration
{
    /// <summary>
    /// The differences between a bulk sync and this configuration. Properties that this configuration omits are not compared. A schema or field that
    /// it omits is a difference only if it is enabled.
    /// </summary>
    internal IEnumerable<JsonDifference> DifferencesFrom(BulkSyncConfiguration actual) =>
        // The same text has no differences, so the JSON is not read.
        _hash == actual._hash ? [] : SettingsThatDifferFrom(actual).Concat(SchemasThatDifferFrom(actual));

    /// <summary>The differences between the settings, without schemas and the names of connections.</summary>
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

    /// <summary>Whether another configuration has the same connections and the same destination settings.</summary>
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

    /// <summary>Whether another configuration enables some of the same schemas.</summary>
    internal bool Overlaps(BulkSyncConfiguration other)
    {
        return Enabled(this).Intersect(Enabled(other)).Any();

        static IEnumerable<string> Enabled(BulkSyncConfiguration configuration) =>
            configuration.SchemaObjects.Where(SchemaForm.IsOn).Select(SchemaForm.IdOf);
    }

    /// <summary>
    /// The settings to compare: without schemas, names of connections and secrets. A secret of the service is unknown, so it cannot be compared.
    /// </summary>
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
