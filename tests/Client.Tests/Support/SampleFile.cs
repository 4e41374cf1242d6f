using System.Text.Json.Nodes;
using PolytomicBulk.Configuration;
using PolytomicBulk.Updates;

namespace Client.Tests.Support;

/// <summary>A configuration file that is valid except for the settings of a test, and a bulk sync of the service with the same settings.</summary>
internal static class SampleFile
{
    public const string Source = "fe37380e-a1d7-5015-b18b-27b0c7a45bcf";
    public const string Destination = "df17031c-7e75-5a8c-84e0-086692c1ac52";

    /// <summary>The JSON of a file. Each setting is JSON too. An empty one is removed.</summary>
    public static JsonObject Json(params (string Name, string Value)[] settings)
    {
        var json = OneSync.Parse(
            $$"""
            {"name":"a","mode":"replicate","source_connection":{"id":"{{Source}}"},"destination_connection":{"id":"{{Destination}}"},
            "destination_configuration":{"schema":"x"},"default_schedule":{"frequency":"manual"},"schemas":[]}
            """);
        foreach (var (name, value) in settings)
        {
            if (value.Length == 0) json.Remove(name);
            else json[name] = JsonNode.Parse(value);
        }

        return json;
    }

    public static BulkSyncConfiguration Parse(params (string Name, string Value)[] settings) => BulkSyncConfiguration.Parse(Json(settings).ToJsonString());

    /// <summary>The JSON of a bulk sync, by the property names of the API.</summary>
    public static JsonObject Sync(params (string Name, string Value)[] settings)
    {
        var json = Json(settings);
        json.Remove("schemas");
        foreach (var role in new[] { "source_connection", "destination_connection" })
        {
            json[role + "_id"] = json[role]!["id"]!.DeepClone();
            json.Remove(role);
        }

        return json;
    }

    /// <summary>The configuration of a bulk sync of the service.</summary>
    public static BulkSyncConfiguration FromService(string schemas, params (string Name, string Value)[] settings) => BulkSyncConfiguration.FromService(
        Sync(settings), new Selection(JsonNode.Parse(schemas)!.AsArray().Select(schema => schema!.DeepClone().AsObject())), _ => null);
}
