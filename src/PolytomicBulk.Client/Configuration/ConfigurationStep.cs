namespace PolytomicBulk.Configuration;

/// <summary>One step of a plan that makes bulk syncs what configurations say.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Name">The name that the sync has afterwards, or had; null where the step is about no sync alone.</param>
public sealed record ConfigurationStep(ConfigurationStepKind Kind, string? Name)
{
    /// <summary>The configuration that is wanted; null where there is none.</summary>
    public BulkSyncConfiguration? Wanted { get; init; }

    /// <summary>The sync as it was read, or the original of a copy; null where there is none.</summary>
    public BulkSync? Sync { get; init; }

    /// <summary>That sync's own configuration; null where it was not read.</summary>
    public BulkSyncConfiguration? Actual { get; init; }

    /// <summary>What the step does, in words, such as <c>~ Mode: 'snapshot' -> 'replicate'</c>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Why it is refused; of any other step, what was overridden.</summary>
    public IReadOnlyList<ConfigurationReason> Reasons { get; init; } = [];

    /// <summary>Why the sync could not be read.</summary>
    public PolytomicApiException? Failure { get; init; }

    /// <summary>The configuration's file; null where there is none.</summary>
    public string? Path => Wanted?.Path;

    /// <summary>What the step is about, in words.</summary>
    public string What => (Sync, Name) switch
    {
        ({ } sync, _) => $"bulk sync '{sync}' ({sync.Id})",
        (null, not null) => $"bulk sync '{Name}'",
        _ => "bulk syncs without a file",
    };

    /// <summary>In what the service is not as the files say, as far as the step would change it.</summary>
    public IEnumerable<BulkSyncDrift> Drift => Kind switch
    {
        ConfigurationStepKind.Update => Differences.Select(difference => new BulkSyncDrift(
            Name!, difference.Property, BulkSyncDrift.ToValue(difference.Expected), BulkSyncDrift.ToValue(difference.Actual), Sync?.Id, Path)),
        ConfigurationStepKind.Create => [new(Name!, property: null, expected: Name, actual: null, syncId: null, Path)],
        ConfigurationStepKind.Delete => [new(Name!, property: null, expected: null, actual: Name, Sync?.Id, path: null)],
        _ => [],
    };

    /// <summary>The step as objects: one for each property that would change, for each other deed, and for each reason not to.</summary>
    public IEnumerable<BulkSyncPlan> Plan
    {
        get
        {
            var words = Reasons.Count == 0 || Kind == ConfigurationStepKind.Refuse ? null : string.Join(" ", Reasons.Select(reason => reason.Words));
            return Kind switch
            {
                ConfigurationStepKind.Nothing => [],
                ConfigurationStepKind.Refuse => Reasons.Select(reason => ToPlan(reason.Words, reason.Property)),
                ConfigurationStepKind.Update => Differences.Select(difference =>
                {
                    var plan = ToPlan(words, difference.Property);
                    (plan.From, plan.To) = (BulkSyncDrift.ToValue(difference.Actual), BulkSyncDrift.ToValue(difference.Expected));
                    return plan;
                }),
                _ => [ToPlan(words, property: null)],
            };

            BulkSyncPlan ToPlan(string? reason, string? property) => new(Name, Kind.ToString(), Sync?.Id, Path) { Reason = reason, Property = property };
        }
    }

    /// <summary>In what the sync is not as it is wanted.</summary>
    internal IReadOnlyList<JsonDifference> Differences { get; init; } = [];

    /// <summary>The same, refused.</summary>
    internal ConfigurationStep Refuse(params ConfigurationReason[] reasons) => this with { Kind = ConfigurationStepKind.Refuse, Reasons = reasons };

    /// <summary>The step in words.</summary>
    public override string ToString() =>
        $"{Kind} {What}: {string.Join("; ", Kind == ConfigurationStepKind.Refuse ? Reasons.Select(reason => reason.Words) : Changes)}";
}
