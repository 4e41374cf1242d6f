namespace PolytomicBulk.Sandbox;

/// <summary>A simulated failure. Failures can be combined.</summary>
[Flags]
public enum SandboxScenario
{
    /// <summary>Nothing fails.</summary>
    None = 0,

    /// <summary>The service is unavailable for some seconds of each minute.</summary>
    Outage = 1,

    /// <summary>The service accepts at most 10 requests within 10 seconds.</summary>
    RateLimit = 2,

    /// <summary>Every answer takes 1 to 4 seconds.</summary>
    Slow = 4,

    /// <summary>Some answers are lost after the service has processed the request.</summary>
    Flaky = 8,

    /// <summary>Every execution that a user starts fails.</summary>
    Failing = 16,

    /// <summary>The key expires 30 seconds after the start.</summary>
    Expired = 32,

    /// <summary>Reads return the state of 3 seconds ago.</summary>
    Stale = 64,
}
