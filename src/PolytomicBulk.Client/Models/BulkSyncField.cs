namespace PolytomicBulk;

/// <summary>A field of a bulk sync's table.</summary>
public sealed class BulkSyncField : ApiWord
{
    /// <summary>The field's id, which is the source's own name for it.</summary>
    public string? Id { get; set; }

    /// <summary>Whether the field is synced.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Whether the field's values are made unreadable in the destination.</summary>
    public bool? Obfuscated { get; set; }

    /// <summary>The field's name in the destination.</summary>
    public string? OutputName { get; set; }

    /// <summary>The name in the destination that somebody chose; empty where the service names it.</summary>
    public string? UserOutputName { get; set; }

    /// <summary>The field's id.</summary>
    public override string ToString() => Id ?? "";
}
