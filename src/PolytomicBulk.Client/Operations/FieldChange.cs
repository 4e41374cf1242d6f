namespace PolytomicBulk.Operations;

/// <summary>What is to change in a field of a bulk sync's schema. What is null stays as it is.</summary>
public sealed class FieldChange
{
    /// <summary>Whether the field is synced.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether the field's values are made unreadable in the destination.</summary>
    public bool? Obfuscated { get; init; }

    /// <summary>The name in the destination; empty for the service's own.</summary>
    public string? UserOutputName { get; init; }
}
