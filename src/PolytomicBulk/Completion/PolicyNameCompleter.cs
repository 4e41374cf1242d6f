namespace PolytomicBulk.Completion;

/// <summary>Permission policies, by name.</summary>
internal sealed class PolicyNameCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from policy in await scene.ListPoliciesAsync(cancel).ConfigureAwait(false)
        where !string.IsNullOrEmpty(policy.Name)
        orderby policy.Name
        group policy.Id by policy.Name into same
        select new Choice(same.Key, string.Join(", ", same)) { IsPattern = true };
}
