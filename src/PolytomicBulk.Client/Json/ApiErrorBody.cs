namespace PolytomicBulk.Json;

/// <summary>The body of an error from the service or a gateway. It has one of several shapes. An unexpected part does not prevent reading the others.</summary>
internal sealed class ApiErrorBody
{
    /// <summary>The maximum number of texts to read. The length of the message is limited too.</summary>
    private const int MostParts = 10;

    [JsonInclude, JsonPropertyName("key")]
    internal JsonElement KeyJson { get; set; }

    [JsonInclude, JsonPropertyName("message")]
    internal JsonElement MessageJson { get; set; }

    [JsonInclude, JsonPropertyName("metadata")]
    internal JsonElement MetadataJson { get; set; }

    [JsonInclude, JsonPropertyName("error")]
    internal JsonElement ErrorJson { get; set; }

    [JsonInclude, JsonPropertyName("error_description")]
    internal JsonElement DescriptionJson { get; set; }

    [JsonInclude, JsonPropertyName("errors")]
    internal JsonElement ErrorsJson { get; set; }

    [JsonInclude, JsonPropertyName("detail")]
    internal JsonElement DetailJson { get; set; }

    [JsonInclude, JsonPropertyName("title")]
    internal JsonElement TitleJson { get; set; }

    [JsonIgnore]
    public string? Key => Text(KeyJson);

    /// <summary>The message of the service.</summary>
    [JsonIgnore]
    public string Said
    {
        get
        {
            var parts = new List<string>();
            // A detail says more than a title, and a description more than an error code.
            foreach (var part in new[] { MessageJson, First(DetailJson, TitleJson), First(DescriptionJson, ErrorJson), ErrorsJson }) Collect("", part, parts);
            return string.Join("; ", parts);
        }
    }

    /// <summary>The message with the fields that the metadata names.</summary>
    [JsonIgnore]
    public string Message
    {
        get
        {
            var (said, parts) = (Said, new List<string>());
            if (MetadataJson.ValueKind == JsonValueKind.Object) Collect("", MetadataJson, parts);
            // The service can repeat the request, and may repeat its own text.
            parts = parts.ConvertAll(WithoutSecret);
            parts.RemoveAll(part => said.Contains(part));
            if (parts.Count == 0) return said;
            return said.Trim(' ', '.').Length == 0 ? string.Join("; ", parts) : $"{said.TrimEnd('.')} ({string.Join("; ", parts)})";
        }
    }

    [JsonIgnore]
    public JsonMap? Metadata => MetadataJson.ValueKind == JsonValueKind.Object ? JsonMap.From(MetadataJson) : null;

    /// <summary>An answer that is only text.</summary>
    public static ApiErrorBody Of(string text) => new() { MessageJson = JsonSerializer.SerializeToElement(text, ApiJson.Default.String) };

    private static string WithoutSecret(string part) =>
        part.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end && Secrets.IsName(part[..end]) ? part[..end] : part;

    private static JsonElement First(JsonElement better, JsonElement other) => HasText(better) ? better : other;

    private static bool HasText(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => !string.IsNullOrWhiteSpace(json.GetString()),
        JsonValueKind.Array => json.GetArrayLength() > 0,
        JsonValueKind.Object => json.EnumerateObject().Any(),
        _ => false,
    };

    private static string? Text(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

    /// <summary>The texts in a value, each with its field.</summary>
    private static void Collect(string field, JsonElement json, List<string> parts)
    {
        if (parts.Count >= MostParts) return;
        switch (json.ValueKind)
        {
            case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                var text = json.ToString().Trim();
                if (text.Length == 0 || (field.Length == 0 && json.ValueKind != JsonValueKind.String)) break;
                var part = field.Length == 0 ? text : $"{field}: {text}";
                if (!parts.Contains(part)) parts.Add(part);
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray()) Collect(field, item, parts);
                break;
            case JsonValueKind.Object:
                CollectFrom(field, json, parts);
                break;
        }
    }

    private static void CollectFrom(string field, JsonElement json, List<string> parts)
    {
        var said = Find(json, "message", "detail", "msg", "reason", "description", "error");
        var about = Find(json, "field", "name", "path", "param", "pointer", "loc");
        if (said is not null)
        {
            // The item names its subject, such as {"field": "name", "message": "is taken"}.
            Collect(about ?? field, JsonSerializer.SerializeToElement(said, ApiJson.Default.String), parts);
            return;
        }

        // Otherwise the names are fields, such as {"name": ["is taken"]}.
        foreach (var property in json.EnumerateObject()) Collect(field.Length == 0 ? property.Name : $"{field}.{property.Name}", property.Value, parts);
    }

    private static string? Find(JsonElement json, params string[] names) => names.Select(name => Find(json, name)).FirstOrDefault(text => text is not null);

    private static string? Find(JsonElement json, string name) => json.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String when !string.IsNullOrWhiteSpace(value.GetString()) => value.GetString(),
            JsonValueKind.Array when value.GetArrayLength() > 0 => string.Join(".", value.EnumerateArray().Select(item => item.ToString())),
            _ => null,
        }
        : null;
}
