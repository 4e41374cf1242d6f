namespace PolytomicBulk.Completion;

/// <summary>Permission policies, by id.</summary>
internal sealed class PolicyCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from policy in await scene.ListPoliciesAsync(cancel).ConfigureAwait(false)
        where policy.Id is not null
        orderby policy.Name
        select new Choice(policy.Id.ToString()!, policy.Name ?? "", $"{policy.Name} ({policy.Id.ToString()!.Split('-')[0]})");
}
