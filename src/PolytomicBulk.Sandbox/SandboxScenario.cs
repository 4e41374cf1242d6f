namespace PolytomicBulk.Sandbox;

/// <summary>A way in which the sandbox fails on demand. They can be combined.</summary>
[Flags]
public enum SandboxScenario
{
    /// <summary>Nothing fails.</summary>
    None = 0,

    /// <summary>The service is away for some seconds of each minute.</summary>
    Outage = 1,

    /// <summary>The service takes a few requests at a time.</summary>
    RateLimit = 2,

    /// <summary>Every answer takes seconds.</summary>
    Slow = 4,

    /// <summary>Some answers are lost after the service did what it was asked.</summary>
    Flaky = 8,

    /// <summary>Every execution that is started fails.</summary>
    Failing = 16,

    /// <summary>The key expires.</summary>
    Expired = 32,

    /// <summary>Reads lag behind writes.</summary>
    Stale = 64,
}
