using System.Text.Json.Serialization.Metadata;

namespace PolytomicBulk.Json;

/// <summary>Checks JSON that will be changed and written back.</summary>
internal static class EditableJson
{
    /// <summary>Why JSON cannot be written back. Null if it can.</summary>
    public static string? FaultOf<T>(JsonObject? json, JsonTypeInfo<T> type, bool takesOdd = false)
    {
        if (json is null) return "it holds no data";
        var finds = new List<OddValue>();
        try
        {
            _ = json.Read(type, finds);
            // An invalid time or number is written back unchanged. For invalid settings, the effect of a write is unknown.
            if (takesOdd || finds.TrueForAll(odd => odd.IsHarmless)) return null;
            _ = json.Deserialize(type);
            return Describe(fault: null);
        }
        catch (JsonException fault)
        {
            return Describe(fault);
        }
    }

    private static string Describe(JsonException? fault) =>
        fault?.Path is { Length: > 1 } path ? $"$.data{path[1..]} is not as expected" : "it is not as expected";
}
