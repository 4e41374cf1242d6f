using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Json;

/// <summary>
/// Changes single properties of what the service sent, and keeps note of them in words. What is not named
/// stays as it came, whether this version knows it or not.
/// </summary>
internal sealed class JsonEdit
{
    private readonly List<string> _differences = [];

    /// <summary>What was changed, such as <c>~ Enabled: True -> False</c>.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Sets a property of an object, unless it has that value already.</summary>
    /// <param name="json">The object.</param>
    /// <param name="name">The property's name on the wire.</param>
    /// <param name="label">What the property is called in words.</param>
    /// <param name="value">The new value.</param>
    public void Set(JsonObject json, string name, string label, JsonNode? value)
    {
        var old = json[name];
        if (IsEmpty(old) ? IsEmpty(value) : JsonNode.DeepEquals(old, value)) return;
        Note(label, Show(old), Show(value));
        json[name] = value;
    }

    /// <summary>Sets a time, unless the property holds the same instant already, however it is written.</summary>
    public void SetTime(JsonObject json, string name, string label, DateTime? value)
    {
        if (value is { } time
            && DateTimeOffset.TryParse(Show(json[name]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var old)
            && old.UtcDateTime == time.ToUniversalTime()) return;
        Set(json, name, label, value is null ? null : LocalTimeConverter.ToText(value.Value));
    }

    public void Note(string label, string old, string now) => _differences.Add($"~ {label}: {old} -> {now}");

    /// <summary>To the service, no text and empty text are the same, and so are no list and an empty one.</summary>
    private static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        _ => node.GetValueKind() == JsonValueKind.String && (string)node! == "",
    };

    private static string Show(JsonNode? node) => IsEmpty(node) ? "(none)" : node!.GetValueKind() switch
    {
        JsonValueKind.String => (string)node!,
        JsonValueKind.True => bool.TrueString,
        JsonValueKind.False => bool.FalseString,
        _ => node.ToJsonString(),
    };
}
