namespace PolytomicBulk;

/// <summary>An email address that is notified when a bulk sync of the organization fails.</summary>
public sealed class ErrorSubscriber
{
    /// <summary>The address.</summary>
    public string? Email { get; set; }

    /// <summary>The address.</summary>
    public override string ToString() => Email ?? "";
}
