namespace PolytomicBulk;

/// <summary>What stands in for the network and the clock where a session is tested.</summary>
public sealed class PolytomicTransport
{
    /// <summary>What carries the requests instead of the network.</summary>
    public HttpMessageHandler? Handler { get; set; }

    /// <summary>Where time comes from instead of the system.</summary>
    public TimeProvider Clock
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(Clock));
    }
    = TimeProvider.System;
}
