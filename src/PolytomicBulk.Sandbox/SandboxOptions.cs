namespace PolytomicBulk.Sandbox;

/// <summary>What a sandbox starts with.</summary>
public sealed record SandboxOptions
{
    /// <summary>A user's API key that the sandbox accepts.</summary>
    public const string ApiKey = "sandbox-api-key";

    /// <summary>A partner key that the sandbox accepts; with an organization as Basic, or alone as Bearer for what a partner may do.</summary>
    public const string PartnerKey = "sandbox-partner-key";

    /// <summary>A deployment key that the sandbox accepts.</summary>
    public const string DeploymentKey = "sandbox-deployment-key";

    /// <summary>How many generated bulk syncs there are beside the named ones.</summary>
    public int GeneratedSyncs { get; init; }

    /// <summary>Whether there are no bulk syncs to begin with.</summary>
    public bool WithoutSyncs { get; init; }

    /// <summary>The tables that the source "Orders database" offers instead of its own, with the fields of each; null for its own.</summary>
    public IReadOnlyDictionary<string, string[]>? Tables { get; init; }

    /// <summary>
    /// Whether an update of a bulk sync leaves its schemas as they are, whatever it says of them. Otherwise it chooses them anew, all of them where
    /// it names none.
    /// </summary>
    public bool UpdateIgnoresSchemas { get; init; }

    /// <summary>How the sandbox fails. What carries requests must play it: see <see cref="SandboxScenarios"/>.</summary>
    public SandboxScenario Scenarios { get; init; }

    /// <summary>What chance and the ids of what is made are drawn from; null for others every time.</summary>
    public int? Seed { get; init; }

    /// <summary>Where time comes from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
