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
    internal bool GoesWhere(BulkSyncConfiguration other) =>
        ConfigurationForm.Connections.All(role => ConnectionIds.TryGetValue(role, out var connection)
            && other.ConnectionIds.TryGetValue(role, out var same) && same.Id == connection.Id)
        && !JsonDifference.Between(ConfigurationForm.Table, _place, other._place, Comparing.OnlyNamed).Any();

    /// <summary>Whether another configuration has the same source connection.</summary>
    internal bool HasSource(BulkSyncConfiguration other) => IdOf("source_connection") == other.IdOf("source_connection");

    /// <summary>Whether another configuration enables some of the same schemas.</summary>
    internal bool Overlaps(BulkSyncConfiguration other) => EnabledSchemas.Overlaps(other.EnabledSchemas);

    private HashSet<string> EnabledSchemas => _enabledSchemas ??= new(SchemaObjects.Where(SchemaForm.IsOn).Select(SchemaForm.IdOf), StringComparer.Ordinal);

    /// <summary>The destination settings, without secrets. They are kept, because a new file is compared with all others.</summary>
    private static JsonObject PlaceIn(JsonObject json)
    {
        var place = new JsonObject { [Destination] = json[Destination]?.DeepClone() };
        ConfigurationSecrets.Remove(place, [], emptyToo: true);
        return place;
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
