namespace PolytomicBulk.Configuration;

public sealed partial class BulkSyncConfiguration
{
    /// <summary>Whether a bulk sync of the service has the same connections and the same destination settings.</summary>
    internal bool GoesWhere(BulkSync sync)
    {
        if (!HasConnections(sync)) return false;
        try
        {
            return GoesWhere(FromService(ToEditable(sync), Selection.Empty, _ => null));
        }
        catch (PolytomicApiException)
        {
            return false;
        }
    }

    /// <summary>Whether a file copies some of the same schemas to the same place. The file can omit settings that its bulk sync has.</summary>
    internal bool IsLike(BulkSyncConfiguration file, BulkSync? sync)
    {
        var keepsPlace = sync is not null && HasConnections(sync) && file.GoesWhere(sync);
        return (keepsPlace ? GoesWhere(sync!) : GoesWhere(file) && file.GoesWhere(this)) && Overlaps(file);
    }

    /// <summary>The JSON of a bulk sync.</summary>
    internal static JsonObject ToEditable(BulkSync sync)
    {
        try
        {
            return JsonSerializer.SerializeToElement(sync, ApiJson.Default.BulkSync).Deserialize(ApiJson.Default.JsonObject)!;
        }
        catch (JsonException fault)
        {
            throw Failures.Incomplete($"bulk sync '{sync}' ({sync.Id})", fault.Message);
        }
    }

    /// <summary>Compared first, because it needs no JSON.</summary>
    private bool HasConnections(BulkSync sync) =>
        (IdOf("source_connection"), IdOf("destination_connection")) == (sync.SourceConnectionId, sync.DestinationConnectionId);

    private Guid? IdOf(string role) => ConnectionIds.TryGetValue(role, out var connection) ? connection.Id : null;
}
