namespace PolytomicBulk;

/// <summary>A difference between a bulk sync and its configuration file.</summary>
public sealed class BulkSyncDrift
{
    internal BulkSyncDrift(string syncName, string? property, object? expected, object? actual, Guid? syncId, string? path) =>
        (SyncName, Property, Expected, Actual, SyncId, Path) = (syncName, property, expected, actual, syncId, path);

    /// <summary>The name of the bulk sync.</summary>
    public string SyncName { get; }

    /// <summary>The property, such as <c>Schemas.contact.Fields.email.Enabled</c>. Null for the whole bulk sync.</summary>
    public string? Property { get; }

    /// <summary>The value in the file. Null if the file has none.</summary>
    public object? Expected { get; }

    /// <summary>The value on the service. Null if the service has none.</summary>
    public object? Actual { get; }

    /// <summary>The kind of difference: <c>Changed</c>, <c>Missing</c> on the service, or <c>Extra</c> on the service.</summary>
    public string Change => (Expected, Actual) switch
    {
        (null, not null) => "Extra",
        (not null, null) => "Missing",
        _ => "Changed",
    };

    /// <summary>The configuration file. Null if the bulk sync has none.</summary>
    public string? Path { get; }

    /// <summary>The id of the bulk sync. Null if it is missing on the service.</summary>
    public Guid? SyncId { get; }

    /// <summary>Describes the difference.</summary>
    public override string ToString() =>
        Property is null ? $"{SyncName}: {Change}" : $"{SyncName}: {Property} is {Actual ?? "(none)"}, not {Expected ?? "(none)"}";

    /// <summary>The values of a difference, without secrets.</summary>
    internal static (object? Expected, object? Actual) ValuesOf(JsonDifference difference) =>
        (ToValue(difference.Shown(difference.Expected)), ToValue(difference.Shown(difference.Actual)));

    private static object? ToValue(JsonNode? node)
    {
        if (JsonWords.IsEmpty(node)) return null;
        if (node is JsonObject or JsonArray) return node.ToJsonString();
        using var json = JsonDocument.Parse(node!.ToJsonString());
        return JsonMap.ToObject(json.RootElement);
    }
}
