namespace PolytomicBulk;

/// <summary>A field of a schema of a bulk sync.</summary>
public sealed class BulkSyncField : ApiWord
{
    /// <summary>The id of the field, which is its name in the source.</summary>
    public string? Id { get; set; }

    /// <summary>Whether the field is synced.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Whether the values of the field are obfuscated in the destination.</summary>
    public bool? Obfuscated { get; set; }

    /// <summary>The name of the field in the destination.</summary>
    public string? OutputName { get; set; }

    /// <summary>The name in the destination that a user chose. Empty if the service chooses the name.</summary>
    public string? UserOutputName { get; set; }

    /// <summary>The id of the field.</summary>
    public override string ToString() => Id ?? "";
}
