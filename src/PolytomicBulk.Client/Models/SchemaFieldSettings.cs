using System.Text.Json.Nodes;

namespace PolytomicBulk;

/// <summary>What a user says of a field. What is null is left to the service.</summary>
public sealed class SchemaFieldSettings
{
    /// <summary>The field's name for people.</summary>
    public string? Label { get; init; }

    /// <summary>The field's type, such as <c>string</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Where in a record the field's value is.</summary>
    public string? Path { get; init; }

    /// <summary>A value such as the field has.</summary>
    public JsonNode? Example { get; init; }

    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Label is not null) json["label"] = Label;
        if (Type is not null) json["type"] = Type;
        if (Path is not null) json["path"] = Path;
        if (Example is not null) json["example"] = Example.DeepClone();
        return json;
    }
}
