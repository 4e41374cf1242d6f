namespace PolytomicBulk;

/// <summary>Somebody whom the service writes to when any sync of the organization fails.</summary>
public sealed class ErrorSubscriber
{
    /// <summary>The address.</summary>
    public string? Email { get; set; }

    /// <summary>The address.</summary>
    public override string ToString() => Email ?? "";
}
