namespace PolytomicBulk.Configuration;

/// <summary>A step of a plan that makes bulk syncs match configurations.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Name">The name of the bulk sync. Null if the step is not about a single bulk sync.</param>
public sealed record ConfigurationStep(ConfigurationStepKind Kind, string? Name)
{
    /// <summary>The wanted configuration. Null if there is none.</summary>
    public BulkSyncConfiguration? Wanted { get; init; }

    /// <summary>The bulk sync as it was read, or the original of a copy. Null if there is none.</summary>
    public BulkSync? Sync { get; init; }

    /// <summary>The current configuration of the bulk sync. Null if it was not read.</summary>
    public BulkSyncConfiguration? Actual { get; init; }

    /// <summary>Descriptions of the changes, such as <c>~ Mode: 'snapshot' -> 'replicate'</c>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Why the step is refused. For a step that is not refused, what was overridden.</summary>
    public IReadOnlyList<ConfigurationReason> Reasons { get; init; } = [];

    /// <summary>Why the bulk sync or the file cannot be read.</summary>
    public PolytomicApiException? Failure { get; init; }

    /// <summary>The configuration file. Null if there is none.</summary>
    public string? Path => Wanted?.Path;

    /// <summary>Describes the bulk sync of the step.</summary>
    public string What => (Sync, Name) switch
    {
        ({ } sync, _) => $"bulk sync '{sync}' ({sync.Id})",
        (null, not null) => $"bulk sync '{Name}'",
        _ => "bulk syncs without a file",
    };

    /// <summary>The differences between the service and the files that the step would remove.</summary>
    public IEnumerable<BulkSyncDrift> Drift => Kind switch
    {
        ConfigurationStepKind.Update =>
            from difference in Differences
            let values = BulkSyncDrift.ValuesOf(difference)
            select new BulkSyncDrift(Name!, difference.Property, values.Expected, values.Actual, Sync?.Id, Path),
        ConfigurationStepKind.Create => [new(Name!, property: null, expected: Name, actual: null, syncId: null, Path)],
        ConfigurationStepKind.Delete => [new(Name!, property: null, expected: null, actual: Name, Sync?.Id, path: null)],
        _ => [],
    };

    /// <summary>The step as objects: one for each property that would change, for a creation or deletion, and for each reason to refuse it.</summary>
    public IEnumerable<BulkSyncPlan> Plan
    {
        get
        {
            var words = Reasons.Count == 0 ? null : string.Join(" ", Reasons.Select(reason => reason.Words));
            return Kind switch
            {
                ConfigurationStepKind.Nothing => [],
                ConfigurationStepKind.Refuse => Reasons.Select(reason => ToPlan(reason.Words, reason.Property, reason.Line)),
                ConfigurationStepKind.Update => Differences.Select(difference =>
                {
                    var effect = difference.Effect is null ? null : $"This {difference.Effect}.";
                    var plan = ToPlan(words is null || effect is null ? words ?? effect : $"{words} {effect}", difference.Property);
                    (plan.To, plan.From) = BulkSyncDrift.ValuesOf(difference);
                    return plan;
                }),
                _ => [ToPlan(words)],
            };

            BulkSyncPlan ToPlan(string? reason, string? property = null, long? line = null) =>
                new(Name, Kind.ToString(), Sync?.Id, Path) { Reason = reason, Property = property, Line = line };
        }
    }

    /// <summary>The differences between the bulk sync and the wanted configuration.</summary>
    internal IReadOnlyList<JsonDifference> Differences { get; init; } = [];

    /// <summary>The same step, refused.</summary>
    internal ConfigurationStep Refuse(params ConfigurationReason[] reasons) => this with { Kind = ConfigurationStepKind.Refuse, Reasons = reasons };

    /// <summary>Describes the step.</summary>
    public override string ToString() =>
        $"{Kind} {What}: {string.Join("; ", Kind == ConfigurationStepKind.Refuse ? Reasons.Select(reason => reason.Words) : Changes)}";
}
