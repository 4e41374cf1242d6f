using System.Text.Json.Serialization.Metadata;

namespace PolytomicBulk.Json;

/// <summary>Whether JSON that is to be changed and written back can be.</summary>
internal static class EditableJson
{
    /// <summary>What is wrong with an answer that holds such JSON, or null.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="type">What the JSON is read as, too.</param>
    public static string? FaultOf<T>(Envelope<JsonObject> answer, JsonTypeInfo<T> type)
    {
        if (answer.Data is not { } json) return "it holds no data";
        var finds = new List<OddValue>();
        try
        {
            _ = json.Read(type, finds);
            // An odd time or number goes back as it came. With odd settings nobody knows what a write would do.
            return finds.TrueForAll(odd => odd.IsHarmless) ? null : FaultOf(json, type);
        }
        catch (JsonException fault)
        {
            return Describe(fault);
        }
    }

    private static string FaultOf<T>(JsonObject json, JsonTypeInfo<T> type)
    {
        try
        {
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
