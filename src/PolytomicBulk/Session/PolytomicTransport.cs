namespace PolytomicBulk;

/// <summary>Replaces the network and the clock of a session in tests.</summary>
public sealed class PolytomicTransport
{
    /// <summary>Handles the requests instead of the network.</summary>
    public HttpMessageHandler? Handler { get; set; }

    /// <summary>The clock instead of the system's.</summary>
    public TimeProvider Clock
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(Clock));
    }
    = TimeProvider.System;
}
