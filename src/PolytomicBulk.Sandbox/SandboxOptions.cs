namespace PolytomicBulk.Sandbox;

/// <summary>The options of a sandbox.</summary>
public sealed record SandboxOptions
{
    /// <summary>A user's API key that the sandbox accepts.</summary>
    public const string ApiKey = "sandbox-api-key";

    /// <summary>A partner key that the sandbox accepts: with an organization as Basic, or alone as Bearer for the operations of a partner.</summary>
    public const string PartnerKey = "sandbox-partner-key";

    /// <summary>A deployment key that the sandbox accepts.</summary>
    public const string DeploymentKey = "sandbox-deployment-key";

    /// <summary>The number of generated bulk syncs in addition to the named ones.</summary>
    public int GeneratedSyncs { get; init; }

    /// <summary>Whether the sandbox starts without the named bulk syncs.</summary>
    public bool WithoutSyncs { get; init; }

    /// <summary>The schemas that the source "Orders database" offers, with the fields of each. If null, it offers its default schemas.</summary>
    public IReadOnlyDictionary<string, string[]>? Tables { get; init; }

    /// <summary>
    /// Whether an update of a bulk sync leaves its schemas unchanged. Otherwise, the update selects the schemas in the request, or all schemas if the
    /// request contains none.
    /// </summary>
    public bool UpdateIgnoresSchemas { get; init; }

    /// <summary>The simulated failures. Requests must go through <see cref="SandboxScenarios"/>.</summary>
    public SandboxScenario Scenarios { get; init; }

    /// <summary>The seed of random values and new ids. If null, they are different each time.</summary>
    public int? Seed { get; init; }

    /// <summary>The clock of the sandbox.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
