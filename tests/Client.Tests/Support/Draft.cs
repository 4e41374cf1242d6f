using System.Text.Json.Nodes;
using PolytomicBulk.Configuration;

namespace Client.Tests.Support;

/// <summary>Creates configurations as files contain them, without a service.</summary>
internal static class Draft
{
    /// <summary>A configuration. Its place is a setting of its destination.</summary>
    public static BulkSyncConfiguration Of(string name, string place = "here", string mode = "replicate", bool active = false, string? path = null) =>
        BulkSyncConfiguration.Parse(
            new JsonObject
            {
                ["name"] = name,
                ["active"] = active,
                ["mode"] = mode,
                ["source_connection"] = new JsonObject { ["id"] = World.Source },
                ["destination_connection"] = new JsonObject { ["id"] = World.Destination },
                ["destination_configuration"] = new JsonObject { ["schema"] = place },
                ["default_schedule"] = new JsonObject { ["frequency"] = "manual" },
                ["schemas"] = new JsonArray(),
            }.ToJsonString(),
            path);
}
