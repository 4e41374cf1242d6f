namespace PolytomicBulk.Configuration;

/// <summary>The names and values that this version does not know but bulk syncs of the service use, with the kind of place where they occur.</summary>
public sealed class ConfigurationVocabulary
{
    private static readonly IReadOnlyCollection<(string Kind, string Name, string? Value)> None = [];

    private readonly HashSet<(string Kind, string Name, string? Value)> _words = [];

    /// <summary>Creates a vocabulary from bulk syncs.</summary>
    /// <param name="service">The configurations of bulk syncs of the service.</param>
    public ConfigurationVocabulary(IEnumerable<BulkSyncConfiguration> service)
    {
        foreach (var configuration in service) Learn(configuration);
    }

    /// <summary>Adds the names and values of a bulk sync.</summary>
    internal void Learn(BulkSyncConfiguration service) => _words.UnionWith(service.OddWords);

    internal bool Has(ConfigurationPart part, string name) => _words.Contains((part.Kind, name, null));

    internal bool Has(ConfigurationPart part, string name, string value) => _words.Contains((part.Kind, name, value));

    /// <summary>The names and values in a configuration that this version does not know.</summary>
    internal static IReadOnlyCollection<(string Kind, string Name, string? Value)> OddIn(JsonObject configuration)
    {
        HashSet<(string Kind, string Name, string? Value)>? odd = null;
        Look("", configuration, ApiTables.BulkSync);
        foreach (var name in ApiTables.SchedulesOfSync)
        {
            foreach (var schedule in Choices.ItemsOf(configuration[name])) Look(name, schedule, ApiTables.BulkSync[name].Table!);
        }

        foreach (var schema in Choices.ItemsOf(configuration["schemas"]))
        {
            Look("schemas", schema, ApiTables.Schema);
            foreach (var field in SchemaForm.FieldsOf(schema)) Look("fields", field, ApiTables.Field);
            foreach (var filter in Choices.ItemsOf(schema["filters"])) Look("filters", filter, ApiTables.Filter);
        }

        return odd ?? None;

        void Look(string kind, JsonObject item, ApiTable table)
        {
            foreach (var (name, value) in item)
            {
                var property = table.Get(name);
                if (kind.Length == 0 ? !ConfigurationPart.Settings.Contains(name) : property is null) (odd ??= []).Add((kind, name, null));
                if (property is { Values.Count: > 0 } && JsonWords.Text(value) is { } text && !property.Values.Any(known => known.Text == text))
                {
                    (odd ??= []).Add((kind, name, text));
                }
            }
        }
    }
}
