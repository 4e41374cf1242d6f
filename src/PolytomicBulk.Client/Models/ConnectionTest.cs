namespace PolytomicBulk;

/// <summary>The result of a connection test.</summary>
public sealed class ConnectionTest
{
    /// <summary>The name of the connection.</summary>
    public string? Name { get; set; }

    /// <summary>The id of the connection's type.</summary>
    public string? Type { get; set; }

    /// <summary>Whether the service can use the connection with these settings.</summary>
    public bool Succeeded { get; set; }

    /// <summary>The reason for a failure.</summary>
    public string? Error { get; set; }

    /// <summary>The id of the connection. Null if it does not exist yet.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>The result in words.</summary>
    public override string ToString() => Succeeded ? "succeeded" : Error ?? "failed";
}
