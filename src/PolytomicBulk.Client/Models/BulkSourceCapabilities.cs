namespace PolytomicBulk;

/// <summary>What a source of bulk syncs can do.</summary>
public sealed class BulkSourceCapabilities : ApiObject
{
    /// <summary>Whether a table can have a tracking field, which shows what changed.</summary>
    public bool? SupportsTrackingFields { get; set; }

    /// <summary>The capabilities in words.</summary>
    public override string ToString() => SupportsTrackingFields == true ? "tracking fields" : "";
}
