namespace PolytomicBulk;

/// <summary>A condition that a record must meet to be synced.</summary>
public sealed class BulkSyncFilter : ApiObject
{
    /// <summary>Creates an empty condition.</summary>
    public BulkSyncFilter()
    {
    }

    /// <summary>Creates a condition.</summary>
    /// <param name="fieldId">The id of the field that is compared.</param>
    /// <param name="function">The function that compares.</param>
    /// <param name="value">The value to compare with.</param>
    public BulkSyncFilter(string? fieldId, string function, JsonNode? value)
    {
        (FieldId, Function) = (fieldId, function);
        if (value is null) return;
        using var json = JsonDocument.Parse(value.ToJsonString());
        RawValue = json.RootElement.Clone();
    }

    /// <summary>The id of the field that is compared.</summary>
    public string? FieldId { get; set; }

    /// <summary>The function that compares, such as <c>Equality</c>, <c>OnOrAfter</c> or <c>IsNotNull</c>.</summary>
    public string? Function { get; set; }

    /// <summary>The value to compare with: text, a number, a Boolean, a list or an object.</summary>
    [JsonIgnore]
    public object? Value => JsonMap.ToProperty(RawValue);

    /// <summary>The value exactly as the service sent it. Undefined if there is none.</summary>
    [JsonInclude, JsonPropertyName("value"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    internal JsonElement RawValue { get; set; }

    /// <summary>The condition in words, such as <c>amount GreaterThan 100</c>.</summary>
    public override string ToString() => string.Join(" ", new[] { FieldId, Function, ValueText }.Where(word => !string.IsNullOrEmpty(word)));

    /// <summary>Returns the condition in the form of the API.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["field_id"] = FieldId, ["function"] = Function };
        if (RawValue.ValueKind != JsonValueKind.Undefined) json["value"] = JsonNode.Parse(RawValue.GetRawText());
        foreach (var unknown in UnknownProperties ?? []) json[unknown.Key] = JsonNode.Parse(unknown.Value.GetRawText());
        foreach (var name in json.Where(property => property.Value is null).Select(property => property.Key).ToList()) json.Remove(name);
        return json;
    }

    private string ValueText => RawValue.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => RawValue.GetString()!,
        _ => RawValue.GetRawText(),
    };
}
