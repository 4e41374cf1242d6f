namespace PolytomicBulk;

/// <summary>One of the values that a field can have.</summary>
public sealed class PickValue : ApiWord
{
    /// <summary>The value.</summary>
    public string? Value { get; set; }

    /// <summary>The display name of the value.</summary>
    public string? Label { get; set; }

    /// <summary>The value.</summary>
    public override string ToString() => Value ?? Label ?? "";
}
