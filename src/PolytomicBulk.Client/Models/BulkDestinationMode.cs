namespace PolytomicBulk;

/// <summary>A way in which a destination can be written.</summary>
public sealed class BulkDestinationMode : ApiWord
{
    /// <summary>The mode, as in a bulk sync: <c>replicate</c> or <c>snapshot</c>.</summary>
    public string? Id { get; set; }

    /// <summary>The display name of the mode.</summary>
    public string? Label { get; set; }

    /// <summary>What the mode does.</summary>
    public string? Description { get; set; }

    /// <summary>Whether tables need a primary key.</summary>
    public bool? RequiresIdentity { get; set; }

    /// <summary>Whether fields can have their own modes.</summary>
    public bool? SupportsFieldSyncMode { get; set; }

    /// <summary>Whether records of the destination can be filtered.</summary>
    public bool? SupportsTargetFilters { get; set; }

    /// <summary>The mode.</summary>
    public override string ToString() => Id ?? Label ?? "";
}
