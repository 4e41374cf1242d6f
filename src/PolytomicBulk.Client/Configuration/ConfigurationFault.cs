using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Editing;
using PolytomicBulk.Json;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Configuration;

/// <summary>Why JSON is no whole configuration, as a sentence; null where it is one.</summary>
internal static class ConfigurationFault
{
    public static string? Of(JsonObject json)
    {
        foreach (var name in new[] { "name", "mode" })
        {
            if (string.IsNullOrWhiteSpace(JsonWords.Text(json[name]))) return $"'{name}' is missing or is not text.";
        }

        foreach (var role in BulkSyncConfiguration.Connections)
        {
            if (!Guid.TryParse(JsonWords.Text((json[role] as JsonObject)?["id"]), out _)) return $"'{role}' must be an object whose 'id' is the id of a connection.";
        }

        foreach (var name in new[] { "destination_configuration", "default_schedule" })
        {
            if (json[name] is not JsonObject) return $"'{name}' is missing or is not an object.";
        }

        if (string.IsNullOrEmpty(JsonWords.Text(json["default_schedule"]!["frequency"]))) return "'default_schedule' needs a 'frequency'.";
        // Forgotten, it would switch off all that the sync copies.
        if (json["schemas"] is not JsonArray schemas) return "'schemas' is missing, or is no list: [] says that nothing is synced.";
        return OfItems(json, "schemas", "the sync")
            ?? schemas.OfType<JsonObject>().Select(schema => OfItems(schema, "fields", $"schema '{SchemaForm.IdOf(schema)}'")).FirstOrDefault(fault => fault is not null)
            ?? OfFlags(json);
    }

    /// <summary>Text that reads 'true' would be taken for false.</summary>
    private static string? OfFlags(JsonObject json) =>
        (from part in ConfigurationPart.Of(json)
         from property in part.Json
         where part.Table.Get(property.Key)?.Kind == PropertyKind.Flag && property.Value is { } value
            && value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)
         select $"'{part.Place}{property.Key}' must be true or false.").FirstOrDefault();

    private static string? OfItems(JsonObject json, string name, string of)
    {
        if (json[name] is null) return null;
        if (json[name] is not JsonArray items || !items.All(item => item is JsonObject one && SchemaForm.IdOf(one).Length > 0)) return $"'{name}' of {of} must be a list of objects that each have an 'id'.";
        return items.OfType<JsonObject>().GroupBy(SchemaForm.IdOf).FirstOrDefault(same => same.Count() > 1) is { } twice ? $"'{name}' of {of} names '{twice.Key}' twice." : null;
    }
}
