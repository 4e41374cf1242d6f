using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Editing;
using PolytomicBulk.Json;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Configuration;

/// <summary>What is wrong with a configuration, and what may be.</summary>
internal static class ConfigurationCheck
{
    private const int MostDoubts = 5;

    /// <summary>Why JSON is no whole configuration; null where it is one.</summary>
    public static InvalidConfigurationException? FindFault(JsonObject json)
    {
        foreach (var name in new[] { "name", "mode" })
        {
            if (string.IsNullOrWhiteSpace(JsonWords.Text(json[name]))) return new($"'{name}' is missing or is not text.", name);
        }

        foreach (var role in ConfigurationForm.Connections)
        {
            if (Guid.TryParse(JsonWords.Text((json[role] as JsonObject)?["id"]), out _)) continue;
            return new($"'{role}' must be an object whose 'id' is the id of a connection.", role);
        }

        foreach (var name in new[] { "destination_configuration", "default_schedule" })
        {
            if (json[name] is not JsonObject) return new($"'{name}' is missing or is not an object.", name);
        }

        if (string.IsNullOrEmpty(JsonWords.Text(json["default_schedule"]!["frequency"])))
        {
            return new("'default_schedule' needs a 'frequency'.", "default_schedule.frequency");
        }

        // Forgotten, it would switch off all that the sync copies.
        if (json["schemas"] is not JsonArray schemas) return new("'schemas' is missing, or is no list: [] says that nothing is synced.", "schemas");
        return FindFaultInItems(json, "schemas", "schemas", "the sync")
            ?? schemas.OfType<JsonObject>().Select(FindFaultInFields).FirstOrDefault(fault => fault is not null)
            ?? FindFaultInFlags(json);
    }

    /// <summary>
    /// What may be mistyped: names that this version does not know, and values that are none of the known ones, where the service has neither at the
    /// same place.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="service">What the service has. What it sent itself is never mistyped, however new it is.</param>
    public static IEnumerable<ConfigurationDoubt> FindDoubts(BulkSyncConfiguration configuration, ConfigurationVocabulary service)
    {
        foreach (var part in configuration.Parts)
        {
            foreach (var (name, value) in part.Json.Select(property => (property.Key, JsonWords.Text(property.Value))))
            {
                if (part.Names?.Contains(name) == false && !service.Has(part, name)) yield return new(part.Place + name, name, IsValue: false, part.Names);
                else if (value is not null && part.ValuesOf(name) is { } known && !known.Contains(value) && !service.Has(part, name, value))
                {
                    yield return new(part.Place + name, value, IsValue: true, known);
                }
            }
        }
    }

    /// <summary>Doubts as sentences.</summary>
    /// <param name="path">The configuration's file.</param>
    /// <param name="doubts">The doubts.</param>
    public static string InWords(string? path, IReadOnlyCollection<ConfigurationDoubt> doubts)
    {
        var more = doubts.Count > MostDoubts ? $" And {doubts.Count - MostDoubts} more." : "";
        return $"'{path}' may be mistyped. {string.Join(" ", doubts.Take(MostDoubts))}{more}";
    }

    /// <summary>Text that reads 'true' would be taken for false.</summary>
    private static InvalidConfigurationException? FindFaultInFlags(JsonObject json) =>
        (from part in ConfigurationPart.ListIn(json)
         from property in part.Json
         where part.Table.Get(property.Key)?.Kind == PropertyKind.Flag && property.Value is { } value
            && value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)
         let place = part.Place + property.Key
         select new InvalidConfigurationException($"'{place}' must be true or false.", place)).FirstOrDefault();

    private static InvalidConfigurationException? FindFaultInFields(JsonObject schema)
    {
        var id = SchemaForm.IdOf(schema);
        return FindFaultInItems(schema, "fields", $"schemas.{id}.fields", $"schema '{id}'");
    }

    private static InvalidConfigurationException? FindFaultInItems(JsonObject json, string name, string place, string owner)
    {
        if (json[name] is null) return null;
        if (json[name] is not JsonArray items || !items.All(item => item is JsonObject one && SchemaForm.IdOf(one).Length > 0))
        {
            return new($"'{name}' of {owner} must be a list of objects that each have an 'id'.", place);
        }

        var twice = items.OfType<JsonObject>().GroupBy(SchemaForm.IdOf).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? null : new($"'{name}' of {owner} names '{twice.Key}' twice.", $"{place}.{twice.Key}");
    }
}
