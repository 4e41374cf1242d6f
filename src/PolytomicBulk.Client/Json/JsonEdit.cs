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
        if (!JsonWords.AreSame(name, json[name], value)) Put(json, name, label, value);
    }

    /// <summary>Sets the properties that another object names; objects within are changed in the same way.</summary>
    /// <param name="json">The object.</param>
    /// <param name="changes">The new values. They are copied.</param>
    /// <param name="prefix">What the object is called in words, with a point; empty for the outermost.</param>
    /// <param name="isFree">Whether the names are somebody else's, and are shown as they are.</param>
    public void Merge(JsonObject json, JsonObject changes, string prefix = "", bool isFree = false)
    {
        foreach (var (name, value) in changes.Select(change => (change.Key, change.Value)))
        {
            var label = prefix + (isFree ? name : JsonWords.Label(name));
            if (value is JsonObject inner && json[name] is JsonObject old) Merge(old, inner, label + ".", isFree || JsonDifference.IsFree(name));
            else if (!isFree) Set(json, name, label, value?.DeepClone());
            // Where the names are somebody else's, so is the meaning of an empty value.
            else if (!JsonNode.DeepEquals(json[name], value)) Put(json, name, label, value?.DeepClone());
        }
    }

    private void Put(JsonObject json, string name, string label, JsonNode? value)
    {
        Note(label, JsonWords.Show(json[name]), JsonWords.Show(value));
        json[name] = value;
    }

    public void Note(JsonDifference difference) => _differences.Add(difference.ToString());

    public void Note(string label, string old, string now) => _differences.Add($"~ {label}: {old} -> {now}");
}
