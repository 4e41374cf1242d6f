namespace PolytomicBulk;

/// <summary>What came of trying a connection.</summary>
public sealed class ConnectionTest
{
    /// <summary>The connection's name.</summary>
    public string? Name { get; set; }

    /// <summary>The id of the connection's type.</summary>
    public string? Type { get; set; }

    /// <summary>Whether the service can use the connection with these settings.</summary>
    public bool Succeeded { get; set; }

    /// <summary>Why it cannot.</summary>
    public string? Error { get; set; }

    /// <summary>The connection's id; null for one that does not exist yet.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>Whether it succeeded, or why it did not.</summary>
    public override string ToString() => Succeeded ? "succeeded" : Error ?? "failed";
}
