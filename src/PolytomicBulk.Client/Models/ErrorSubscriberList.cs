namespace PolytomicBulk;

/// <summary>The email addresses that are notified when a bulk sync of the organization fails.</summary>
public sealed class ErrorSubscriberList : ApiObject
{
    /// <summary>The addresses.</summary>
    public ApiList<string>? Emails { get; set; }

    /// <summary>The addresses.</summary>
    public override string ToString() => Emails?.ToString() ?? "";
}
